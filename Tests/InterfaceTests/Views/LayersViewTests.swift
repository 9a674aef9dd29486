import DropoutEngine
import Foundation
import Testing

@testable import Interface

@Suite struct LayersViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  @Test(arguments: LayersViewTests.sizes)
  func `a frame of the table is the picture that was looked at`(size: Size) throws {
    var state = SampleNetwork().state(size.width, size.height)
    state.site = SiteRun(name: "blocks.7.attn.drop")
    try expectPicture(
      ansi(picture(state), .none) + "\n", named: "layers-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame of the table is the picture that was looked at`() throws {
    var state = SampleNetwork().state(120, 40, ascii: true)
    state.site = SiteRun(name: "blocks.3.mlp.drop")
    try expectPicture(ansi(picture(state), .none) + "\n", named: "layers-120x40-ascii")
  }

  /// Two sites, three training calls of 10 decisions, one evaluation.
  private func small() -> Arrival {
    func entry(_ name: String, _ kept: Int?, rate: Double, run: Int = 1, isEval: Bool = false)
      -> SitePoint
    {
      var point = SitePoint(SiteRun(name: name, run: run))
      point.rate = try? Rate(rate)
      point.phase = isEval ? .eval : .train
      point.decisions = kept.map { KeptCount(kept: $0, of: 10) }
      point.keptShare = kept.map { Double($0) / 10 } ?? 1
      point.meanBefore = 2
      point.sdBefore = 1
      point.meanAfter = kept.map { 2 * Double($0) / 10 / (1 - rate) } ?? 2
      return point
    }
    var recomputed = entry("a", 0, rate: 0.5)
    recomputed.id.isRecomputed = true
    let points = [
      CallPoint(number: 1, phase: .train, sites: [entry("a", 6, rate: 0.5)]),
      CallPoint(
        number: 2, phase: .train,
        sites: [entry("a", 7, rate: 0.5), entry("b", 9, rate: 0.2), recomputed]),
      CallPoint(number: 3, phase: .eval, sites: [entry("b", nil, rate: 0.2, isEval: true)]),
      CallPoint(
        number: 4, phase: .train,
        sites: [entry("a", 3, rate: 0.2), entry("a", 8, rate: 0.2, run: 2)]),
    ]
    var call = ForwardCall(number: 4, phase: .train, sites: [SiteCall(name: "a")])
    call.sites[0].shape = [2, 5]
    var header = SessionHeader(source: "x")
    header.sites = [SiteHeader(name: "never", shape: [3])]
    return Arrival(
      header: header, call: call, points: Array(points.suffix(2)), annotations: [], newest: 4,
      overview: Array(points.prefix(3)))
  }

  @Test func `kept, σ and the ratio are those computed by hand`() throws {
    let table = LayerTable(small())
    #expect(table.rows.map(\.name) == ["a", "b", "never"])
    #expect(table.known == 4 && table.extent == "all 4 calls")
    let a = table.rows[0]
    // Kept 6 + 7 + 3 + 8 of 40; expected 5 + 5 + 8 + 8; variance 2.5 + 2.5 + 1.6 + 1.6.
    #expect(a.kept == 24.0 / 40)
    #expect(abs(try #require(a.sigma) - (24 - 26) / 8.2.squareRoot()) < 1e-12)
    #expect(a.status == .fine && a.calls == 1...4)
    let b = table.rows[1]
    #expect(b.kept == 0.9)
    #expect(abs(try #require(b.sigma) - 1 / 1.6.squareRoot()) < 1e-12)
    #expect(table.rows[2].status == .untested && table.rows[2].kept == nil)
    #expect(table.rows[2].sigma == nil && table.rows[2].callsText == "never ran")
    // One call of ten: √(0.25 · 5 / 10) / 2 is 0.18, more than a tenth.
    #expect(b.ratio.value == nil)
  }

  @Test func `a ratio is told from a standard error of a tenth on`() throws {
    var ratio = RatioTally()
    var entry = SitePoint(SiteRun(name: "a"))
    (entry.meanBefore, entry.sdBefore, entry.meanAfter) = (2, 1, 2.1)
    ratio.add(entry, mode: .inverted, rate: .half, draws: 124)
    // √(1 · 5 / 124) / 2 = 0.1004
    #expect(ratio.value == nil)
    ratio = RatioTally()
    ratio.add(entry, mode: .inverted, rate: .half, draws: 126)
    #expect(abs(try #require(ratio.value) - 1.05) < 1e-12 && !ratio.isOdd)
    ratio = RatioTally()
    entry.meanAfter = 1
    ratio.add(entry, mode: .inverted, rate: .half, draws: 1_000_000)
    #expect(ratio.value == 0.5 && ratio.isOdd)
    ratio = RatioTally()
    ratio.add(entry, mode: .vanilla, rate: .half, draws: 1_000_000)
    #expect(ratio.value == 0.5 && !ratio.isOdd)
    ratio = RatioTally()
    ratio.add(entry, mode: nil, rate: .half, draws: 1_000_000)
    #expect(!ratio.isOdd)
  }

  @Test func `no call counts twice, and a thinned overview says how much of it is known`() {
    var arrival = small()
    arrival.newest = 12_000
    #expect(LayerTable(arrival).extent == "4 of 12,000 calls")
    arrival.points += arrival.points
    arrival.points.sort { $0.number < $1.number }
    arrival.overview = arrival.points
    arrival.points = Array(arrival.points.suffix(1))
    let calls = CallHistory.calls(small())
    #expect(calls.map(\.number) == [1, 2, 3, 4])
  }

  @Test func `two wrong sites of forty-eight are found, a site that never drops among them`() {
    let table = LayerTable(SampleNetwork().arrival())
    #expect(table.rows.count == 48)
    let odd = table.rows.filter { $0.status == .odd }.map(\.name)
    #expect(odd == ["blocks.3.mlp.drop", "blocks.7.attn.drop"])
    // 57 training calls of 512 elements, all kept at p 0.1: √(57 · 512 · 0.1 / 0.9).
    let never = table.rows.first { $0.name == "blocks.7.attn.drop" }?.sigma ?? 0
    #expect(abs(never - (57.0 * 512 / 9).squareRoot()) < 1e-9)
    // The first block's path has p 0.
    #expect(table.rows[3].status == .untested && table.rows[3].kept == 1)
  }

  @Test func `sites stand in the order in which they run, late ones after the one before them`() {
    func point(_ number: Int, _ names: [String]) -> CallPoint {
      CallPoint(
        number: number, phase: .train, sites: names.map { SitePoint(SiteRun(name: $0)) })
    }
    let call = ForwardCall(number: 3, phase: .train, sites: [])
    let arrival = Arrival(
      header: SessionHeader(
        source: "x", sites: [SiteHeader(name: "d"), SiteHeader(name: "idle")]),
      call: call,
      points: [point(1, ["a", "c", "d"]), point(2, ["a", "b"]), point(3, ["late", "a"])],
      annotations: [], newest: 3)
    #expect(LayerTable(arrival).rows.map(\.name) == ["late", "a", "b", "c", "d", "idle"])
  }

  @Test func `keys sort, filter, walk, and lead to the site's mask and back`() {
    var state = SampleNetwork().state(80, 24)
    func press(_ key: Key) { _ = update(&state, .key(key), at: 0) }
    press(.character("j"))
    #expect(state.site?.name == "blocks.0.attn.proj_drop")
    for _ in 0..<100 { press(.down) }
    #expect(state.site?.name == "blocks.11.drop_path")
    #expect(ansi(picture(state), .none).contains("↑ 34 above"))
    press(.character("a"))
    #expect(ansi(picture(state), .none).contains("2 of 48 sites"))
    press(.character("k"))
    #expect(state.site?.name == "blocks.3.mlp.drop")
    press(.character("a"))
    press(.character("s"))
    press(.character("s"))
    for _ in 0..<48 { press(.character("k")) }
    #expect(state.site?.name == "blocks.3.mlp.drop")
    press(.down)
    press(.enter)
    #expect(state.view == 1 && state.selectedSite?.name == "blocks.7.attn.drop")
    press(.escape)
    #expect(state.view == 2)
  }

  @Test func `a map needs blocks that are alike`() {
    func map(_ names: [String]) -> LayersMap? { LayersMap(names.map(LayerRow.init)) }
    #expect(map(["a", "b"]) == nil)
    #expect(map(["x.0.drop"]) == nil)
    #expect(map(["x.0.drop", "x.1.drop"])?.size == Size(width: 11, height: 6))
    #expect(map(["x.0.a", "x.1.b", "x.2.c", "x.3.d"]) == nil)
  }
}
