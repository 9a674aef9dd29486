import DropoutEngine
package import Interface

/// Answers what the screen asks of a timeline, and records it: one for all timelines.
///
/// The shell around ``Decisions``: it takes the steps, and does what was decided. It works in slices
/// so that a new request is never kept waiting, on whatever thread it is handed to.
package struct SessionDriver<Source: Timeline> {
  /// How long one slice of work may take before new requests are looked at, in seconds.
  private let slice = 0.01

  var timeline: Source
  private(set) var decisions = Decisions()
  var recording: SessionRecording
  private var report: GrowthReport
  var examination = LiveExamination()
  var examinationReport: ExaminationReport
  /// Whether the doctor looks at the calls.
  let examines: Bool
  let surroundings: Surroundings
  /// Nothing can be done before the timeline grows or a request comes.
  private var isBlocked = false
  /// What the view on screen needs beyond calls.
  var needs: Needs = []
  /// What it asks beyond them.
  private var inquiries = Inquiries()
  /// What the screen knows of the other ranks, and since when.
  var ranksTold = (version: 0, at: 0.0)
  private var looked = 0.0
  private var grown = 0.0

  /// - Parameters:
  ///   - recorder: where the session is recorded to from its start, if it is.
  ///   - logPath: where a recording that is begun later goes to, while no file has that name.
  ///   - examines: whether the doctor looks at the calls, and concludes.
  package init(
    _ timeline: Source, recorder: Recorder? = nil, logPath: String? = nil,
    examines: Bool = true, in surroundings: Surroundings
  ) {
    self.timeline = timeline
    self.examines = examines
    self.surroundings = surroundings
    recording = SessionRecording(recorder, path: logPath, in: surroundings)
    report = GrowthReport(at: surroundings.now())
    examinationReport = ExaminationReport(at: surroundings.now())
  }

  /// Seconds until there is work to do: 0 at once, nil not before the next request.
  ///
  /// What grows is looked at as often as frames are drawn, and less often when it rests.
  package var idleTime: Double? {
    if !isBlocked { return 0 }
    guard timeline.abilities.contains(.grow) else {
      return [verdictWait, ranksWait].compactMap(\.self).min()
    }
    let look = surroundings.now() - grown < 1 ? Playback.frame : 0.1
    return min(look, verdictWait ?? look)
  }

  /// Takes a request on; what takes time is done by ``work(until:post:)``.
  package mutating func take(_ request: Request, post: (Event) -> Void) {
    isBlocked = false
    switch request {
    case .need(let needs):
      self.needs = needs
      tellRanks(isAsked: true, post)
    case .inquire(let inquired): inquiries.ask(inquired.question)
    case .showLane(let lane): show(lane: lane, post)
    default: decide(.asked(request), post)
    }
  }

  /// Works for a slice, or until it is interrupted.
  package mutating func work(until isInterrupted: () -> Bool, post: (Event) -> Void) {
    look(post)
    let end = surroundings.now() + slice
    repeat {
      isBlocked = !step(post)
    } while !isBlocked && surroundings.now() < end && !isInterrupted()
    tellRanks(isAsked: false, post)
    guard let growth = timeline.growth() else { return }
    let hadProblem = report.hasProblem
    guard report.isDue(growth, at: surroundings.now()) else { return }
    post(.grew(growth))
    if !hadProblem, let problem = growth.problem { post(.notice(problem)) }
  }

  /// Ends a recording when the person leaves.
  package mutating func end(reason: String, post: (Event) -> Void) {
    recording.stop(reason: reason, post: post)
  }

  /// Goes on with the request, or else with what no request waits for.
  ///
  /// - Returns: false when there is nothing to do for now.
  private mutating func step(_ post: (Event) -> Void) -> Bool {
    if var way = decisions.way {
      way.isWhole = recording.isOn
      let step = timeline.go(&way)
      decide(.went(way, step), post)
      examine(step, post)
      switch step {
      case .passed, .reached: return true
      case .nothing, .failed: if decisions.way == nil { return true }
      case .waiting: break
      }
    }
    guard let news = timeline.readOn() else {
      // Both go on in turn: neither waits until the other has done.
      let inquires = inquire(post)
      return examineOn(post) || inquires
    }
    for news in news { decide(.heard(news), post) }
    return true
  }

  /// Works on what the view on screen asks of the call that it shows, and of the session.
  private mutating func inquire(_ post: (Event) -> Void) -> Bool {
    guard let call = decisions.shown else { return false }
    return inquiries.work(on: &timeline, at: call, now: surroundings.now(), post)
  }

  private mutating func look(_ post: (Event) -> Void) {
    let now = surroundings.now()
    guard timeline.abilities.contains(.grow), now - looked > slice else { return }
    looked = now
    for news in timeline.look() {
      if case .grew = news { grown = now }
      if case .startedOver = news { report = GrowthReport(at: now) }
      decide(.heard(news), post)
    }
  }
}

// MARK: - What was decided

extension SessionDriver {
  mutating func decide(_ input: Decisions.Input, _ post: (Event) -> Void) {
    for action in decisions.decide(input, timeline.abilities, at: surroundings.now()) {
      perform(action, post)
    }
  }

  private mutating func perform(_ action: Decisions.Action, _ post: (Event) -> Void) {
    switch action {
    case .arrive(let asNewest): arrive(asNewest: asNewest, post)
    case .tell(let event): post(event)
    case .change(let change, let number):
      guard let annotation = timeline.change(change, from: number) else { return }
      recording.write(annotation, of: timeline, post: post)
      inquiries.forget()
      examineAnew(from: number, post)
      acceptAgain(at: number, post)
    case .restart(let newSeed): restart(newSeed ? surroundings.seed() : nil, post)
    case .reseed(let seed): restart(seed, post)
    case .mark(let number):
      recording.write(timeline.mark(number), of: timeline, post: post)
    case .record(let call): recording.write(call, of: timeline, post: post)
    case .recordRecomputed(let number, let sites):
      recording.write(recomputed: sites, of: number, post: post)
    case .takeBack(let number): recording.rewind(to: number, post: post)
    case .accept(let rule, let site): accept(rule: rule, site: site, post)
    case .examineAnew(let number):
      inquiries.forget()
      examineAnew(from: number, post)
    case .examineRecomputed(let number, let sites, let lane):
      examination.take(
        recomputed: sites, of: number, lane: lane ?? timeline.reference)
    case .forgetExamined:
      inquiries.forget()
      forgetExamined(post)
    case .startRecording: recording.begin(of: timeline, at: decisions.shown, post: post)
    case .startFile(let path):
      recording.begin(of: timeline, at: decisions.shown, as: path, post: post)
    case .stopRecording(let reason): recording.stop(reason: reason, post: post)
    }
  }

  private mutating func restart(_ seed: UInt64?, _ post: (Event) -> Void) {
    if let refusal = timeline.restart(seed: seed) { post(.notice(refusal)) }
    recording.restart(as: timeline, post: post)
    inquiries.forget()
    examineAnew(from: 1, post)
    acceptAgain(at: 1, post)
  }

  private mutating func arrive(asNewest: Bool, _ post: (Event) -> Void) {
    guard let call = decisions.shown,
      let arrival = Arrival(call, of: &timeline, needs: needs)
    else { return }
    inquiries.turnToCall(at: surroundings.now())
    if arrival.ranks != nil { ranksTold = (timeline.ranksVersion, surroundings.now()) }
    report.isKnown(
      newest: arrival.newest, last: arrival.last, traced: arrival.trace.last, asNewest: asNewest)
    post(.arrived(arrival))
  }
}
