import Testing

@testable import DropoutEngine

struct ShapeTests {
  @Test("No shape from outside traps: one that cannot be has no count")
  func counts() {
    #expect(Shape.count([]) == 1 && Shape.count([3, 4]) == 12 && Shape.count([0, 5]) == 0)
    #expect(Shape.count([.max, 2]) == nil && Shape.count([-1, -1]) == nil)
    #expect(Shape.count([.max, 1]) == .max)
  }

  @Test("Sentences name a shape as people write it")
  func text() {
    #expect(Shape.text([32, 128]) == "32x128" && Shape.text([7]) == "7")
    #expect(Shape.text([]) == "a single number")
  }
}
