package import DropoutEngine
package import Interface
package import SessionLog

/// The logs of a run's ranks as one session: calls of one step belong together, or calls of one number
/// where no steps are on record.
///
/// One lane is the reference: its calls are those that ways lead to and that most views show. The
/// others are handed out beside it, by ``beside(_:isWhole:)``. Lanes stand in the order of their ranks.
package struct RankedTimeline: Timeline {
  var logs: [LoggedTimeline]
  package private(set) var reference: Int
  /// The rank of a log that does not say it.
  private let names: [Int?]
  /// Where the calls of lanes are that belong together.
  var matches: RankedMatches
  /// What was examined, as far as ranks are held against each other.
  var gathered: RankedAgreement
  /// The next call of each lane for the examination, where it was read already.
  var pending: [ForwardCall?]
  /// The last call of each lane that the examination was handed.
  var handed: [Int]
  /// Whether the calls of all ranks are on screen.
  var showsAll = false
  /// The lane whose turn it is to be read on.
  private var turn = 0
  package var ranksVersion = 0

  /// A log of one rank; `rank` is what its name says, where the log itself does not.
  package typealias Source = (log: LoggedTimeline, rank: Int?)

  /// - Parameter sources: at least one, in the order of their ranks.
  package init(_ sources: [Source], reference: Int = 0) {
    precondition(sources.indices.contains(reference), "a run has a rank that is shown")
    logs = sources.map(\.log)
    names = sources.map(\.rank)
    self.reference = reference
    matches = RankedMatches(lanes: sources.count)
    gathered = RankedAgreement(lanes: sources.count)
    pending = Array(repeating: nil, count: sources.count)
    handed = Array(repeating: 0, count: sources.count)
  }

  package var lanes: [Lane] {
    logs.indices.map { lane in
      Lane(
        rank: logs[lane].log.session?.header.rank ?? names[lane], name: logs[lane].log.name)
    }
  }

  package var laneCount: Int { logs.count }

  package var abilities: Abilities {
    logs.contains { $0.abilities.contains(.grow) } ? .grow : []
  }

  package var offers: Needs { logs.count > 1 ? .otherRanks : [] }
  package var newest: Int { logs[reference].newest }
  package var annotations: [Annotation] { logs[reference].annotations }
  package var overview: [CallPoint] { logs[reference].overview }
  package var trace: KeptTrace { logs[reference].trace }

  package func header(at number: Int) -> SessionHeader? { logs[reference].header(at: number) }
  package mutating func last() -> Int? { logs[reference].last() }
  package mutating func call(_ number: Int) -> ForwardCall? { logs[reference].call(number) }

  package mutating func points(endingAt number: Int) -> [CallPoint] {
    logs[reference].points(endingAt: number)
  }

  /// Where all ranks are on screen, the newest call is the newest that those which keep up have.
  package mutating func go(_ way: inout Way) -> Step {
    if way.target == .newest, !way.isWhole, showsAll, !logs[reference].log.hasMore,
      let number = newestOfAll()
    {
      way.target = .call(number)
    }
    return logs[reference].go(&way)
  }

  package mutating func mark(_ number: Int) -> Annotation { logs[reference].mark(number) }
  package mutating func pin(_ annotation: Annotation) { logs[reference].pin(annotation) }

  package mutating func growth() -> Growth? {
    var growth = logs[reference].growth()
    if let name = growth?.awaited {
      let known = logs.count { $0.log.session != nil }
      growth?.awaited = "\(name): \(known) of \(logs.count) ranks are there"
    }
    return growth
  }

  package func sessionRecord(at number: Int, app: String, started: String) -> SessionRecord? {
    logs[reference].sessionRecord(at: number, app: app, started: started)
  }

  package mutating func choose(lane: Int, beside call: ForwardCall?) -> Int? {
    guard logs.indices.contains(lane) else { return nil }
    let number = call.flatMap { match($0, lane: lane)?.number }
    guard let number = number ?? (try? logs[lane].log.nearest(to: call?.number ?? 1)) else {
      return nil
    }
    reference = lane
    matches.forget()
    ranksVersion += 1
    return number
  }
}

// MARK: - Logs that are read, and that grow

extension RankedTimeline {
  /// Lanes take turns, so that all of them come to a call at about the same time.
  package mutating func readOn() -> [News]? {
    for offset in logs.indices {
      let lane = (turn + offset) % logs.count
      guard let news = logs[lane].readOn() else { continue }
      turn = (lane + 1) % logs.count
      ranksVersion += 1
      return lane == reference ? noted(news, lane) : news.flatMap { elsewhere($0, lane) }
    }
    return nil
  }

  package mutating func look() -> [News] {
    var all: [News] = []
    for lane in logs.indices {
      let news = logs[lane].look()
      if news.isEmpty { continue }
      ranksVersion += 1
      all += lane == reference ? noted(news, lane) : news.flatMap { elsewhere($0, lane) }
    }
    return all
  }

  /// The reference's news go to the screen as they are.
  private mutating func noted(_ news: [News], _ lane: Int) -> [News] {
    for news in news {
      switch news {
      case .startedOver, .replaced: forget(lane)
      case .grew, .recomputed, .recomputedElsewhere, .changedElsewhere, .ended: break
      }
    }
    return news
  }

  /// What the news of a lane that is not on screen mean to the session.
  private mutating func elsewhere(_ news: News, _ lane: Int) -> [News] {
    switch news {
    case .recomputed(let number, let sites):
      return [.recomputedElsewhere(lane: lane, call: number, sites)]
    case .replaced:
      forget(lane)
      return [.changedElsewhere]
    case .startedOver(let reason):
      forget(lane)
      // It tells the person and does nothing else.
      return [.changedElsewhere, .ended(reason)]
    case .grew, .recomputedElsewhere, .changedElsewhere, .ended: return [news]
    }
  }

  /// What was read ahead of a lane, or found in it, may be another call now.
  private mutating func forget(_ lane: Int) {
    pending[lane] = nil
    matches.forget()
  }
}

// MARK: - The examination

extension RankedTimeline {
  package func header(ofLane lane: Int) -> SessionHeader? { logs[lane].header(at: 0) }
  package func annotations(ofLane lane: Int) -> [Annotation] { logs[lane].annotations }
  package func remains(ofLane lane: Int) -> Remains? { logs[lane].remains() }

  package mutating func examine(after number: Int) -> Examinable {
    logs[reference].examine(after: number)
  }

  /// Calls are read ahead of so many lanes in one step at most.
  private static let readAtOnce = 8

  /// The call that comes first among the next ones of all lanes, by step where there are steps. A
  /// lane that has none yet does not keep the others waiting.
  package mutating func examine(after numbers: [Int]) -> (lane: Int, next: Examinable) {
    if numbers != handed { startAnew(after: numbers) }
    var read = 0
    for lane in logs.indices where pending[lane] == nil {
      switch logs[lane].examine(after: numbers[lane]) {
      case .call(let call):
        pending[lane] = call
        read += 1
        if read >= Self.readAtOnce, lane < logs.count - 1 { return (lane, .working) }
      case .broken(let number, let line):
        handed[lane] = number
        return (lane, .broken(number: number, line: line))
      case .working: return (lane, .working)
      case .nothing: break
      }
    }
    let moments = pending.enumerated().compactMap { lane, call in
      call.map { (lane: lane, moment: $0.step ?? $0.number) }
    }
    guard let lane = moments.min(by: { $0.moment < $1.moment })?.lane, let call = pending[lane]
    else { return (reference, .nothing) }
    pending[lane] = nil
    handed[lane] = call.number
    gathered.take(call, lane: lane)
    ranksVersion += 1
    return (lane, .call(call))
  }

  /// The examination goes on from elsewhere: what was read ahead does not follow, and what was
  /// gathered is gathered again.
  private mutating func startAnew(after numbers: [Int]) {
    handed = numbers
    pending = Array(repeating: nil, count: logs.count)
    if numbers.contains(0) { gathered = RankedAgreement(lanes: logs.count) }
  }
}
