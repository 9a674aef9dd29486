import DropoutEngine
import Interface

// The doctor looks at the calls of a simulation as they are first computed, and at those of a log
// in the time that nobody waits.
extension SessionDriver {
  /// Seconds until the doctor has something to say; nil where there is nothing new.
  var verdictWait: Double? {
    guard examines else { return nil }
    return examinationReport.wait(
      for: examination.version, isBusy: false, at: surroundings.now())
  }

  /// Looks at what a step of a way computed, where that is the next call.
  mutating func examine(_ step: Step, _ post: (Event) -> Void) {
    guard examines, timeline.abilities.contains(.changeSettings) else { return }
    switch step {
    case .passed(let call?, _), .reached(let call):
      guard call.number == examination.throughs(1)[0] + 1 else { return }
      examination.take(call, of: timeline)
      concludeIfDue(isBusy: true, post)
    default: break
    }
  }

  /// Looks at the next call, or concludes where all were looked at.
  ///
  /// - Returns: false when there is nothing to do for now.
  mutating func examineOn(_ post: (Event) -> Void) -> Bool {
    guard examines else { return false }
    examinationReport.isEnd = false
    let (lane, next) = timeline.examine(after: examination.throughs(timeline.laneCount))
    switch next {
    case .call(let call): examination.take(call, of: timeline, lane: lane)
    case .broken(let number, let line):
      examination.take(broken: number, line: line, of: timeline, lane: lane)
    case .working: return true
    case .nothing:
      examination.takeRest(of: timeline)
      examinationReport.isEnd = timeline.last() != nil
      return concludeIfDue(isBusy: false, post)
    }
    concludeIfDue(isBusy: true, post)
    return true
  }

  /// Calls from that number on are others now: begins anew where one of them was looked at.
  mutating func examineAnew(from number: Int, _ post: (Event) -> Void) {
    guard examines, examination.startAnew(from: number) else { return }
    examinationReport.startAnew(at: surroundings.now())
    post(.examined(nil))
  }

  /// It is another session now; what was accepted in the last one does not hold for it.
  mutating func forgetExamined(_ post: (Event) -> Void) {
    guard examines else { return }
    examination.forgetSession()
    examinationReport.startAnew(at: surroundings.now())
    post(.examined(nil))
  }

  /// Accepts what a rule finds, tells a running recording, and answers.
  mutating func accept(rule: String, site: String?, _ post: (Event) -> Void) {
    examination.accept(rule: rule, site: site)
    pin(rule: rule, site: site, at: max(1, decisions.current), post)
    conclude(isAsked: true, post)
  }

  /// Pins what was accepted to a call again where it went with the calls that were taken back.
  mutating func acceptAgain(at number: Int, _ post: (Event) -> Void) {
    for (rule, site) in examination.accepted {
      let stands = timeline.annotations.contains {
        guard case .accepted(rule, site, _) = $0.kind else { return false }
        return true
      }
      if !stands { pin(rule: rule, site: site, at: number, post) }
    }
  }

  private mutating func pin(
    rule: String, site: String?, at number: Int, _ post: (Event) -> Void
  ) {
    let annotation = Annotation(
      number: number, kind: .accepted(rule: rule, site: site, why: "on the screen"))
    timeline.pin(annotation)
    recording.write(annotation, of: timeline, post: post)
  }

  @discardableResult
  private mutating func concludeIfDue(isBusy: Bool, _ post: (Event) -> Void) -> Bool {
    let now = surroundings.now()
    guard examinationReport.wait(for: examination.version, isBusy: isBusy, at: now) == 0 else {
      return false
    }
    conclude(isAsked: false, post)
    return true
  }

  private mutating func conclude(isAsked: Bool, _ post: (Event) -> Void) {
    let start = surroundings.now()
    let conclusion = examination.conclusion(of: timeline)
    let now = surroundings.now()
    let isDue = examinationReport.conclude(
      conclusion.verdict, version: examination.version, isAsked: isAsked,
      cost: now - start, at: now)
    if isDue { post(.examined(conclusion)) }
  }
}
