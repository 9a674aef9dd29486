import DropoutEngine
import Testing

@testable import Interface

/// Sites are found by name: calls need not have the same ones.
@Suite struct SiteSelectionTests {
  private func arrival(_ number: Int, _ sites: [SiteRun]) -> Arrival {
    let call = ForwardCall(
      number: number, phase: .train,
      sites: sites.map { id in
        var site = SiteCall(name: id.name)
        (site.run, site.isRecomputed, site.shape) = (id.run, id.isRecomputed, [4, 8])
        return site
      })
    return Arrival(
      header: SessionHeader(source: "x"), call: call, points: [], annotations: [], newest: number)
  }

  private func screen(_ sites: [SiteRun]) -> ScreenState {
    var state = ScreenState(
      size: Size(width: 120, height: 40), look: Look(depth: .none, ascii: false),
      themes: [Theme.builtIn[0]])
    _ = update(&state, .arrived(arrival(1, sites)), at: 0)
    return state
  }

  private let a = SiteRun(name: "a")
  private let b = SiteRun(name: "b")
  private let c = SiteRun(name: "c")

  @Test func `a selected site stays selected while calls lack it`() {
    var state = screen([a, b, c])
    #expect(state.site == a)
    _ = update(&state, .key(.tab), at: 0)
    #expect(state.selectedSite?.name == "b")
    _ = update(&state, .arrived(arrival(2, [a, c])), at: 0)
    #expect(state.site == b && state.selectedSite == nil && state.unitCount == 0)
    #expect(ansi(picture(state), .none).contains("b did not run"))
    _ = update(&state, .arrived(arrival(3, [c, a, b])), at: 0)
    #expect(state.selectedIndex == 2)
  }

  @Test(arguments: [(Key.tab, "c"), (.backTab, "a")])
  func `from a site that a call lacks the way goes on where it stood`(key: Key, wanted: String) {
    var state = screen([a, b, c])
    _ = update(&state, .key(.tab), at: 0)
    _ = update(&state, .arrived(arrival(2, [a, c])), at: 0)
    _ = update(&state, .key(key), at: 0)
    #expect(state.selectedSite?.name == wanted)
  }

  @Test func `runs and recomputations are told apart, and stand for one another where one lacks`() {
    let runs = [
      a, SiteRun(name: "a", run: 2), SiteRun(name: "a", isRecomputed: true),
    ]
    var state = screen(runs)
    _ = update(&state, .key(.tab), at: 0)
    #expect(state.selectedIndex == 1)
    let frame = ansi(picture(state), .none)
    #expect(frame.contains("a #2") && frame.contains("a recomputed"))
    _ = update(&state, .arrived(arrival(2, [a])), at: 0)
    #expect(state.selectedIndex == 0 && state.site?.run == 2)
    _ = update(&state, .arrived(arrival(3, runs)), at: 0)
    #expect(state.selectedIndex == 1)
  }

  @Test func `a rate changes at the site of that name, wherever it stands`() {
    var state = screen([a, b])
    for index in 0..<2 { state.arrival?.call.sites[index].rate = .half }
    _ = update(&state, .key(.tab), at: 0)
    let effects = update(&state, .key(.character("+")), at: 0)
    #expect(effects == [.change(.rate(site: "b", try! Rate(0.55)), inPlace: false)])
    #expect(state.selectedRate?.value == 0.55)
  }
}
