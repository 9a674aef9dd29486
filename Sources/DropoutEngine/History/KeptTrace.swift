/// How far from what its rate says every site kept, over a whole session however long.
///
/// It holds sums from the first call up to each later one, so that any stretch of calls is the
/// difference of two of them: a picture of the session costs its width and not its length. Where
/// calls become too many, neighbours share a row, and memory stays bounded. What was handed out is
/// not copied when further calls come, but for its last piece.
package struct KeptTrace: Sendable, Equatable {
  /// Cells of all rows together, at most: 12 MiB.
  private static let cells = 1 << 18
  /// Rows there may be however many sites there are: two for each column of a wide terminal.
  private static let leastRows = 1280
  /// Sites whose names come later than these are not followed.
  private static let mostSites = 4096
  /// Starts of epochs that are kept; then every second one is.
  private static let mostEpochs = 4096

  /// Where an epoch begins.
  package struct EpochStart: Sendable, Equatable {
    package var number: Int
    package var epoch: Int
  }

  /// Where epochs begin, in order.
  package private(set) var epochs: [EpochStart] = []
  private var epoch: Int?
  private var pieces: [Piece] = []
  private var rows = 0
  /// Calls that share a row, and how many the last row has.
  private var spacing = 1
  private var filled = 0
  /// Column 0 is the call as a whole; each site has one of its own.
  private var names: [String] = []
  private var columns: [String: Int] = [:]
  /// What decisions of each site follow, as far as the session tells its kind.
  private var laws: [DrawLaw] = []
  private var told = 0
  /// The columns of the last call's sites: calls mostly have the sites of the call before.
  private var order: [Int] = []
  private let limit: Int

  /// Rows that stand in one array, which alone is copied when it grows.
  private struct Piece: Sendable, Equatable {
    /// How many rows stand before it.
    let start: Int
    let width: Int
    /// The last call of each row.
    var numbers: [Int] = []
    var tallies: [KeptStretch] = []
  }

  /// Before the first call.
  ///
  /// - Parameter cells: how many cells there may be before neighbours share a row.
  package init(cells: Int = KeptTrace.cells) { limit = cells }

  /// The number of the last call; 0 before the first.
  package var last: Int { pieces.last?.numbers.last ?? 0 }

  /// Takes note of what kinds the session's sites are; more may come as they run.
  package mutating func learn(_ sites: [SiteHeader]) {
    guard sites.count > told else { return }
    for site in sites[told...] {
      if let column = column(of: site.name) { laws[column - 1] = DrawLaw(kind: site.kind) }
    }
    told = sites.count
  }

  /// Takes the next call; one that does not follow is left out.
  package mutating func add(_ call: ForwardCall) {
    guard call.number > last else { return }
    take(epochOf: call)
    var stretches: [(column: Int, stretch: KeptStretch)] = [(0, KeptStretch(whole: call))]
    let slots = slots(of: call)
    var runs: [Int: KeptStretch.Reading] = [:]
    for (index, slot) in slots.enumerated() {
      guard let slot else { continue }
      let entry = call.sites[index]
      // A site mostly runs once in a call.
      runs[slot, default: .init()].take(entry, in: call.phase, law: laws[slot - 1])
    }
    for (slot, reading) in runs { stretches.append((slot, reading.stretch)) }
    if rows == 0 || filled >= spacing { addRow() }
    add(stretches, number: call.number)
    filled += 1
    while rows > max(KeptTrace.leastRows, limit / width) { thin() }
  }

  /// Forgets call `number` and later ones, and those that share a row with one of them.
  package mutating func removeAll(from number: Int) {
    while let piece = pieces.indices.last, let last = pieces[piece].numbers.last, last >= number {
      pieces[piece].numbers.removeLast()
      pieces[piece].tallies.removeLast(pieces[piece].width)
      rows -= 1
      if pieces[piece].numbers.isEmpty { pieces.removeLast() }
    }
    filled = spacing
    while let last = epochs.last, last.number >= number { epochs.removeLast() }
    epoch = epochs.last?.epoch
  }

  /// What the calls `calls` say of a site, or of the calls as a whole for nil; where several share a
  /// row, of the rows that they stand in.
  ///
  /// - Complexity: O(log of the rows).
  package func stretch(of site: String?, in calls: ClosedRange<Int>) -> KeptStretch {
    guard let column = site.map({ columns[$0] }) ?? 0 else { return KeptStretch() }
    let low = rows(through: calls.lowerBound - 1)
    var high = rows(through: calls.upperBound)
    if high <= low, spacing > 1 { high = min(rows, low + 1) }
    return high > low ? sum(of: high, column) - sum(of: low, column) : KeptStretch()
  }

  /// The law that a site's decisions follow.
  package func law(of site: String) -> DrawLaw { columns[site].map { laws[$0 - 1] } ?? .elements }
}

// MARK: - Rows

extension KeptTrace {
  private var width: Int { names.count + 1 }

  private mutating func take(epochOf call: ForwardCall) {
    guard let now = call.epoch, now != epoch else { return }
    epoch = now
    if epochs.count >= KeptTrace.mostEpochs {
      epochs = epochs.indices.filter { $0.isMultiple(of: 2) }.map { epochs[$0] }
    }
    epochs.append(EpochStart(number: call.number, epoch: now))
  }

  /// The columns of a call's sites; nil for recomputations, and for sites beyond what is followed.
  private mutating func slots(of call: ForwardCall) -> [Int?] {
    var slots: [Int?] = []
    slots.reserveCapacity(call.sites.count)
    for (index, entry) in call.sites.enumerated() {
      if entry.isRecomputed {
        slots.append(nil)
      } else if index < order.count, order[index] > 0, names[order[index] - 1] == entry.name {
        slots.append(order[index])
      } else {
        slots.append(column(of: entry.name))
      }
    }
    order = slots.map { $0 ?? 0 }
    return slots
  }

  private mutating func column(of name: String) -> Int? {
    if let column = columns[name] { return column }
    guard names.count < KeptTrace.mostSites else { return nil }
    names.append(name)
    laws.append(.elements)
    columns[name] = names.count
    return names.count
  }

  /// A row that begins with what the last one ends with.
  private mutating func addRow() {
    let before = pieces.last
    let room = max(16, 512 / width)
    if before == nil || before?.width != width || (before?.numbers.count ?? 0) >= room {
      pieces.append(Piece(start: rows, width: width))
    }
    var row = before.map { Array($0.tallies.suffix($0.width)) } ?? []
    row.append(contentsOf: repeatElement(KeptStretch(), count: width - row.count))
    let piece = pieces.count - 1
    pieces[piece].numbers.append(before?.numbers.last ?? 0)
    pieces[piece].tallies.append(contentsOf: row)
    rows += 1
    filled = 0
  }

  /// Adds to the last row; where it has no column for a site yet, to one that has.
  private mutating func add(_ stretches: [(column: Int, stretch: KeptStretch)], number: Int) {
    if pieces[pieces.count - 1].width < width { widenLastRow() }
    let piece = pieces.count - 1
    let start = pieces[piece].tallies.count - pieces[piece].width
    for (column, stretch) in stretches { pieces[piece].tallies[start + column] += stretch }
    pieces[piece].numbers[pieces[piece].numbers.count - 1] = number
  }

  private mutating func widenLastRow() {
    let piece = pieces.count - 1
    guard let number = pieces[piece].numbers.popLast() else { return }
    var row = Array(pieces[piece].tallies.suffix(pieces[piece].width))
    pieces[piece].tallies.removeLast(pieces[piece].width)
    if pieces[piece].numbers.isEmpty { pieces.removeLast() }
    row.append(contentsOf: repeatElement(KeptStretch(), count: width - row.count))
    var wide = Piece(start: rows - 1, width: width)
    wide.numbers = [number]
    wide.tallies = row
    pieces.append(wide)
  }

  /// Two rows become one.
  private mutating func thin() {
    let (old, count) = (pieces, rows)
    let isOdd = !count.isMultiple(of: 2)
    filled = isOdd ? filled : spacing + filled
    spacing *= 2
    pieces = []
    rows = 0
    for piece in old {
      for index in piece.numbers.indices {
        let row = piece.start + index + 1
        guard row.isMultiple(of: 2) || row == count else { continue }
        let room = max(16, 512 / piece.width)
        if pieces.last?.width != piece.width || (pieces.last?.numbers.count ?? 0) >= room {
          pieces.append(Piece(start: rows, width: piece.width))
        }
        let cells = index * piece.width..<(index + 1) * piece.width
        pieces[pieces.count - 1].numbers.append(piece.numbers[index])
        pieces[pieces.count - 1].tallies.append(contentsOf: piece.tallies[cells])
        rows += 1
      }
    }
  }

  /// How many rows hold no call after `number`.
  private func rows(through number: Int) -> Int {
    let piece = pieces.partitioningIndex { $0.numbers[0] > number } - 1
    guard piece >= 0 else { return 0 }
    return pieces[piece].start + pieces[piece].numbers.partitioningIndex { $0 > number }
  }

  /// The sum over so many rows.
  private func sum(of rows: Int, _ column: Int) -> KeptStretch {
    guard rows > 0 else { return KeptStretch() }
    let piece = pieces[pieces.partitioningIndex { $0.start >= rows } - 1]
    guard column < piece.width else { return KeptStretch() }
    return piece.tallies[(rows - piece.start - 1) * piece.width + column]
  }
}
