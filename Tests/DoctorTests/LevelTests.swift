import RealModule
import Testing

@testable import Doctor

struct LevelTests {
  @Test func `the parts of all sites add up to the level`() {
    let parts = (0..<10_000).map { Double.exp(-Level.threshold(site: $0)) }
    #expect(parts.reduce(0, +) < Level.perRule)
    #expect(parts.reduce(0, +) > 0.999 * Level.perRule)
  }
}
