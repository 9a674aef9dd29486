import Testing

@testable import DropoutEngine

/// Sums over the embedded rows; `Tests/Peers/optdigits.py --check` compares every number.
struct OptdigitsTests {
  @Test("The embedded digits have the published classes and sums")
  func sums() {
    let (pixels, digits) = Optdigits.load()
    let classes = (0...9).map { digit in digits.count { $0 == digit } }
    #expect(classes == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    let heldOut = digits.dropFirst(Optdigits.trainingCount)
    #expect((0...9).map { digit in heldOut.count { $0 == digit } } == heldOutClasses)
    var sum = 0
    var byColumn = 0
    var byRow = 0
    for (index, pixel) in pixels.enumerated() {
      let value = Int(pixel * 16)
      sum += value
      byColumn += value * (index % 64 + 1)
      byRow += value * (index / 64 + 1)
    }
    #expect(sum == 561_718 && byColumn == 18_222_371 && byRow == 503_904_265)
  }

  private let heldOutClasses = [35, 36, 35, 37, 37, 37, 37, 36, 33, 37]

  @Test("Pixels are sixteenths of 0 to 1")
  func pixels() {
    let (pixels, _) = Optdigits.load()
    #expect(pixels.allSatisfy { 0...1 ~= $0 && ($0 * 16).rounded() == $0 * 16 })
    // The first row begins 0, 0, 5, 13, 9, 1.
    #expect(pixels.prefix(6).map { $0 * 16 } == [0, 0, 5, 13, 9, 1])
  }
}
