import Testing

@testable import DropoutEngine

/// The layer and the function of reference/article.md, with masks that a test gives.
struct DropoutTests {
  private let site = DrawSite(call: 1, layer: 0)

  @Test("In training dropped elements are 0 and kept ones are scaled as the mode says")
  func training() throws {
    for (mode, expected) in [(Mode.inverted, [4, 0, 12, 0]), (.vanilla, [1, 0, 3, 0])] {
      var masks = FixedMasks([true, false, true, false])
      var input = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
      let layer = try Dropout(p: 0.75, mode: mode)
      let output = layer.forward(&input, drawing: &masks, at: site)
      #expect(output == Tensor(shape: [2, 2], values: expected.map { Float($0) }), "\(mode)")
      #expect(input.values == [1, 2, 3, 4], "the input is untouched")
    }
  }

  @Test("In evaluation nothing is drawn: the identity when inverted, times 1 - p when vanilla")
  func evaluation() throws {
    for (mode, expected) in [(Mode.inverted, [1, -2] as [Float]), (.vanilla, [0.25, -0.5])] {
      var masks = FixedMasks([false, false])
      var input = Tensor(shape: [2], values: [1, -2])
      var layer = try Dropout(p: 0.75, mode: mode)
      layer.phase = .eval
      #expect(layer.forward(&input, drawing: &masks, at: site).values == expected)
      #expect(masks.draws == 0)
    }
  }

  @Test("In place, the input holds the result")
  func inPlace() throws {
    var masks = FixedMasks([false, true])
    var input = Tensor(shape: [2], values: [5, 6])
    let layer = try Dropout(p: 0.5, inPlace: true)
    let output = layer.forward(&input, drawing: &masks, at: site)
    #expect(input.values == [0, 12])
    #expect(output == input)
  }

  @Test(
    "Any shape comes in and the same goes out",
    arguments: [[], [1], [7], [0], [3, 0, 2], [20, 16], [2, 3, 4, 5]])
  func shapes(shape: [Int]) throws {
    let size = shape.reduce(1, *)
    var input = Tensor(shape: shape, values: Array(repeating: 1, count: size))
    var masks = PhiloxMasks(seed: 3)
    let output = try dropout(&input, drawing: &masks, at: site)
    #expect(output.shape == shape)
    #expect(output.values.allSatisfy { $0 == 0 || $0 == 2 })
  }

  @Test("An empty tensor draws nothing")
  func empty() throws {
    var masks = FixedMasks([])
    var input = Tensor(shape: [0], values: [])
    _ = try Dropout().forward(&input, drawing: &masks, at: site)
    #expect(masks.draws == 0)
  }

  @Test("A dropped NaN stays NaN, infinity becomes NaN, a negative becomes -0")
  func multiplication() throws {
    var masks = FixedMasks([false, false, false, false, true, true])
    var input = Tensor(
      shape: [6], values: [.nan, .infinity, -.infinity, -3, .infinity, .nan])
    let output = try dropout(&input, drawing: &masks, at: site).values
    #expect(output[0].isNaN && output[1].isNaN && output[2].isNaN && output[5].isNaN)
    #expect(output[3] == 0 && output[3].sign == .minus)
    #expect(output[4] == .infinity)
  }

  @Test("p = 0 returns the input, and p = 1 the input times 0")
  func ends() throws {
    let values: [Float] = [1, -2, .infinity, 0]
    for mode in Mode.allCases {
      var masks = PhiloxMasks(seed: 1)
      var input = Tensor(shape: [4], values: values)
      let kept = try Dropout(p: 0, mode: mode).forward(&input, drawing: &masks, at: site)
      #expect(kept.values == values)
      let dropped = try Dropout(p: 1, mode: mode).forward(&input, drawing: &masks, at: site)
      #expect(dropped.values.map(\.isNaN) == [false, false, true, false])
      #expect(dropped.values[1].sign == .minus && dropped.values[0].sign == .plus)
      #expect([0, 1, 3].allSatisfy { dropped.values[$0] == 0 })
    }
  }

  @Test("The function has PyTorch's defaults and follows `training` and `inPlace`")
  func function() throws {
    var masks = FixedMasks([true, false])
    var input = Tensor(shape: [2], values: [1, 1])
    #expect(try dropout(&input, drawing: &masks, at: site).values == [2, 0])
    #expect(try dropout(&input, training: false, drawing: &masks, at: site).values == [1, 1])
    #expect(masks.draws == 1)
    _ = try dropout(&input, p: 0.75, inPlace: true, drawing: &masks, at: site)
    #expect(input.values == [4, 0])
  }

  @Test("The layer's defaults are PyTorch's")
  func defaults() throws {
    let layer = try Dropout()
    #expect(layer.rate == .half && !layer.inPlace && layer.mode == .inverted)
    #expect(layer.phase == .train)
  }

  @Test("A layer reproduces NumPy's mask for its seed")
  func numPyMask() throws {
    // np.random.seed(42); np.random.binomial(1, 0.5, 17), the golden case size-17.
    let golden = try #require(GoldenFile.read("numpy-legacy").cases.first { $0.id == "size-17" })
    var masks = NumPyLegacy(seed: 42)
    var input = Tensor(shape: [17], values: Array(repeating: 1, count: 17))
    let output = try dropout(&input, drawing: &masks, at: site)
    let text = String(output.values.map { $0 == 0 ? "0" : "1" })
    #expect(text == golden.calls.first?.mask)
  }
}
