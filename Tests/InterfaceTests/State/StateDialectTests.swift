import DropoutEngine
import Interface
import Testing

/// The key that walks the dialects.
@Suite struct StateDialectTests {
  /// A paused screen on a session of that dialect.
  private func screen(_ dialect: String?, seed: UInt64? = 1) -> StateFixture {
    var screen = StateFixture(playing: false)
    var arrival = screen.arrival(10)
    arrival.header.dialect = dialect
    arrival.header.seed = seed
    _ = screen.send(.arrived(arrival))
    return screen
  }

  @Test func `d asks for the next dialect, and after the last for the first`() {
    for (dialect, next) in zip(Dialect.all, Dialect.all.dropFirst() + [.philox]) {
      var screen = screen(dialect.name)
      #expect(screen.press("d") == [.change(.dialect(next), inPlace: true)])
      #expect(screen.state.dialect == next.name)
    }
  }

  @Test func `presses faster than answers compose`() {
    var screen = screen("philox")
    #expect(screen.press("d") == [.change(.dialect(.numpyLegacy), inPlace: true)])
    #expect(screen.press("dd").isEmpty)
    #expect(screen.state.dialect == "torch")
  }

  @Test func `dialects that refuse the seed are passed over`() {
    var screen = screen("philox", seed: .max)
    #expect(screen.press("d") == [.change(.dialect(.numpy), inPlace: true)])
    screen = self.screen("torch-cuda", seed: .max)
    #expect(screen.press("d") == [.change(.dialect(.torchInductor), inPlace: true)])
  }

  @Test func `options of the dialect do not hide its place in the list`() {
    var screen = screen("torch-cuda:sm-count=40")
    #expect(screen.press("d") == [.change(.dialect(.jax), inPlace: true)])
  }

  @Test func `a session of an unknown dialect, or without a seed, has no next one`() {
    for (dialect, seed) in [(nil, 1), ("mindspore", 1), ("torch", nil)] as [(String?, UInt64?)] {
      var screen = screen(dialect, seed: seed)
      #expect(screen.press("d").isEmpty)
    }
  }
}
