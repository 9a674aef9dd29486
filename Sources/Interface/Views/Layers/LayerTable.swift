import DropoutEngine

/// What the known calls say of every site of a session, a row for each.
struct LayerTable {
  /// In the order in which the sites run.
  private(set) var rows: [LayerRow]
  /// How many calls that is read from.
  let known: Int
  /// How many calls there are.
  let total: Int

  /// - Parameter findings: what counts against the session; a row that one names is odd.
  /// - Complexity: O(calls × sites).
  init(_ arrival: Arrival, findings: [Finding] = []) {
    let calls = CallHistory.calls(arrival)
    var reader = Reader(arrival, calls: calls.count)
    for (index, call) in calls.enumerated() { reader.read(call, at: index) }
    rows = reader.inOrder()
    var rules: [String: [String]] = [:]
    for finding in findings {
      for site in finding.sites where rules[site]?.contains(finding.rule) != true {
        rules[site, default: []].append(finding.rule)
      }
    }
    if !rules.isEmpty {
      for index in rows.indices { rows[index].rules = rules[rows[index].name] ?? [] }
    }
    known = calls.count
    total = max(arrival.newest, arrival.call.number, known)
  }

  /// How many rows are off.
  var odd: Int { rows.count { $0.status == .odd } }

  /// `all 200 calls`, or of how many how many are known.
  var extent: String {
    if known >= total { return total == 1 ? "1 call" : "all \(Numerals.grouped(total)) calls" }
    return "\(Numerals.grouped(known)) of \(Numerals.grouped(total)) calls"
  }
}

/// One site over the known calls. Runs of a site count together; recomputations do not count.
struct LayerRow {
  let name: String
  var kind: String?
  var shape: [Int]?
  /// The shape of the draw, where it is another one.
  var drawn: [Int]?
  /// The newest rate.
  var rate: Rate?
  /// Where it is called.
  var place: String?
  /// Training draws.
  var tally = KeptTally()
  /// Training draws in ten stretches of the calls, the oldest first.
  var stretches = Array(repeating: KeptTally(), count: LayerRow.stretchCount)
  var ratio = RatioTally()
  /// The first and the last known call in which it ran.
  var calls: ClosedRange<Int>?
  /// Shares kept where no draw is known: a sum, and of how many calls.
  var shares = (sum: 0.0, count: 0)
  /// The rules whose findings name it, the worst first.
  var rules: [String] = []

  static let stretchCount = 10

  init(name: String) { self.name = name }

  enum Status {
    case fine, odd
    /// No draw that chance could move was seen, and nothing else was found.
    case untested
  }

  /// From five standard deviations on, 1 in 1.7 million, a site is off.
  static let limit = 5.0

  var sigma: Double? { tally.sigma }

  /// Whether the share kept is further from what the rates say than chance takes it.
  var isOff: Bool { sigma.map { abs($0) >= LayerRow.limit } ?? false }

  var status: Status {
    if isOff || !rules.isEmpty { return .odd }
    return sigma == nil ? .untested : .fine
  }

  /// The share kept; where nothing was drawn, what the record says is kept all the same.
  var kept: Double? {
    tally.share ?? (shares.count > 0 ? shares.sum / Double(shares.count) : nil)
  }

  /// How many decisions a run draws, as far as its shapes and its kind tell: of a kind that is not
  /// known here, the tensor's shape does not say it.
  var drawnCount: Int? {
    let known = kind.flatMap(DropoutKinds.named)
    let shape = drawn ?? shape.flatMap { known?.drawnShape(for: $0) }
    guard let count = shape.map(elementCount), count < .max else { return nil }
    return count
  }
}

/// The mean after over the mean before, pooled over training calls.
struct RatioTally {
  private var before = 0.0
  private var after = 0.0
  private var variance = 0.0
  private var expected = 0.0
  private var isModeKnown = true

  /// - Parameters:
  ///   - draws: how many decisions there were. Where one decides about several elements, the sum of
  ///     squares of their sums is at most elements a draw × the sum of squares, so that the standard
  ///     error is an upper bound.
  mutating func add(_ entry: SitePoint, mode: Mode?, rate: Rate, draws: Int) {
    guard let mean = entry.meanBefore, let sd = entry.sdBefore, let after = entry.meanAfter,
      mean.isFinite, sd.isFinite, after.isFinite, draws > 0, rate.keep > 0
    else { return }
    let (p, q) = (rate.value, rate.keep)
    let factor = mode == .vanilla ? p * q : p / q
    before += mean
    self.after += after
    expected += mode == .vanilla ? q * mean : mean
    variance += factor * (sd * sd + mean * mean) / Double(draws)
    if mode == nil { isModeKnown = false }
  }

  /// Nil where it is not determined: its standard error is above a tenth.
  var value: Double? {
    guard before != 0, error <= 0.1 else { return nil }
    return after / before
  }

  /// Whether it is known what the ratio should be, and this is not it.
  var isOdd: Bool {
    guard isModeKnown, let value else { return false }
    return abs(value - expected / before) > max(LayerRow.limit * error, 1e-3)
  }

  private var error: Double { variance.squareRoot() / abs(before) }
}

extension LayerTable {
  /// Gathers rows call by call. Calls mostly have the sites of the call before, so that names are
  /// looked up only where that is not so.
  private struct Reader {
    private var rows: [LayerRow] = []
    private var places: [String: Int] = [:]
    /// Names of the last call's entries, and their rows; nil for recomputations.
    private var names: [String] = []
    private var slots: [Int?] = []
    /// The orders in which sites ran, each once.
    private var orders: Set<[Int]> = []
    private let header: SessionHeader
    private let calls: Int

    init(_ arrival: Arrival, calls: Int) {
      header = arrival.header
      self.calls = calls
      for site in arrival.header.sites {
        let row = place(of: site.name)
        rows[row].kind = site.kind
        rows[row].shape = site.shape
        rows[row].rate = site.rate
        rows[row].place = site.place
      }
      // The call on screen knows what a point does not: shapes.
      for site in arrival.call.sites where !site.isRecomputed {
        let row = place(of: site.name)
        if let shape = site.shape { rows[row].shape = shape }
        rows[row].drawn = site.drawn == site.shape ? nil : site.drawn
      }
    }

    mutating func read(_ call: CallPoint, at index: Int) {
      if !isSameOrder(call) { take(order: call) }
      for (entry, slot) in zip(call.sites, slots) {
        if let slot { read(entry, of: call, at: index, into: slot) }
      }
    }

    private mutating func read(_ entry: SitePoint, of call: CallPoint, at index: Int, into row: Int)
    {
      let first = rows[row].calls?.lowerBound ?? call.number
      rows[row].calls = min(first, call.number)...max(first, call.number)
      if let rate = entry.rate { rows[row].rate = rate }
      guard (entry.phase ?? call.phase) == .train else { return }
      let draws = CallHistory.draws(entry, drawn: rows[row].drawnCount)
      if draws == nil, let share = entry.keptShare, share.isFinite {
        rows[row].shares.sum += share
        rows[row].shares.count += 1
      }
      guard let rate = entry.rate else { return }
      if let draws {
        rows[row].tally.add(kept: draws.kept, drawn: draws.of, rate: rate.value)
        for stretch in stretches(of: index) {
          rows[row].stretches[stretch].add(kept: draws.kept, drawn: draws.of, rate: rate.value)
        }
      }
      if let count = draws?.of ?? rows[row].drawnCount {
        rows[row].ratio.add(entry, mode: call.mode, rate: rate, draws: count)
      }
    }

    /// A stretch holds several calls, or a call stands in several of them.
    private func stretches(of index: Int) -> Range<Int> {
      let count = LayerRow.stretchCount
      if calls >= count { return index * count / calls..<index * count / calls + 1 }
      let (low, high) = (index * count + calls - 1, (index + 1) * count + calls - 1)
      return low / calls..<high / calls
    }

    private func isSameOrder(_ call: CallPoint) -> Bool {
      guard call.sites.count == names.count else { return false }
      for (entry, (name, slot)) in zip(call.sites, zip(names, slots))
      where entry.id.name != name || entry.id.isRecomputed != (slot == nil) {
        return false
      }
      return true
    }

    private mutating func take(order call: CallPoint) {
      names = call.sites.map(\.id.name)
      slots = call.sites.map { $0.id.isRecomputed ? nil : place(of: $0.id.name) }
      var order: [Int] = []
      var seen: Set<Int> = []
      for case let slot? in slots where seen.insert(slot).inserted { order.append(slot) }
      orders.insert(order)
    }

    private mutating func place(of name: String) -> Int {
      if let place = places[name] { return place }
      places[name] = rows.count
      rows.append(LayerRow(name: name))
      return rows.count - 1
    }

    /// The rows as the sites run: as in the call with most sites; others after the one that ran
    /// before them, those that never ran after the one that the header names before them.
    func inOrder() -> [LayerRow] {
      let sorted = orders.sorted { a, b in
        a.count != b.count ? a.count > b.count : a.lexicographicallyPrecedes(b)
      }
      var order: [Int] = []
      var known: Set<Int> = []
      for other in sorted { insert(other, first: true, into: &order, &known) }
      insert(header.sites.compactMap { places[$0.name] }, first: false, into: &order, &known)
      insert(Array(rows.indices), first: false, into: &order, &known)
      return order.map { rows[$0] }
    }

    /// Puts those that are missing after the one before them; where none is, first or last of all.
    private func insert(
      _ other: [Int], first: Bool, into order: inout [Int], _ known: inout Set<Int>
    ) {
      var previous: Int?
      for row in other {
        if known.insert(row).inserted {
          let after = previous.flatMap { order.firstIndex(of: $0) }
          order.insert(row, at: after.map { $0 + 1 } ?? (first ? 0 : order.count))
        }
        previous = row
      }
    }
  }
}
