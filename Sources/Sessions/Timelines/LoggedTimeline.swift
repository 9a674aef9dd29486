package import DropoutEngine
package import Interface
package import SessionLog

/// The calls of a log, of one that is complete or of one that still grows.
///
/// Its index is made in the background. A way waits for it only where it has to: a call is handed
/// out as soon as the index has come to it.
package struct LoggedTimeline: Timeline {
  /// The log; who reads on with it by hand does what ``readOn()`` would.
  package var log: LogTimeline
  /// Whether calls may still come.
  private var isOpen: Bool
  /// Marks that the person set; the log itself is never written to.
  private var marks: [Annotation] = []
  /// Whether the index has ever been complete; what comes later is no backlog.
  private var hasCaughtUp = false
  /// The last call of a log that was read to its end, and what its newest was then.
  private var end: (newest: Int, number: Int)?
  /// Grows as the examination comes by the calls: the index reads none of them.
  package private(set) var trace = KeptTrace()

  package init(_ log: LogTimeline, follows: Bool) {
    self.log = log
    isOpen = follows
  }

  package var lanes: [Lane] { [Lane(rank: log.session?.header.rank, name: log.name)] }
  package var abilities: Abilities { isOpen ? .grow : [] }
  package var newest: Int { log.newest }
  package var overview: [CallPoint] { log.overview }

  /// What the log says and what the person marked, by call.
  package var annotations: [Annotation] {
    if marks.isEmpty { return log.annotations }
    return (log.annotations + marks).sorted { $0.number < $1.number }
  }

  package func header(at number: Int) -> SessionHeader? { log.header(at: number) }

  package mutating func last() -> Int? {
    guard !log.hasMore, !isOpen else { return nil }
    if let end, end.newest == log.newest { return end.number }
    guard let number = try? log.nearest(to: .max) else { return nil }
    end = (log.newest, number)
    return number
  }

  package mutating func call(_ number: Int) -> ForwardCall? { try? log.call(number) }

  package mutating func points(endingAt number: Int) -> [CallPoint] {
    (try? log.points(endingAt: number)) ?? []
  }

  package mutating func mark(_ number: Int) -> Annotation {
    let annotation = Annotation(number: number, kind: .mark(text: "mark"))
    pin(annotation)
    return annotation
  }

  package mutating func pin(_ annotation: Annotation) { marks.append(annotation) }

  package func sessionRecord(at number: Int, app: String, started: String) -> SessionRecord? {
    guard let header = header(at: number) else { return nil }
    return SessionRecord(app: app, started: started, header: header, batch: log.session?.batch)
  }
}

// MARK: - Ways

extension LoggedTimeline {
  package mutating func go(_ way: inout Way) -> Step {
    do throws(LogError) {
      return try take(&way)
    } catch {
      return recover(from: error, &way)
    }
  }

  private mutating func take(_ way: inout Way) throws(LogError) -> Step {
    let canWait = log.hasMore && !way.isGivenUp
    switch way.target {
    case .call(let number):
      return canWait && log.newest < number ? .waiting(share: log.share) : try reach(number)
    case .newest:
      if canWait { return .waiting(share: log.share) }
      guard way.isWhole, way.at > 0 else { return try reach(.max) }
      way.target = .onward(.max)
      return .passed(nil, share: nil)
    case .onward(let count):
      guard count > 0, !way.isGivenUp, let next = try log.next(after: way.at) else {
        return count > 0 && canWait ? .waiting(share: log.share) : try reach(way.at)
      }
      let call = way.isWhole ? try log.call(next) : nil
      way.at = next
      way.target = .onward(count - 1)
      return .passed(call, share: nil)
    }
  }

  private mutating func reach(_ number: Int) throws(LogError) -> Step {
    guard let found = try log.nearest(to: number), let call = try log.call(found) else {
      return isOpen ? .waiting(share: nil) : .nothing
    }
    return .reached(call)
  }

  /// The log ends before a broken line: the call that was reached ends a way from call to call, and
  /// a way to one call still leads to the nearest there is.
  private func recover(from error: LogError, _ way: inout Way) -> Step {
    guard case .line = error else { return .failed(error.description) }
    if case .onward = way.target { way.target = .call(max(way.at, 1)) }
    return log.newest > 0 ? .passed(nil, share: nil) : .nothing
  }
}

// MARK: - A log that is read, and one that grows

extension LoggedTimeline {
  package mutating func readOn() -> [News]? {
    guard log.hasMore else { return nil }
    log.readOn()
    var news = log.takeRecomputed().map { News.recomputed(call: $0.number, $0.sites) }
    if let number = log.takeReplaced() {
      trace.removeAll(from: number)
      news.append(.replaced(from: number))
    }
    return news
  }

  package mutating func look() -> [News] {
    guard isOpen else { return [] }
    // Asked before the look, so that what came before the end is seen.
    let input = log.input
    switch log.look() {
    case .grew: return [.grew]
    case .startedOver(let reason):
      marks = []
      trace = KeptTrace()
      return [.startedOver(reason: reason)]
    case .none:
      guard input != .open else { return [] }
      isOpen = false
      guard case .failed(let reason) = input else { return [.ended("\(log.name) ended")] }
      return [.ended("reading \(log.name) stopped: \(reason)")]
    }
  }

  /// A call that cannot be read ends the log only for who wants to see it; its line is told as
  /// broken.
  package mutating func examine(after number: Int) -> Examinable {
    do {
      switch try log.following(number) {
      case .call(let call):
        if let sites = log.session?.header.sites { trace.learn(sites) }
        trace.add(call)
        return .call(call)
      case .broken(let number, let line): return .broken(number: number, line: line)
      case nil: return .nothing
      }
    } catch {
      return .nothing
    }
  }

  package func remains() -> Remains? {
    guard !isOpen, !log.hasMore else { return nil }
    return Remains(brokenLine: log.brokenLine, tornTail: log.tornTail)
  }

  package mutating func growth() -> Growth? {
    let isRead = !log.hasMore
    hasCaughtUp = hasCaughtUp || isRead
    var growth = Growth(
      newest: log.newest, last: last(),
      share: isRead || isOpen && hasCaughtUp ? nil : log.share, annotations: annotations,
      overview: log.overview, trace: trace, problem: log.failure?.description)
    growth.hasEnded = log.hasEnded
    if log.session == nil { growth.awaited = log.name }
    return growth
  }
}
