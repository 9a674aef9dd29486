import DropoutEngine
import Interface

/// What a session's driver does for what is asked, and for what comes of it.
///
/// Pure: times are told to it, and it touches neither timeline, file nor screen. One request is
/// under way at a time; each is answered by exactly one ``Action/arrive(asNewest:)``.
struct Decisions {
  /// A person sees a percentage when a call takes longer than this, in seconds.
  private static let patience = 0.25
  /// Seconds from one percentage to the next.
  private static let pause = 0.1

  /// The call on screen.
  private(set) var shown: ForwardCall?
  /// The way that is taken for the request under way; its timeline moves it on.
  private(set) var way: Way?
  private var request: Request?
  private var began = 0.0
  /// When it was last said how far it is.
  private var told = 0.0
  /// Calls are passed and none shown until then.
  private var end: Double?

  /// What is to be decided on.
  enum Input: Equatable {
    case asked(Request)
    /// A step was taken, and left the way like this.
    case went(Way, Step)
    case heard(News)
  }

  /// What is done about it, in order.
  enum Action: Equatable {
    /// Hand out the call on screen.
    case arrive(asNewest: Bool)
    case tell(Event)
    case change(SettingChange, from: Int)
    case restart(newSeed: Bool)
    case reseed(UInt64)
    case mark(Int)
    case record(ForwardCall)
    case recordRecomputed(call: Int, [SiteCall])
    /// Take back what was recorded from that call on.
    case takeBack(from: Int)
    case startRecording
    /// Record to a file of that name, and no other.
    case startFile(String)
    case stopRecording(reason: String)
    /// Accept what the doctor's rule finds.
    case accept(rule: String, site: String?)
    /// The doctor looks again at what it has seen from that call on, from the first call.
    case examineAnew(from: Int)
    case examineRecomputed(call: Int, [SiteCall], lane: Int? = nil)
    /// The doctor forgets the session.
    case forgetExamined
  }

  /// The number of the call on screen; 0 before the first.
  var current: Int { shown?.number ?? 0 }

  mutating func decide(_ input: Input, _ abilities: Abilities, at now: Double) -> [Action] {
    switch input {
    case .asked(let request): asked(request, abilities, now)
    case .went(let way, let step): went(way, step, now)
    case .heard(let news): heard(news)
    }
  }
}

// MARK: - Requests

extension Decisions {
  private mutating func asked(
    _ request: Request, _ abilities: Abilities, _ now: Double
  ) -> [Action] {
    switch request {
    case .advance(let count): begin(request, .onward(max(count, 1)), now)
    case .advanceFor(let seconds):
      begin(request, .onward(1), now)
      end = now + seconds
    case .seek(let number): begin(request, .call(max(1, number)), now)
    case .seekNewest: begin(request, .newest, now)
    case .cancel: way?.isGivenUp = true
    case .change, .restart, .reseed:
      guard abilities.contains(.changeSettings) else {
        begin(request, .call(current), now)
        return [
          .tell(.notice("this is a recording: its settings and its seed cannot be changed"))
        ]
      }
      return changed(request, now)
    case .mark(let number):
      if shown == nil { begin(request, .call(number), now) }
      return [.mark(number)] + (shown == nil ? [] : [.arrive(asNewest: false)])
    case .startRecording: return [.startRecording]
    case .record(let path): return [.startFile(path)]
    case .stopRecording: return [.stopRecording(reason: "stopped")]
    case .accept(let rule, let site): return [.accept(rule: rule, site: site)]
    // The driver takes these itself; the others are for the owner of the terminal.
    case .need, .inquire, .showLane: break
    case .screenshot, .open, .fork, .copy, .mouse, .suspend, .repaint, .quit: break
    }
    return []
  }

  private mutating func changed(_ request: Request, _ now: Double) -> [Action] {
    if case .change(let change, let inPlace) = request {
      let number = inPlace ? max(current, 1) : current + 1
      begin(request, .call(number), now)
      return [.change(change, from: number)]
    }
    shown = nil
    begin(request, .call(1), now)
    if case .reseed(let seed) = request { return [.reseed(seed)] }
    return [.restart(newSeed: request == .restart(newSeed: true))]
  }

  private mutating func begin(_ request: Request, _ target: Way.Target, _ now: Double) {
    self.request = request
    way = Way(to: target, from: current)
    began = now
    told = 0
    end = nil
  }
}

// MARK: - Steps

extension Decisions {
  private mutating func went(_ way: Way, _ step: Step, _ now: Double) -> [Action] {
    self.way = way
    switch step {
    case .passed(let call, let share):
      return (call.map { [.record($0)] } ?? []) + percentage(share, now)
    case .waiting(let share): return percentage(share, now)
    case .reached(let call): return [.record(call)] + reached(call, now)
    case .nothing: return stay()
    case .failed(let reason): return [.tell(.notice(reason))] + stay()
    }
  }

  private mutating func reached(_ call: ForwardCall, _ now: Double) -> [Action] {
    let isStuck = call.number <= current
    shown = call
    if let end, now < end, way?.isGivenUp == false, !isStuck {
      way = Way(to: .onward(1), from: call.number)
      return []
    }
    return arrive()
  }

  /// Answers with what is on screen, as no other call can be had.
  private mutating func stay() -> [Action] { shown == nil ? [] : arrive() }

  private mutating func arrive() -> [Action] {
    let wasNewest = request == .seekNewest
    way = nil
    request = nil
    return [.arrive(asNewest: wasNewest)]
  }

  /// Says how far it is, where that takes long.
  private mutating func percentage(_ share: Double?, _ now: Double) -> [Action] {
    guard let share, now - began > Self.patience, now - told > Self.pause else { return [] }
    told = now
    return [.tell(.seeking(share: share))]
  }
}

// MARK: - News

extension Decisions {
  private mutating func heard(_ news: News) -> [Action] {
    switch news {
    case .grew: return []
    case .ended(let words): return [.tell(.notice(words))]
    case .replaced(let number):
      let isOld = way == nil && current >= number
      return [.takeBack(from: number), .examineAnew(from: number)]
        + (isOld ? [.tell(.outdated)] : [])
    case .recomputed(let number, let sites):
      let isOld = way == nil && current == number
      return [.recordRecomputed(call: number, sites), .examineRecomputed(call: number, sites)]
        + (isOld ? [.tell(.outdated)] : [])
    case .recomputedElsewhere(let lane, let number, let sites):
      return [.examineRecomputed(call: number, sites, lane: lane)]
    case .changedElsewhere: return [.examineAnew(from: 1)]
    case .startedOver(let reason):
      shown = nil
      way?.at = 0
      let stop = Action.stopRecording(reason: "the log was replaced")
      return [stop, .tell(.notice(reason)), .forgetExamined]
        + (way == nil ? [.tell(.outdated)] : [])
    }
  }
}
