import DropoutEngine
import Interface
import Testing

@testable import Sessions

/// What is done about requests, steps and news, without a timeline.
@Suite struct DecisionsTests {
  private var decisions = Decisions()
  private var now = 10.0

  private mutating func ask(_ request: Request, _ abilities: Abilities = []) -> [Decisions.Action] {
    decisions.decide(.asked(request), abilities, at: now)
  }

  private mutating func go(_ step: Step) -> [Decisions.Action] {
    decisions.decide(.went(decisions.way ?? Way(to: .newest, from: 0), step), [], at: now)
  }

  private mutating func hear(_ news: News) -> [Decisions.Action] {
    decisions.decide(.heard(news), .grow, at: now)
  }

  private func call(_ number: Int) -> ForwardCall {
    ForwardCall(number: number, phase: .train, sites: [])
  }

  /// Shows a call.
  private mutating func show(_ number: Int) {
    _ = ask(.seek(number))
    _ = go(.reached(call(number)))
  }

  @Test mutating func `a request leads to a way, and what is reached is recorded and handed out`() {
    #expect(ask(.seek(5)).isEmpty)
    #expect(decisions.way?.target == .call(5))
    #expect(go(.passed(call(4), share: nil)) == [.record(call(4))])
    #expect(go(.reached(call(5))) == [.record(call(5)), .arrive(asNewest: false)])
    #expect(decisions.way == nil && decisions.current == 5)
    #expect(ask(.advance(3)).isEmpty)
    #expect(decisions.way == Way(to: .onward(3), from: 5))
    _ = go(.reached(call(8)))
    #expect(ask(.seekNewest).isEmpty)
    #expect(go(.reached(call(9))) == [.record(call(9)), .arrive(asNewest: true)])
  }

  @Test mutating func `how far it is is said when that takes long, ten times a second`() {
    _ = ask(.seek(900))
    now += 0.2
    #expect(go(.passed(nil, share: 0.1)).isEmpty)
    now += 0.1
    #expect(go(.passed(nil, share: 0.2)) == [.tell(.seeking(share: 0.2))])
    now += 0.05
    #expect(go(.waiting(share: 0.3)).isEmpty)
    now += 0.06
    #expect(go(.waiting(share: 0.4)) == [.tell(.seeking(share: 0.4))])
    now += 1
    #expect(go(.waiting(share: nil)).isEmpty)
  }

  @Test mutating func `a way that is given up stays one until its call is there`() {
    show(3)
    _ = ask(.advanceFor(seconds: 60))
    #expect(ask(.cancel).isEmpty)
    #expect(decisions.way?.isGivenUp == true)
    #expect(go(.reached(call(4))).last == .arrive(asNewest: false))
    #expect(ask(.cancel).isEmpty)
    #expect(decisions.way == nil)
  }

  @Test mutating func `calls are passed until time is over, and none comes back twice`() {
    show(3)
    _ = ask(.advanceFor(seconds: 1))
    #expect(go(.reached(call(4))) == [.record(call(4))])
    #expect(decisions.way == Way(to: .onward(1), from: 4))
    now += 1
    #expect(go(.reached(call(5))) == [.record(call(5)), .arrive(asNewest: false)])
    _ = ask(.advanceFor(seconds: 1))
    #expect(go(.reached(call(5))).last == .arrive(asNewest: false))
  }

  @Test mutating func `a setting changes the next call, or the one on screen`() {
    show(7)
    #expect(
      ask(.change(.mode(.vanilla), inPlace: false), .changeSettings)
        == [.change(.mode(.vanilla), from: 8)])
    #expect(decisions.way?.target == .call(8))
    #expect(
      ask(.change(.mode(.vanilla), inPlace: true), .changeSettings)
        == [.change(.mode(.vanilla), from: 7)])
    #expect(ask(.restart(newSeed: true), .changeSettings) == [.restart(newSeed: true)])
    #expect(decisions.current == 0 && decisions.way?.target == .call(1))
  }

  @Test mutating func `a recording says that it cannot be changed, and stays where it is`() {
    show(7)
    for request in [Request.restart(newSeed: false), .change(.phase(.eval), inPlace: true)] {
      guard case .tell(.notice(let text))? = ask(request).first else {
        Issue.record("it is said")
        return
      }
      #expect(text.contains("this is a recording"))
      #expect(decisions.way?.target == .call(7))
    }
  }

  @Test mutating func `a mark answers at once`() {
    show(7)
    #expect(ask(.mark(7)) == [.mark(7), .arrive(asNewest: false)])
  }

  @Test mutating func `where no call can be had the one on screen answers, if there is one`() {
    _ = ask(.seek(3))
    #expect(go(.nothing).isEmpty)
    #expect(decisions.way != nil)
    show(3)
    _ = ask(.seek(4))
    #expect(go(.failed("no")) == [.tell(.notice("no")), .arrive(asNewest: false)])
  }

  @Test mutating func `calls that were replaced are taken back, and asked for anew if they show`() {
    show(7)
    #expect(hear(.replaced(from: 8)) == [.takeBack(from: 8), .examineAnew(from: 8)])
    #expect(
      hear(.replaced(from: 7)) == [
        .takeBack(from: 7), .examineAnew(from: 7), .tell(.outdated),
      ])
    _ = ask(.seek(9))
    #expect(hear(.replaced(from: 1)) == [.takeBack(from: 1), .examineAnew(from: 1)])
  }

  @Test mutating func `another session ends the recording and leaves nothing on screen`() {
    show(7)
    let stop = Decisions.Action.stopRecording(reason: "the log was replaced")
    #expect(
      hear(.startedOver(reason: "cut")) == [
        stop, .tell(.notice("cut")), .forgetExamined, .tell(.outdated),
      ])
    #expect(decisions.shown == nil)
    _ = ask(.advance(1))
    #expect(hear(.startedOver(reason: "cut")).contains(.tell(.outdated)) == false)
  }

  @Test mutating func `what is accepted is the doctor's, and holds up no way`() {
    _ = ask(.seek(5))
    #expect(ask(.accept(rule: "D06", site: "a")) == [.accept(rule: "D06", site: "a")])
    #expect(decisions.way?.target == .call(5))
  }

  @Test mutating func `what ran again is the doctor's as well`() {
    show(7)
    #expect(
      hear(.recomputed(call: 6, [])) == [
        .recordRecomputed(call: 6, []), .examineRecomputed(call: 6, []),
      ])
  }

  @Test mutating func `what is asked of the terminal is none of its business`() {
    for request in [Request.suspend, .repaint, .quit(0)] { #expect(ask(request).isEmpty) }
    #expect(decisions.way == nil)
  }
}

@Suite struct GrowthReportTests {
  @Test func `a screen hears at once of what ends, and of the rest four times a second`() {
    var report = GrowthReport(at: 0)
    #expect(report.isDue(Growth(newest: 1, share: 0.5), at: 0.1) == false)
    #expect(report.isDue(Growth(newest: 1, share: 0.5), at: 0.3) == true)
    #expect(report.isDue(Growth(newest: 9, share: 0.9), at: 0.4) == false)
    #expect(report.isDue(Growth(newest: 9), at: 0.4) == true)
    #expect(report.isDue(Growth(newest: 9), at: 9) == false)
    #expect(report.isDue(Growth(newest: 9, problem: "line 3"), at: 9) == true)
    #expect(report.hasProblem)
  }

  @Test func `one that follows hears of each frame's newest call`() {
    var report = GrowthReport(at: 0)
    #expect(report.isDue(Growth(newest: 1), at: 1) == true)
    report.isKnown(newest: 1, last: nil, traced: 0, asNewest: true)
    #expect(report.isDue(Growth(newest: 2), at: 1.02) == false)
    #expect(report.isDue(Growth(newest: 2), at: 1.031) == true)
  }
}
