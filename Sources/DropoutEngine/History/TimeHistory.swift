/// A session call by call, as plots over time show it: what a site's histograms, the losses and the
/// norms of the layers were.
///
/// A row is one call at first. Where there are ``rowLimit`` of them, two neighbours become one, so
/// that a million calls take no more than a few thousand: about 2 MB. No column of a plot is finer
/// than a row once there are more calls than rows; with the whole session on screen it is coarser.
package struct TimeHistory: Sendable, Equatable {
  /// More than two for each column of the widest terminal.
  package static let rowLimit = 1280
  private static let heldOutLimit = 1 << 15

  /// The site whose stages these are.
  package let site: String?
  /// The name of its kind; nil where that is not told.
  private let kind: String?
  package private(set) var rows: [CallSum] = []
  /// The last call of each row.
  package private(set) var lasts: [Int] = []
  /// Held-out accuracy where it was told, in order.
  package private(set) var heldOut: [HeldOut] = []
  /// Whether a network without dropout runs beside.
  package let hasTwin: Bool
  /// Calls that share a row.
  package private(set) var spacing = 1
  private var filled = 0
  /// The end of the axis, a power of two; nil before the first histogram.
  private var end: Double?
  private var isSigned = false

  /// An accuracy on rows that nothing was learned from.
  package struct HeldOut: Sendable, Equatable {
    package var number: Int
    package var accuracy: Double?
    package var twin: Double?
  }

  package init(site: String?, kind: String? = nil, hasTwin: Bool = false) {
    self.site = site
    self.kind = kind
    self.hasTwin = hasTwin
  }

  /// The last call that was looked at.
  package var through: Int { lasts.last ?? 0 }

  /// What the bins of every stage cover.
  package var range: HistogramRange {
    HistogramRange(low: isSigned ? -(end ?? 1) : 0, high: end ?? 1)
  }

  /// Takes the next call.
  ///
  /// - Parameters:
  ///   - twin: the same call of the network without dropout.
  ///   - norms: of each layer, after the call.
  package mutating func take(
    _ call: ForwardCall, twin: (loss: Double?, heldOut: Double?)? = nil, norms: [LayerNorms] = []
  ) {
    guard call.number > through else { return }
    var sum = CallSum()
    sum.add(call)
    sum.add(norms: norms)
    sum.twinLoss.add(twin?.loss)
    for entry in call.sites where entry.name == site && !entry.isRecomputed {
      guard let stages = entry.stages else { continue }
      cover(stages)
      sum.ratio += KeptStretch(ratio: SiteReading(entry, of: call, kind: kind))
      sum.add(
        stages: [stages.before, stages.masked, stages.after].map {
          StageSum($0, stages.range, onto: range)
        })
    }
    append(sum, number: call.number)
    guard call.heldOut != nil || twin?.heldOut != nil else { return }
    if heldOut.count >= Self.heldOutLimit {
      heldOut = heldOut.indices.filter { !$0.isMultiple(of: 2) }.map { heldOut[$0] }
    }
    heldOut.append(HeldOut(number: call.number, accuracy: call.heldOut, twin: twin?.heldOut))
  }

  private mutating func append(_ sum: CallSum, number: Int) {
    if rows.isEmpty || filled >= spacing {
      if rows.count >= Self.rowLimit { merge() }
      rows.append(sum)
      lasts.append(number)
      filled = 1
    } else {
      rows[rows.count - 1] += sum
      lasts[lasts.count - 1] = number
      filled += 1
    }
  }

  private mutating func merge() {
    var (merged, numbers): ([CallSum], [Int]) = ([], [])
    for index in stride(from: 0, to: rows.count - 1, by: 2) {
      var sum = rows[index]
      sum += rows[index + 1]
      merged.append(sum)
      numbers.append(lasts[index + 1])
    }
    (rows, lasts) = (merged, numbers)
    spacing *= 2
  }

  /// The axis follows the values before the mask, to twice the magnitude that 999 of 1000 stay below,
  /// and only grows: by halves of its bins, so that no count moves to another place.
  private mutating func cover(_ stages: Stages) {
    if !isSigned, (stages.before.min ?? 0) < 0 {
      for index in rows.indices { rows[index].sign() }
      isSigned = true
    }
    guard let reach = stages.reachBefore, reach > 0, reach < 1e30 else { return }
    guard var end else {
      self.end = Self.power(holding: 2 * reach)
      return
    }
    while end < 2 * reach {
      end *= 2
      for index in rows.indices { rows[index].coarsen(isSigned: isSigned) }
    }
    self.end = end
  }

  private static func power(holding value: Double) -> Double {
    let value = max(value, 1e-30)
    let floor = Double(sign: .plus, exponent: Int(value.exponent), significand: 1)
    return floor < value ? 2 * floor : floor
  }
}

extension TimeHistory {
  /// The rows of calls, by what most of them: those that end in it, or else the one that holds it.
  package func rows(of calls: ClosedRange<Int>) -> Range<Int> {
    let low = lasts.partitioningIndex { $0 >= calls.lowerBound }
    let high = lasts.partitioningIndex { $0 > calls.upperBound }
    if low < high { return low..<high }
    guard low < rows.count, calls.lowerBound <= through else { return 0..<0 }
    return low..<low + 1
  }

  /// What all calls say of the ratio of after to before.
  package var ratio: KeptStretch { rows.reduce(into: KeptStretch()) { $0 += $1.ratio } }

  /// The last accuracy told up to a call.
  package func heldOut(upTo number: Int) -> HeldOut? {
    let index = heldOut.partitioningIndex { $0.number > number }
    return index > 0 ? heldOut[index - 1] : nil
  }
}
