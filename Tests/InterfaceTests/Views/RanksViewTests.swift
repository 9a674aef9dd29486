import DropoutEngine
import TestSupport
import Testing

@testable import Interface

@Suite struct RanksViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  @Test(arguments: RanksViewTests.sizes)
  func `a frame of ranks that draw alike is the picture that was looked at`(size: Size) throws {
    let state = SampleRanks().state(size.width, size.height)
    try expectPicture(text(state) + "\n", named: "ranks-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame of two healthy ranks is the picture that was looked at`() throws {
    let state = SampleRanks(lanes: 2, period: nil, shape: [16, 48]).state(120, 40, ascii: true)
    try expectPicture(text(state) + "\n", named: "ranks-2-120x40-ascii")
  }

  @Test func `count and σ of a difference are those of a walk over the elements`() throws {
    let arrival = SampleRanks(lanes: 3, period: nil, steps: 1).arrival()
    let ranks = try #require(arrival.ranks)
    let numbers = RankNumbers(ranks: ranks, site: SiteRun(name: "mlp.drop"))
    let first = try #require(numbers.entry(0)?.mask)
    let other = try #require(numbers.entry(2)?.mask)
    let count = (0..<first.count).count { first[$0] != other[$0] }
    let difference = try #require(numbers.difference(2, from: 0))
    let n = 4096.0
    let share = 2 * 0.3 * 0.7
    #expect(difference.count == count && difference.of == 4096)
    #expect(abs(try #require(difference.expected) - n * share) < 1e-9)
    let sigma = (Double(count) - n * share) / (n * share * (1 - share)).squareRoot()
    #expect(abs(try #require(difference.sigma) - sigma) < 1e-9)
    #expect(numbers.difference(1, from: 1) == nil)
    // Bit for bit the same: 0 of 4096 where 1720.3 are expected, 54.5 standard deviations off.
    let same = try #require(SampleRanks(steps: 1).arrival().ranks)
    let equal = try #require(
      RankNumbers(ranks: same, site: SiteRun(name: "mlp.drop")).difference(4, from: 0))
    #expect(equal.isSame && equal.count == 0)
    #expect(Numerals.sigma(equal.sigma) == "−54.5σ")
  }

  @Test func `pairs that draw alike are grouped, and told apart from a node's`() throws {
    func summary(_ sample: SampleRanks) throws -> RankNumbers.Summary {
      let ranks = try #require(sample.arrival().ranks)
      return RankNumbers(ranks: ranks, site: SiteRun(name: "mlp.drop")).summary
    }
    let nodes = try summary(SampleRanks(steps: 3))
    #expect(nodes.alike.map { [$0.a, $0.b] } == [[0, 4], [1, 5], [2, 6], [3, 7]])
    #expect(nodes.period == 4 && nodes.healthy == 24)
    let apart = try summary(SampleRanks(lanes: 3, period: nil, steps: 3))
    #expect(apart.alike.isEmpty && apart.alikeGroups.isEmpty && apart.period == nil)
    #expect(abs(try #require(apart.expected) - 0.58) < 1e-12)
    let all = try summary(SampleRanks(lanes: 4, period: 1, steps: 3))
    #expect(all.groups == [[0, 1, 2, 3]] && all.alike.count == 6 && all.period == nil)
    let uneven = try summary(SampleRanks(lanes: 5, period: 4, steps: 3))
    #expect(uneven.alikeGroups == [[0, 4]] && uneven.period == nil)
  }

  @Test func `red is only what draws alike, and nothing where that is accepted`() {
    func reds(_ state: ScreenState) -> Int {
      let alarm = state.themes[0].alarm
      return picture(state).cells.count {
        $0.style.foreground == alarm || $0.style.background == alarm
      }
    }
    #expect(reds(SampleRanks(steps: 3).state(120, 40, depth: .direct)) > 0)
    #expect(reds(SampleRanks(period: nil, steps: 3).state(120, 40, depth: .direct)) == 0)
    #expect(reds(SampleRanks(steps: 3).state(120, 40, depth: .direct, accepted: true)) == 0)
  }

  @Test func `a rank that lags, died or is not there is told in the status line`() {
    let words: [(RankLane.Standing, Int, String)] = [
      (.open, 12, "rank 1: 12 steps behind"), (.ended, 3, "rank 1: ended, 3 steps behind"),
      (.absent, 40, "rank 1: not there yet"), (.broken, 0, "rank 1: broken line"),
    ]
    for (standing, behind, expected) in words {
      let state = SampleRanks(lanes: 2, period: nil, steps: 2) { lane in
        guard lane.rank == 1 else { return }
        (lane.standing, lane.behind, lane.call) = (standing, behind, nil)
      }.state(120, 40)
      let lines = text(state).split(separator: "\n")
      #expect(lines[0].contains(expected), "\(expected)")
      #expect(state.arrival?.ranks?.troubles == expected)
    }
    // What polling does to ranks that keep up says nothing.
    let keeping = SampleRanks(lanes: 2, period: nil, steps: 2) { $0.behind = 2 }.state(120, 40)
    #expect(keeping.arrival?.ranks?.troubles == nil)
  }

  @Test func `the pair goes over the diagonal and stops at the edges`() {
    var memory = RanksState()
    #expect(memory.pair(lanes: 4, reference: 0) == (0, 1))
    #expect(memory.pair(lanes: 4, reference: 1) == (1, 0))
    memory.move(down: 0, across: 1, lanes: 4, reference: 0)
    #expect(memory.pair(lanes: 4, reference: 0) == (0, 2))
    memory.move(down: 1, across: 0, lanes: 4, reference: 0)
    memory.move(down: 1, across: 0, lanes: 4, reference: 0)
    #expect(memory.pair(lanes: 4, reference: 0) == (3, 2))
    memory.move(down: 1, across: 0, lanes: 4, reference: 0)
    memory.move(down: 0, across: 1, lanes: 4, reference: 0)
    #expect(memory.pair(lanes: 4, reference: 0) == (3, 2))
    // A session with fewer ranks takes the place of this one.
    let pair = memory.pair(lanes: 2, reference: 0)
    #expect(pair.row != pair.column && max(pair.row, pair.column) == 1)
  }

  @Test func `enter shows the other rank of the pair in view 1, and esc comes back`() {
    var state = SampleRanks(lanes: 3, period: nil, steps: 2).state(120, 40)
    _ = update(&state, .key(.character("l")), at: 0)
    #expect(update(&state, .key(.enter), at: 0) == [.showLane(2), .need([])])
    #expect(state.view == 1 && state.playback.isWaiting)
    #expect(update(&state, .key(.escape), at: 0) == [.need(.otherRanks)])
    #expect(state.view == 9)
    let pair = state.memory[RanksState.self].pair(lanes: 3, reference: 2)
    #expect(pair == (0, 2))
  }

  @Test func `a accepts what was found, once`() {
    var state = SampleRanks(steps: 2).state(120, 40)
    #expect(
      update(&state, .key(.character("a")), at: 0) == [.accept(rule: "D05", site: "mlp.drop")])
    var accepted = SampleRanks(steps: 2).state(120, 40, accepted: true)
    #expect(update(&accepted, .key(.character("a")), at: 0) == [])
    #expect(accepted.notice?.text == "accepted already: these ranks are to draw alike")
  }

  @Test func `x turns from masks to their difference, and to both where these have room`() {
    var state = SampleRanks(steps: 2).state(120, 40)
    for strips in [RanksState.Strips.difference, .mask, .both] {
      _ = update(&state, .key(.character("x")), at: 0)
      #expect(state.memory[RanksState.self].strips == strips)
    }
    var small = SampleRanks(steps: 2).state(80, 24)
    for strips in [RanksState.Strips.difference, .mask, .difference] {
      _ = update(&small, .key(.character("x")), at: 0)
      #expect(small.memory[RanksState.self].strips == strips)
    }
  }

  @Test func `tabs name the view where there are ranks, and a session without leaves it`() {
    var state = SampleRanks(steps: 2).state(120, 40)
    #expect(text(state).contains("9 ranks"))
    state.view = 1
    #expect(text(state).contains("9 ranks"))
    var single = SampleNetwork(calls: 2, number: 2).state(120, 40)
    #expect(!text(single).contains("9 ranks"))
    _ = update(&single, .key(.character("9")), at: 0)
    #expect(single.view == 2)
    #expect(
      single.notice?.text == "9 ranks needs other ranks, which this session does not have")
    single.view = 9
    #expect(update(&single, .resized(Size(width: 80, height: 24)), at: 0) == [])
    #expect(single.view == 1)
  }

  @Test func `the timeline is told what the view on screen needs, and only when that changes`() {
    var state = SampleRanks(steps: 2).state(120, 40)
    #expect(update(&state, .tick, at: 0) == [])
    #expect(update(&state, .key(.character("1")), at: 0) == [.need([])])
    #expect(update(&state, .key(.character("9")), at: 0) == [.need(.otherRanks)])
  }

  @Test func `how the ranks stand is taken for the call on screen alone`() throws {
    var state = SampleRanks(steps: 3).state(120, 40)
    var ranks = try #require(state.arrival?.ranks)
    ranks.lanes[1].behind = 7
    _ = update(&state, .ranks(ranks), at: 0)
    #expect(state.arrival?.ranks?.lanes[1].behind == 7)
    ranks.number = 2
    ranks.lanes[1].behind = 9
    _ = update(&state, .ranks(ranks), at: 0)
    #expect(state.arrival?.ranks?.lanes[1].behind == 7)
  }

  @Test func `matrix and verdict go where there is no room, and many ranks scroll`() {
    func layout(_ width: Int, _ height: Int, _ lanes: Int) -> RanksLayout {
      RanksLayout(Size(width: width, height: height), lanes: lanes, mask: 32)
    }
    #expect(layout(120, 40, 8).verdict != nil)
    #expect(layout(80, 40, 8).verdict == nil && layout(80, 40, 8).matrix != nil)
    #expect(layout(80, 24, 8).matrix == nil && layout(80, 24, 8).strips != nil)
    #expect(layout(80, 24, 2).matrix != nil)
    let many = SampleRanks(lanes: 64, period: 8, steps: 1, shape: [4, 8])
    for (width, height) in [(40, 10), (80, 24), (120, 40), (300, 80)] {
      let state = many.state(width, height)
      _ = picture(state)
    }
    #expect(text(many.state(80, 24)).contains("below ↓"))
  }
}
