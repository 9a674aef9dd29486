import DropoutEngine
import Interface
import SessionLog

/// Opens logs for commands: what is wrong with one ends the command, with file and line.
enum LogOpening {
  /// A recorded session that has a call.
  static func file(_ path: String) throws -> LogTimeline {
    do {
      var timeline = try LogTimeline(path: path)
      while timeline.newest == 0, timeline.hasMore { timeline.readOn() }
      if let failure = timeline.failure { throw failure }
      guard timeline.session != nil else { throw LogError.noSession(path: path) }
      guard timeline.newest > 0 else { throw Failure("\(path): it holds no call") }
      return timeline
    } catch let error as LogError {
      throw Failure(error)
    }
  }

  /// A log that grows, which may be empty yet; nothing but its first line is looked at.
  static func checked(_ timeline: LogTimeline) throws -> LogTimeline {
    var timeline = timeline
    while timeline.session == nil, timeline.hasMore { timeline.readOn() }
    if timeline.session == nil, let failure = timeline.failure { throw Failure(failure) }
    return timeline
  }

  /// Reads on until call `number` is known, or all is.
  static func nearest(to number: Int, in timeline: inout LogTimeline) throws -> Int? {
    while timeline.newest < number, timeline.hasMore { timeline.readOn() }
    return try attempt(&timeline) { (timeline) throws(LogError) in
      if let failure = timeline.failure { throw failure }
      return try timeline.nearest(to: number)
    }
  }

  /// The number of the call that follows.
  static func next(after number: Int, in timeline: inout LogTimeline) throws -> Int? {
    while timeline.newest <= number, timeline.hasMore { timeline.readOn() }
    return try attempt(&timeline) { (timeline) throws(LogError) in
      if let failure = timeline.failure { throw failure }
      return try timeline.next(after: number)
    }
  }

  /// What the screen shows of a call that is known.
  static func arrival(_ number: Int, in timeline: inout LogTimeline) throws -> Arrival {
    try attempt(&timeline) { (timeline) throws(LogError) in
      guard let call = try timeline.call(number), let header = timeline.header(at: number) else {
        throw .cannotRead(path: timeline.name, reason: "it changed while it was read")
      }
      return Arrival(
        header: header, call: call, points: try timeline.points(endingAt: number),
        annotations: timeline.annotations, newest: timeline.newest,
        last: timeline.hasMore ? nil : timeline.newest, kind: .recorded,
        overview: timeline.overview)
    }
  }

  private static func attempt<Result>(
    _ timeline: inout LogTimeline,
    _ body: (inout LogTimeline) throws(LogError) -> Result
  ) throws -> Result {
    do throws(LogError) { return try body(&timeline) } catch { throw Failure(error) }
  }
}
