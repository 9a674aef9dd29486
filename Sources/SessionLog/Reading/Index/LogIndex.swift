import DropoutEngine
import JSONText

/// Where the calls of a log stand, and what happened between them: made in one pass over the lines.
///
/// A pure state machine. It is fed the bytes from ``position`` on, in pieces of any size, takes the
/// whole lines among them and leaves the rest for the next time. Of a call's line it reads the
/// number and nothing else, so a broken call is found when it is shown. Memory is bounded however
/// long the log is.
///
///     let taken = index.take(bytes, count: bytes.count)   // index.position is `taken` further on
struct LogIndex {
  /// Where the next line begins.
  private(set) var position = 0
  /// How many lines lie behind.
  private(set) var lines = 0
  /// No call with this number or a lower one may follow without a rewind.
  private var lastCall = 0
  private(set) var regions: RegionList
  private(set) var annotations = AnnotationList()
  private(set) var overview = SessionOverview()
  /// Records of recomputed sites that stand too far behind their calls.
  private(set) var late = LateRecords()
  /// What was recomputed, as the piece that was taken last tells it.
  private(set) var recomputed: [(number: Int, sites: [SiteCall])] = []
  /// Whether the last thing that the log says is that its session ended.
  private(set) var hasEnded = false
  /// Reads a line on its own: it knows the session, and no call that a line could contradict.
  private(set) var decoder = LogDecoder()
  /// The line that the index ends at, and why.
  private(set) var failure: Failure?
  /// The lowest call that was taken back since ``takeRewind()`` was last asked.
  private var rewound: Int?

  /// A line that is no record.
  struct Failure: Equatable {
    var line: Int
    var reason: String
  }

  init(regions: RegionList = RegionList()) { self.regions = regions }

  /// An index of what is left of a log that was cut: it may begin with another session, or go on in
  /// the middle of this one.
  init(afterCut index: LogIndex) {
    self.init()
    decoder = index.decoder
    decoder.takesNewSession = true
  }

  /// The number of the newest live call, or of one that a rewind took back just now; 0 where there
  /// is no call.
  var newest: Int { regions.regions.isEmpty ? 0 : lastCall }

  /// The session, once its record was read.
  var session: SessionRecord? { decoder.session }

  /// Takes the whole lines among the first `count` bytes, which stand at ``position``.
  ///
  /// - Returns: how many bytes they take.
  mutating func take(_ bytes: [UInt8], count: Int) -> Int {
    var at = 0
    recomputed = []
    while failure == nil {
      let start = bytes.afterZeros(at..<count).lowerBound
      position += start - at
      at = start
      guard let newline = bytes.firstNewline(in: at..<count) else { break }
      do throws(BrokenLine) {
        if newline - at > LogLimits.lineLength { throw LogIndex.tooLong }
        try read(bytes, at..<newline)
      } catch {
        failure = Failure(line: lines + 1, reason: error.reason)
        return at
      }
      lines += 1
      position += newline + 1 - at
      at = newline + 1
    }
    do throws(BrokenLine) {
      if failure == nil, position == 0 { try LineContent.refuseForeign(bytes[..<count]) }
      if failure == nil, count - at > LogLimits.lineLength { throw LogIndex.tooLong }
    } catch {
      failure = Failure(line: lines + 1, reason: error.reason)
    }
    return at
  }

  /// The lowest number that calls were taken back from since the last time.
  mutating func takeRewind() -> Int? {
    defer { rewound = nil }
    return rewound
  }

  /// Ends the session before call `number`, whose line turned out to be broken.
  mutating func end(before number: Int, _ failure: Failure) {
    rewind(to: number, end: nil)
    self.failure = failure
  }

  private static let tooLong = BrokenLine("it is longer than \(LogLimits.lineLength) bytes")

  private mutating func read(_ bytes: [UInt8], _ whole: Range<Int>) throws(BrokenLine) {
    let line = try LineContent.range(whole, in: bytes, isFirst: lines == 0)
    guard !line.isEmpty else { return }
    let place = position..<position + whole.count + 1
    if decoder.hasBegun, let number = try LineHead.call(bytes, line) {
      return try add(number, at: place, bytes, line)
    }
    switch try decoder.decode(bytes, range: line) {
    case .rewind(let n, _): rewind(to: n, end: place.upperBound)
    case .end: hasEnded = true
    case .recompute(let n, _, let sites): add(sites, of: n, at: place)
    case let record?: annotations.add(record)
    case nil: break
    }
  }

  private mutating func add(
    _ number: Int, at place: Range<Int>, _ bytes: [UInt8], _ line: Range<Int>
  ) throws(BrokenLine) {
    guard number > lastCall else {
      throw BrokenLine(
        "call \(number) comes after call \(lastCall) with no rewind record in between")
    }
    lastCall = number
    hasEnded = false
    regions.add(number, at: place, line: lines + 1)
    guard overview.wantsNext() else { return }
    // A broken call has no point, and is told of when it is shown.
    if let point = try? decoder.point(bytes, range: line) {
      overview.add(point)
    }
  }

  /// Takes note of what was recomputed of a call that came.
  private mutating func add(_ sites: [SiteCall], of number: Int, at place: Range<Int>) {
    guard number <= lastCall else { return }
    recomputed.append((number, sites))
    if !regions.extend(to: place.upperBound, for: number) {
      late.add(place.lowerBound..<place.upperBound - 1, call: number)
    }
  }

  private mutating func rewind(to number: Int, end: Int?) {
    late.removeAll(from: number)
    regions.rewind(to: number, end: end)
    annotations.removeAll(from: number)
    overview.removeAll(from: number)
    lastCall = min(lastCall, number - 1)
    rewound = min(rewound ?? number, number)
  }
}
