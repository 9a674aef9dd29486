import Testing

@testable import DropoutEngine

/// A dialect changed at call n draws there what it draws at call n from the session's seed.
struct DialectChangeTests {
  private func masks(_ call: ForwardCall?) -> [Mask?]? { call?.sites.map(\.mask) }

  @Test("From call n on the masks are those of a session in that dialect", arguments: Dialect.all)
  func masksOfTheOther(dialect: Dialect) throws {
    let options = SimulationOptions.small(.digits, dialect: dialect == .torch ? .numpy : .torch)
    var other = try Simulation(options.with { $0.dialect = dialect })
    let expected = other.calls(40).map { masks($0) }
    for number in [1, 2, 33] {
      var timeline = try SimulationTimeline(options)
      let before = masks(timeline.approach(40))
      let annotation = timeline.change(.dialect(dialect), from: number)
      #expect(
        annotation?.kind
          == .change(.dialect(from: options.dialect?.name ?? "", to: dialect.name)))
      for call in [number, 40, number] {
        #expect(masks(timeline.approach(call)) == expected[call - 1], "call \(call)")
      }
      #expect(timeline.settings(at: 40).dialect == dialect)
      timeline.change(.dialect(options.dialect ?? .philox), from: number)
      #expect(masks(timeline.approach(40)) == before)
    }
  }

  @Test("Calls in evaluation and at other rates before it count as they ran")
  func history() throws {
    let options = SimulationOptions.small(.article, dialect: .philox)
    var expected = try Simulation(options.with { $0.dialect = .torch })
    var changed = try Simulation(options)
    for number in 1...12 {
      for change in [
        number == 3 ? SettingChange.phase(.eval) : nil, number == 6 ? .phase(.train) : nil,
        number == 8 ? .rate(site: "hidden1", .zero) : nil,
        number == 10 ? .rate(site: "hidden2", .known(0.1)) : nil,
      ].compactMap(\.self) {
        expected.apply(change)
        changed.apply(change)
      }
      if number == 11 { changed.apply(.dialect(.torch)) }
      let (a, b) = (masks(expected.next()), masks(changed.next()))
      if number > 10 { #expect(a == b, "call \(number)") }
    }
  }

  @Test("A dialect that refuses the seed changes nothing")
  func refused() throws {
    let options = SimulationOptions.small(.module, seed: .max, dialect: .torch)
    var timeline = try SimulationTimeline(options)
    let before = timeline.approach(3)
    #expect(timeline.change(.dialect(.numpyLegacy), from: 2) == nil)
    #expect(timeline.newest == 3 && timeline.approach(3) == before)
  }

  @Test("A restart goes on in the dialect in force")
  func restart() throws {
    var timeline = try SimulationTimeline(.small(.module, dialect: .torch))
    timeline.change(.dialect(.jax), from: 2)
    try timeline.restart(seed: 8)
    #expect(timeline.header.dialect == "jax")
    var fresh = try Simulation(.small(.module, seed: 8, dialect: .jax))
    #expect(masks(timeline.approach(1)) == masks(fresh.next()))
  }
}
