import DropoutEngine
import Testing

@testable import Interface

@Suite struct WhyViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  private func state(
    _ sample: SampleCall = SampleCall(), _ width: Int = 120, _ height: Int = 40,
    ascii: Bool = false
  ) -> ScreenState {
    var state = sample.state(width, height, depth: .none, ascii: ascii)
    state.view = WhyView().digit
    return state
  }

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  private func facts(
    _ mode: Mode, _ phase: Phase, p: Double, change: (inout ForwardCall) -> Void = { _ in }
  ) throws -> WhyFacts {
    var state = state(SampleCall(phase: phase, mode: mode, rate: p))
    var arrival = try #require(state.arrival)
    change(&arrival.call)
    state.arrival = arrival
    return try #require(
      WhyFacts(Scene(state, arrival, Inks(theme: state.themes[0], look: state.look))))
  }

  private func answer(_ question: WhyQuestion, _ facts: WhyFacts) -> String {
    WhyAnswers(facts: facts).lines(question, width: 1000).joined(separator: " ")
  }

  // MARK: - Frames

  @Test(arguments: WhyViewTests.sizes)
  func `a frame of the why view is the picture that was looked at`(size: Size) throws {
    let frame = text(state(SampleCall(), size.width, size.height))
    try expectPicture(frame + "\n", named: "why-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame of evaluation is the picture that was looked at`() throws {
    let frame = text(state(SampleCall(phase: .eval, mode: .vanilla), 120, 40, ascii: true))
    #expect(frame.unicodeScalars.allSatisfy { $0.isASCII })
    try expectPicture(frame + "\n", named: "why-eval-120x40-ascii")
  }

  @Test func `a large screen answers all questions, and the smallest one the selected one`() throws
  {
    let large = state(SampleCall(), 200, 60)
    let frame = text(large)
    let arrival = try #require(large.arrival)
    let inks = Inks(theme: large.themes[0], look: large.look)
    let answers = WhyAnswers(facts: try #require(WhyFacts(Scene(large, arrival, inks))))
    for question in WhyQuestion.allCases {
      for line in answers.lines(question, width: 70) {
        #expect(frame.contains(line), "\(line)")
      }
    }
    var small = state(SampleCall(), 40, 10)
    #expect(text(small).contains("What does dropout do?"))
    for _ in 0..<4 { _ = update(&small, .key(.character("j")), at: 0) }
    let last = text(small)
    #expect(last.contains("‹5 Why does it help?"))
    #expect(last.contains("No unit can count on another"))
  }

  // MARK: - Sentences

  @Test func `what dropout does is told with p, the mode and this call's count`() throws {
    let kept = try facts(.inverted, .train, p: 0.2) { $0.sites[0].kept = 3280 }
    let what = answer(.what, kept)
    #expect(what.hasPrefix("Sets each unit to 0 with chance p = 0.20, anew on every call. Here "))
    #expect(what.hasSuffix(" of 4,096 stayed, times 1.25, so that the mean stays."))
    #expect(
      answer(.what, try facts(.vanilla, .train, p: 0.2)).hasSuffix(
        "stayed, as they were: the mean falls."))
    #expect(
      answer(.what, try facts(.vanilla, .eval, p: 0.2))
        == "In evaluation nothing is dropped. Every unit is multiplied by 1 − p = 0.80.")
    #expect(
      answer(.what, try facts(.inverted, .eval, p: 0.2))
        == "In evaluation nothing is dropped. Every unit passes as it is.")
    #expect(
      answer(.what, try facts(.inverted, .train, p: 0))
        == "p is 0: nothing is dropped, every unit passes as it is.")
    #expect(
      answer(.what, try facts(.inverted, .train, p: 1))
        == "p is 1: all is dropped, and only zeros go on.")
  }

  @Test func `a mask in evaluation and a wrong scale are said to be wrong`() throws {
    let active = try facts(.inverted, .eval, p: 0.5) {
      let count = $0.sites[0].size ?? 0
      $0.sites[0].draw = .mask(Mask((0..<count).map { $0 % 2 == 0 }))
    }
    #expect(
      answer(.what, active) == "In evaluation it should do nothing. Here it drops all the same.")
    #expect(answer(.evaluation, active).hasSuffix("so its answers are random."))
    let twice = try facts(.inverted, .train, p: 0.5) { $0.sites[0].scale = 4 }
    #expect(
      answer(.scale, twice)
        == "Here what stays is multiplied by 4.00, and it should be 2.00: the next layer sees the"
        + " wrong size.")
  }

  @Test func `why divide tells the means of this call, and asks the other way round in vanilla`()
    throws
  {
    func means(_ call: inout ForwardCall) {
      call.sites[0].stages?.before.mean = 0.165
      call.sites[0].stages?.after.mean = 0.158
    }
    let inverted = try facts(.inverted, .train, p: 0.5, change: means)
    #expect(WhyAnswers(facts: inverted).title(.scale) == "Why divide by 1 − p?")
    #expect(
      answer(.scale, inverted)
        == "On average 50% stay, so what the next layer adds up shrinks to 0.50 of it. Dividing by"
        + " 1 − p = 0.50 brings it back: mean 0.165 before, 0.158 after.")
    let vanilla = try facts(.vanilla, .eval, p: 0.2, change: means)
    #expect(WhyAnswers(facts: vanilla).title(.scale) == "Why multiply by 1 − p?")
    #expect(
      answer(.scale, vanilla)
        == "Training saw means of 0.80 of the full ones. Now all units stay, so all are multiplied"
        + " by 0.80: mean 0.165 before, 0.158 after.")
  }

  @Test func `evaluation, ensemble and help follow phase, mode and p`() throws {
    let train = try facts(.inverted, .train, p: 0.2)
    #expect(
      answer(.evaluation, train)
        == "One input should give one answer. With masks it gives another one each time. So"
        + " evaluation keeps all units; the × 1.25 of training made that fit. Press e to see it.")
    #expect(
      answer(.ensemble, train)
        == "Nearly. Each mask leaves a smaller network, and all share their weights. hidden1 alone"
        + " has 2^128 of them, and 7,296 masks at most were drawn so far. Evaluation runs the whole"
        + " one once, in place of their mean.")
    #expect(answer(.help, train).contains("at p = 0.20 two of them are there together in 64% of"))
    let eval = try facts(.vanilla, .eval, p: 0.2)
    #expect(
      answer(.evaluation, eval).hasSuffix("stay, times 0.80: the mean that training had."))
    #expect(answer(.ensemble, eval).contains("Now the whole network answers, in one pass"))
    #expect(
      answer(.help, try facts(.inverted, .train, p: 0.9)).hasSuffix("little is left to learn with.")
    )
  }

  @Test func `whose p it is stands beside the same layer in five libraries`() throws {
    let lines = WhyAnswers(facts: try facts(.inverted, .train, p: 0.2)).dialects
    #expect(
      lines.map { "\($0.isDrop ? "drop" : "keep") \($0.who) \($0.text)" } == [
        "drop PyTorch Dropout(p=0.20)", "drop Keras, TF2 Dropout(0.20)",
        "drop Flax Dropout(rate=0.20)", "keep TF1 keep_prob=0.80", "keep CS231n p=0.80",
      ])
  }

  @Test func `sentences about a kind use its word, and its own repair`() throws {
    var state = state()
    state.arrival?.header.sites[0].kind = "dropout2d"
    state.arrival?.call.sites[0].drawn = [32, 128]
    let arrival = try #require(state.arrival)
    let inks = Inks(theme: state.themes[0], look: state.look)
    let channel = try #require(WhyFacts(Scene(state, arrival, inks)))
    #expect(answer(.what, channel).hasPrefix("Sets each channel to 0 with chance p = 0.50"))
    state.arrival?.header.sites[0].kind = "alpha"
    let other = try #require(state.arrival)
    let alpha = try #require(WhyFacts(Scene(state, other, inks)))
    #expect(answer(.scale, alpha).contains("A scale and a shift put both back"))
    #expect(WhyAnswers(facts: alpha).title(.scale) == "Why change the scale?")
  }

  // MARK: - One call and the mean

  @Test func `the mean of all calls and its error are those of the ratios`() throws {
    let site = SiteRun(name: "a")
    func point(_ number: Int, _ after: Double, _ phase: Phase = .train) -> CallPoint {
      var entry = SitePoint(site)
      (entry.meanBefore, entry.sdBefore, entry.meanAfter) = (0.5, 0.2, after)
      entry.rate = try? Rate(0.2)
      return CallPoint(number: number, phase: phase, mode: .inverted, sites: [entry])
    }
    let calls = [point(1, 0.55), point(2, 0.45), point(3, 0.5, .eval), point(4, 0.5)]
    let ratios = WhyRatios(calls, site: site, mode: .inverted)
    #expect(ratios.points.map(\.number) == [1, 2, 4])
    #expect(abs(try #require(ratios.mean) - 1) < 1e-12)
    // Ratios 1.1, 0.9, 1: their standard deviation is 0.1.
    #expect(abs(try #require(ratios.spread) - 0.1) < 1e-12)
    #expect(abs(try #require(ratios.error) - 0.1 / 3.0.squareRoot()) < 1e-12)
    #expect(!ratios.isOff)
    let twice = WhyRatios(
      (1...9).map { point($0, 1 + 0.01 * Double($0 % 3)) }, site: site, mode: .inverted)
    #expect(twice.isOff)
    #expect(WhyRatios(calls, site: site, mode: .vanilla).points.isEmpty)
  }

  @Test func `vanilla calls are held against 1 − p, and values that cancel against nothing`() {
    let site = SiteRun(name: "a")
    var entry = SitePoint(site)
    (entry.meanBefore, entry.sdBefore, entry.meanAfter) = (0.5, 0.2, 0.4)
    entry.rate = try? Rate(0.2)
    var call = CallPoint(number: 1, phase: .train, mode: .vanilla, sites: [entry])
    let ratio = WhyRatios([call], site: site, mode: .vanilla).mean ?? 0
    #expect(abs(ratio - 1) < 1e-12)
    call.sites[0].meanBefore = 0.001
    #expect(WhyRatios([call], site: site, mode: .vanilla).points.isEmpty)
  }

  // MARK: - Keys

  @Test func `j and k walk the questions, enter shows one at work and esc leads back`() {
    var state = state()
    _ = update(&state, .key(.character("k")), at: 0)
    #expect(state.memory[WhyState.self].question == .whose)
    _ = update(&state, .key(.character("j")), at: 0)
    #expect(state.memory[WhyState.self].question == .what)
    _ = update(&state, .key(.enter), at: 0)
    #expect(state.view == MasksView().digit)
    _ = update(&state, .key(.escape), at: 0)
    #expect(state.view == WhyView().digit)
  }

  @Test func `h and l walk other units, and come round`() {
    var state = state()
    let first = text(state)
    _ = update(&state, .key(.character("l")), at: 0)
    #expect(text(state) != first)
    _ = update(&state, .key(.character("h")), at: 0)
    #expect(text(state) == first)
    _ = update(&state, .key(.character("h")), at: 0)
    #expect(text(state).contains("units of hidden1"))
  }

  @Test func `a log without values has its mask and says what is missing`() {
    let frame = text(state(SampleCall(hasTensors: false)))
    #expect(frame.contains("× mask") && frame.contains("–"))
  }
}
