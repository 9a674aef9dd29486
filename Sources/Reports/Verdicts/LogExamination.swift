import Doctor
public import DropoutEngine
public import SessionLog

/// The doctor's examination of a session that stands in a log, or in one for each rank.
///
/// A log is read once, to its end: what is out of order or broken in it is a finding and no error.
/// One that takes calls back is read twice more, since which of its calls count is known only at its
/// end.
public struct LogExamination {
  private let paths: [String]
  private let expectsEqualRanks: Bool
  private let accepted: [(rule: String, site: String?)]
  private var inputs: [String: InputSpool] = [:]

  /// - Parameters:
  ///   - paths: a log, or one for each rank of a run.
  ///   - expectsEqualRanks: whether ranks are meant to draw alike.
  ///   - accepted: findings that a person accepts, at one site or wherever they are.
  public init(
    _ paths: [String], expectsEqualRanks: Bool = false,
    accepted: [(rule: String, site: String?)] = []
  ) {
    self.paths = paths
    self.expectsEqualRanks = expectsEqualRanks
    self.accepted = accepted
  }

  /// The same, where some of the paths stand for what came through a pipe.
  package func reading(_ inputs: [String: InputSpool]) -> LogExamination {
    var examination = self
    examination.inputs = inputs
    return examination
  }

  /// The ids of all rules.
  public static var rules: [String] { Rules.ids }

  /// Reads the logs, and concludes.
  public func verdict() throws(LogError) -> Verdict {
    var nobody = NoWitness()
    return try verdict(before: &nobody, .withoutBins)
  }

  /// Reads the logs, and concludes; a witness sees the calls that are examined, so much of each.
  func verdict(
    before witness: inout some ExaminationWitness, _ detail: LogDetail
  ) throws(LogError) -> Verdict {
    var lanes: [LaneReader] = []
    for path in paths { lanes.append(try lane(path, detail)) }
    if let verdict = try verdict(&lanes, &witness) { return verdict }
    lanes = []
    for path in paths {
      lanes.append(try lane(path, detail, counting: CountedCalls(path, inputs[path])))
    }
    return try verdict(&lanes, &witness) ?? Verdict()
  }

  /// A log's reader. Together they read some megabytes at once, however many there are, and use few
  /// threads.
  private func lane(
    _ path: String, _ detail: LogDetail, counting: CountedCalls? = nil
  ) throws(LogError) -> LaneReader {
    let pieceLength = max(1 << 14, min(1 << 18, (1 << 24) / paths.count))
    return try LaneReader(
      path, inputs[path], detail, pieceLength: pieceLength, readsAhead: paths.count <= 8,
      counting: counting)
  }

  /// - Returns: nil where a log takes back calls and it is not known yet which ones count.
  private func verdict(
    _ lanes: inout [LaneReader], _ witness: inout some ExaminationWitness
  ) throws(LogError) -> Verdict? {
    witness.begin(lanes.map(\.session))
    var examination = Examination(
      lanes: lanes.map(\.header), expectsEqualRanks: expectsEqualRanks)
    for (rule, site) in accepted { examination.accept(rule: rule, site: site) }
    for lane in lanes.indices { try lanes[lane].advance(&examination, lane, &witness) }
    while let lane = Self.earliest(lanes) {
      guard let call = lanes[lane].pending else { break }
      examination.take(call, lane: lane)
      witness.take(call, lane: lane)
      try lanes[lane].advance(&examination, lane, &witness)
      if lanes[lane].takesBack { return nil }
    }
    return lanes.contains(where: \.takesBack) ? nil : examination.verdict()
  }

  /// The lane whose next call comes first, by step where steps are told.
  private static func earliest(_ lanes: [LaneReader]) -> Int? {
    if lanes.count == 1 { return lanes[0].pending == nil ? nil : 0 }
    var first: (lane: Int, moment: Int)?
    for lane in lanes.indices {
      guard let call = lanes[lane].pending else { continue }
      if let first, first.moment <= call.moment { continue }
      first = (lane, call.moment)
    }
    return first?.lane
  }
}

/// Sees what an examination reads, in its order: what else is to be told of the same calls need not
/// read them again.
protocol ExaminationWitness {
  /// The logs begin, or begin again where only their ends said which of their calls count.
  mutating func begin(_ sessions: [SessionRecord])
  /// A log names a site.
  mutating func take(_ site: SiteHeader, lane: Int)
  /// The next call that counts.
  mutating func take(_ call: ForwardCall, lane: Int)
}

private struct NoWitness: ExaminationWitness {
  mutating func begin(_ sessions: [SessionRecord]) {}
  mutating func take(_ site: SiteHeader, lane: Int) {}
  mutating func take(_ call: ForwardCall, lane: Int) {}
}

extension ForwardCall {
  /// By what calls of several logs are joined.
  var moment: Int { step ?? number }
}

/// Which calls of a log count, for one that takes some back: by their place among all.
struct CountedCalls {
  private(set) var places: [Int] = []

  init(_ path: String, _ spool: InputSpool?) throws(LogError) {
    let reader = LogReadAhead(try LogReader(lenient: path, .withoutBins, spool: spool))
    var numbers: [Int] = []
    var place = 0
    while let record = try reader.next() {
      switch record {
      case .call(let call, _):
        numbers.append(call.number)
        places.append(place)
        place += 1
      case .rewind(let n, _):
        while let last = numbers.last, last >= n {
          numbers.removeLast()
          places.removeLast()
        }
      case .session, .site, .recompute, .annotation, .end: break
      }
    }
  }
}

/// One log, read call by call; what stands between calls goes to the examination at once.
struct LaneReader {
  let session: SessionRecord
  var header: SessionHeader { session.header }
  /// The call that was read last and not taken yet.
  private(set) var pending: ForwardCall?
  /// Whether a rewind took back a call that was handed out.
  private(set) var takesBack = false
  private let reader: LogReadAhead
  private let counted: [Int]?
  private var next = 0
  private var place = 0
  private var newest = 0
  private var isDone = false

  init(
    _ path: String, _ spool: InputSpool? = nil, _ detail: LogDetail = .withoutBins,
    pieceLength: Int = 1 << 14, readsAhead: Bool = false, counting: CountedCalls? = nil
  ) throws(LogError) {
    let log = try LogReader(lenient: path, detail, spool: spool, pieceLength: pieceLength)
    reader = readsAhead ? LogReadAhead(log) : LogReadAhead(log, threadStart: .max)
    counted = counting?.places
    guard let first = try reader.next(), case .session(let session) = first else {
      throw LogError.noSession(path: path)
    }
    self.session = session
  }

  /// Reads on to the next call that counts.
  mutating func advance(
    _ examination: inout Examination, _ lane: Int, _ witness: inout some ExaminationWitness
  ) throws(LogError) {
    pending = nil
    var isCounted = true
    while let record = try reader.next() {
      switch record {
      case .call(let call, _):
        isCounted = counts()
        guard isCounted else { continue }
        newest = max(newest, call.number)
        pending = call
        return
      case .site(let site):
        examination.take(site, lane: lane)
        witness.take(site, lane: lane)
      case .annotation(let annotation, _):
        examination.take(.annotation(annotation), lane: lane)
      case .recompute(let n, _, let sites):
        if isCounted { examination.take(.recomputed(number: n, sites: sites), lane: lane) }
      case .rewind(let n, _):
        guard counted == nil, n <= newest else { continue }
        takesBack = true
        return
      case .session, .end: break
      }
    }
    guard !isDone else { return }
    isDone = true
    if let tail = reader.tornTail { examination.take(.tornTail(bytes: tail), lane: lane) }
    if let (first, count) = reader.brokenLines {
      examination.take(.brokenLines(first: first, count: count), lane: lane)
    }
  }

  private mutating func counts() -> Bool {
    defer { place += 1 }
    guard let counted else { return true }
    guard next < counted.count, counted[next] == place else { return false }
    next += 1
    return true
  }
}

extension LogExamination {
  /// Logs by what they belong to: those of one run are its ranks, in their order.
  ///
  /// - Throws: where a file is no log.
  public static func runs(_ paths: [String]) throws(LogError) -> [[String]] {
    try runs(paths, reading: [:])
  }

  /// The same, where some of the paths stand for what came through a pipe.
  package static func runs(
    _ paths: [String], reading inputs: [String: InputSpool]
  ) throws(LogError) -> [[String]] {
    var groups: [(run: String, files: [(rank: Int, path: String)])] = []
    for path in paths {
      let header = try LaneReader(path, inputs[path]).header
      let file = (rank: header.rank ?? 0, path: path)
      if let run = header.run, let index = groups.firstIndex(where: { $0.run == run }),
        !groups[index].files.contains(where: { $0.rank == file.rank })
      {
        groups[index].files.append(file)
      } else {
        // A log without a run stands for itself: no run has an empty id.
        groups.append((header.run ?? "", [file]))
        if header.run == nil { groups[groups.count - 1].run = "\u{0}\(groups.count)" }
      }
    }
    return groups.map { $0.files.sorted { $0.rank < $1.rank }.map(\.path) }
  }

  /// A run against its resumption, by step or else by call.
  ///
  /// - Returns: D08's findings, and how many calls and draws both logs have.
  public static func resumption(
    _ path: String, _ resumed: String
  ) throws(LogError) -> (findings: [Finding], looked: Verdict.Looked) {
    var first = try SessionCalls(path: path)
    var second = try SessionCalls(path: resumed)
    var rule = ResumptionDiffers()
    var a = try first.next()
    var b = try second.next()
    while let x = a, let y = b {
      let hasSteps = x.step != nil && y.step != nil
      let (p, q) = hasSteps ? (x.moment, y.moment) : (x.number, y.number)
      if p == q { rule.take(x, y) }
      if p <= q { a = try first.next() }
      if q <= p { b = try second.next() }
    }
    var looked = Verdict.Looked()
    looked.calls = rule.calls
    looked.elements = rule.elements
    return (rule.findings(), looked)
  }
}
