import Testing

@testable import DropoutEngine

struct SampleSourceTests {
  @Test("An epoch shows every training row once, then fills up with its first rows")
  func epochs() {
    var source = SampleSource.digits(batch: 100, seed: 1)
    #expect(source.callsPerEpoch == 15)
    let (pixels, digits) = Optdigits.load()
    for epoch in 0..<2 {
      var inputs: [Float] = []
      var targets: [Int] = []
      for call in epoch * 15 + 1...epoch * 15 + 15 {
        let samples = source.samples(call: call)
        #expect(samples.inputs.count == 6400 && samples.targets.count == 100)
        inputs += samples.inputs
        targets += samples.targets
      }
      #expect(Array(targets[1437...]) == Array(targets[..<63]))
      #expect(inputs[(1437 * 64)...].elementsEqual(inputs[..<(63 * 64)]))
      #expect(targets[..<1437].sorted() == digits[..<1437].sorted())
      #expect(rowSums(inputs[..<(1437 * 64)]) == rowSums(pixels[..<(1437 * 64)]))
    }
  }

  private func rowSums(_ pixels: ArraySlice<Float>) -> [Float] {
    stride(from: pixels.startIndex, to: pixels.endIndex, by: 64).map { start in
      (0..<64).reduce(0) { $0 + pixels[start + $1] * Float($1 + 1) }
    }.sorted()
  }

  @Test("The samples of a call do not depend on the calls asked for before")
  func anyOrder() {
    var source = SampleSource.digits(batch: 32, seed: 7)
    #expect(source.callsPerEpoch == 45)
    let forward = [1, 45, 46, 91].map { source.samples(call: $0).targets }
    let backward = [91, 46, 45, 1].map { source.samples(call: $0).targets }
    #expect(forward == backward.reversed())
  }

  @Test("Epochs and seeds have orders of their own")
  func orders() {
    var source = SampleSource.digits(batch: 1437, seed: 7)
    var other = SampleSource.digits(batch: 1437, seed: 8)
    let first = source.samples(call: 1).targets
    #expect(source.samples(call: 2).targets != first)
    #expect(other.samples(call: 1).targets != first)
  }

  @Test("The last 360 rows are held out")
  func heldOut() {
    let (inputs, targets) = SampleSource.digits(batch: 32, seed: 1).heldOut
    let (pixels, digits) = Optdigits.load()
    #expect(targets == Array(digits.suffix(360)))
    #expect(inputs.elementsEqual(pixels.suffix(360 * 64)))
  }

  @Test("A fixed input comes whole on every call, or a batch of rows after another")
  func fixed() {
    let input = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
    var whole = SampleSource.fixed(input, features: 2, batch: nil)
    #expect(whole.leadingShape == [3] && whole.batch == 3)
    #expect(whole.samples(call: 1).inputs == input.values)
    #expect(whole.samples(call: 9).inputs == input.values)
    var pairs = SampleSource.fixed(input, features: 2, batch: 2)
    #expect(pairs.leadingShape == [2])
    let batches = (1...3).map { pairs.samples(call: $0).inputs }
    #expect(batches == [[1, 2, 3, 4], [5, 6, 1, 2], [1, 2, 3, 4]])
  }
}
