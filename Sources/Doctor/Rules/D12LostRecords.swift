package import DropoutEngine

/// D12: the log itself has gaps, calls out of order, or an unfinished last line.
///
/// Test: numbers of calls grow by one, but for what `skipped` records account for; a log may begin
/// anywhere. Nothing is left to chance.
package struct LostRecords: Rule {
  package static let about = RuleCard(
    id: "D12", name: "lost-records", found: "records are missing",
    passed: "no record is missing", test: "numbers of calls, and a whole last line",
    level: "0: no chance has a part in it")

  /// Gaps that are told apart; further ones are counted only.
  fileprivate static let gapLimit = 64

  fileprivate struct Lane {
    var last = 0
    var gaps: [ClosedRange<Int>] = []
    var furtherCalls = 0
    var skipped: [ClosedRange<Int>] = []
    var disorder: (first: Int, calls: Int)?
    var tornTail: Int?
    var broken: (first: Int, count: Int)?
  }

  private var lanes: [Int: Lane] = [:]
  package private(set) var looked = Tally()
  package let needs = "a call"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    let number = call.call.number
    looked.add(call: number, lane: call.lane)
    var lane = lanes[call.lane, default: Lane()]
    defer { lanes[call.lane] = lane }
    if number <= lane.last {
      lane.disorder = (lane.disorder?.first ?? number, (lane.disorder?.calls ?? 0) + 1)
      return
    }
    if lane.last > 0, number > lane.last + 1 { lane.add(gap: lane.last + 1...number - 1) }
    lane.last = number
  }

  package mutating func take(_ event: SessionEvent, lane: Int) {
    switch event {
    case .annotation(let annotation):
      guard case .skipped(let calls, _, _) = annotation.kind, calls > 0 else { return }
      let (end, overflow) = annotation.number.addingReportingOverflow(calls - 1)
      guard !overflow else { return }
      lanes[lane, default: Lane()].add(skipped: annotation.number...end)
    case .tornTail(let bytes): lanes[lane, default: Lane()].tornTail = bytes
    case .brokenLines(let first, let count): lanes[lane, default: Lane()].broken = (first, count)
    case .began, .recomputed: break
    }
  }

  package func findings() -> [Finding] {
    lanes.sorted { $0.key < $1.key }.flatMap { index, lane in
      [gap, disorder, broken, tornTail].compactMap { $0(lane, index) }
    }
  }

  private func gap(_ lane: Lane, _ index: Int) -> Finding? {
    guard let first = lane.gaps.first, let last = lane.gaps.last else { return nil }
    let lost = lane.gaps.reduce(lane.furtherCalls) { $0 + $1.count }
    return Self.finding(
      .warning, site: nil, lane: index, calls: (first.lowerBound, last.upperBound),
      numbers: [.init("calls without a record", Double(lost), expected: 0)],
      FindingWords(
        what: "\(lost) \(lost == 1 ? "call has" : "calls have") no record, from call"
          + " \(first.lowerBound) on, and nothing says why.",
        meaning: "What happened in them is not known: all else is said about the rest.",
        advice: "Look at the recorder and the disk; what is left out on purpose needs a skipped"
          + " record."))
  }

  private func disorder(_ lane: Lane, _ index: Int) -> Finding? {
    guard let (first, calls) = lane.disorder else { return nil }
    return Self.finding(
      .warning, site: nil, lane: index, calls: (first, first),
      numbers: [.init("calls out of order", Double(calls), expected: 0)],
      FindingWords(
        what: "\(calls) \(calls == 1 ? "call comes" : "calls come") again or out of order, call"
          + " \(first) first.",
        meaning: "Two recorders may have written one file, or lines were moved.",
        advice: "Give each process a file of its own; going back needs a rewind record."))
  }

  private func broken(_ lane: Lane, _ index: Int) -> Finding? {
    guard let (first, count) = lane.broken else { return nil }
    return Self.finding(
      .warning, site: nil, lane: index, calls: nil,
      numbers: [.init("lines that are no records", Double(count), expected: 0)],
      FindingWords(
        what: "\(count) \(count == 1 ? "line is" : "lines are") no record, line \(first) first.",
        meaning: "What they held is lost: all else is said about the rest.",
        advice: "Look at the line; two writers may have shared the file, or the disk was full."))
  }

  private func tornTail(_ lane: Lane, _ index: Int) -> Finding? {
    guard let bytes = lane.tornTail else { return nil }
    return Self.finding(
      .warning, site: nil, lane: index, calls: (lane.last, lane.last),
      numbers: [.init("bytes of an unfinished line", Double(bytes), expected: 0)],
      FindingWords(
        what: "The last line is unfinished: \(bytes) bytes without a newline.",
        meaning: "The run, or its recorder, stopped while it wrote; that record is lost.",
        advice: "Nothing, if the run still goes on; else look at why it stopped."))
  }
}

extension LostRecords.Lane {
  fileprivate mutating func add(gap: ClosedRange<Int>) {
    let rest = skipped.reduce([gap]) { gaps, skipped in gaps.flatMap { $0.without(skipped) } }
    for gap in rest {
      if gaps.count < LostRecords.gapLimit {
        gaps.append(gap)
      } else {
        furtherCalls += gap.count
      }
    }
  }

  /// A `skipped` record may stand before the calls that follow the gap or after them.
  fileprivate mutating func add(skipped range: ClosedRange<Int>) {
    gaps = gaps.flatMap { $0.without(range) }
    skipped.append(range)
    if skipped.count > LostRecords.gapLimit { skipped.removeFirst() }
  }
}

extension ClosedRange<Int> {
  /// What is left of it without another.
  fileprivate func without(_ other: ClosedRange<Int>) -> [ClosedRange<Int>] {
    guard overlaps(other) else { return [self] }
    var rest: [ClosedRange<Int>] = []
    if lowerBound < other.lowerBound { rest.append(lowerBound...other.lowerBound - 1) }
    if upperBound > other.upperBound { rest.append(other.upperBound + 1...upperBound) }
    return rest
  }
}
