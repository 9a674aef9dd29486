import DropoutEngine
import Testing

@testable import TensorFiles

@Suite("Named tensors become dense layers")
struct NetworkWeightsTests {
  @Test("layers stand in the order in which a person sorts their names")
  func order() throws {
    let tensors = try SafetensorsFile.read(Fixture.path("network.safetensors"))
    let layers = try NetworkWeights(tensors.reversed(), file: "x").layers
    #expect(layers.map(\.name) == ["net.0.weight", "net.2.weight", "net.10.weight"])
    #expect(layers.map(\.inputs) == [2, 3, 4])
    #expect(layers.map(\.outputs) == [3, 4, 2])
    #expect(layers[2].bias == [0, 1])
  }

  @Test("the article's names are read, its biases as columns too, and a missing bias is zero")
  func article() throws {
    let layers = try NetworkWeights(
      tensors([("b1", [3, 1]), ("w2", [2, 3]), ("w1", [3, 5])]), file: "x"
    ).layers
    #expect(layers.map(\.name) == ["w1", "w2"])
    #expect(layers.map(\.bias) == [[1, 1, 1], [0, 0]])
    #expect(
      problem([("W1", [3, 5])])
        == "x: W1 is neither a weight nor a bias; only dense layers can be run")
  }

  @Test("a lone layer needs no name")
  func alone() throws {
    let layers = try NetworkWeights(
      tensors([("weight", [2, 3]), ("bias", [2])]), file: "x"
    ).layers
    #expect(layers.map(\.name) == ["weight"])
  }

  @Test func `what belongs to other layers is left out and named, the dense ones still fit`() throws
  {
    let mixed = [
      ("fc1.weight", [4, 3]), ("bn.weight", [4]), ("bn.bias", [4]), ("bn.running_mean", [4]),
      ("bn.num_batches_tracked", []), ("conv.weight", [1, 1, 2, 2]), ("lone.bias", [2]),
      ("fc2.weight", [2, 4]), ("fc2.bias", [2]),
    ]
    let weights = try NetworkWeights(tensors(mixed), file: "x")
    #expect(weights.layers.map(\.name) == ["fc1.weight", "fc2.weight"])
    #expect(weights.layers[1].bias == [1, 1])
    #expect(
      Set(weights.skipped) == [
        "bn.weight", "bn.bias", "bn.running_mean", "bn.num_batches_tracked", "conv.weight",
        "lone.bias",
      ])
    #expect(weights.skipped.count == 6)
    let unfit = mixed.filter { $0.0 != "fc2.weight" } + [("fc2.weight", [2, 5])]
    #expect(
      problem(unfit) == "x: fc2.weight is 2x5; it should be 2x4, since fc1.weight gives 4")
  }

  @Test("what does not fit is told with the shape it has and should have", arguments: problems)
  func refusals(shapes: [(String, [Int])], line: String) {
    #expect(problem(shapes) == "x: \(line)")
  }

  static let problems: [([(String, [Int])], String)] = [
    (
      [("net.0.weight", [128, 64]), ("net.2.weight", [64, 100])],
      "net.2.weight is 64x100; it should be 64x128, since net.0.weight gives 128"
    ),
    (
      [("a.weight", [2, 3]), ("a.bias", [3])],
      "a.bias is 3; it should be 2, since a.weight gives 2"
    ),
    (
      [("a.weight", [2, 3]), ("a.bias", [2, 1])],
      "a.bias is 2x1; it should be 2, since a.weight gives 2"
    ),
    (
      [("conv.weight", [32, 3, 3, 3])],
      "conv.weight is 32x3x3x3; it should be outputs x inputs, since only dense layers can be run"
    ),
    (
      [("norm.weight", [64]), ("norm.bias", [64])],
      "norm.weight is 64; it should be outputs x inputs, since only dense layers can be run"
    ),
    (
      [("a.weight", [])],
      "a.weight is a single number; it should be outputs x inputs, since only dense layers can be run"
    ),
    ([("a.weight", [0, 3])], "a.weight is 0x3; it should be at least 1x1"),
    ([("a.bias", [3])], "a.bias has no weight beside it"),
    (
      [("bn.running_mean", [3])],
      "bn.running_mean is neither a weight nor a bias; only dense layers can be run"
    ),
    ([], "holds no weights; it should have NAME.weight and NAME.bias, or w1, b1"),
  ]

  @Test("numbers in names count as numbers, and the order is total")
  func naturalOrder() {
    let sorted = ["", "a", "a0", "a00", "a1", "a01", "a2", "a10", "a10.b", "a10.c", "b"]
    for (i, a) in sorted.enumerated() {
      for (j, b) in sorted.enumerated() where i != j {
        if NaturalOrder.precedes(a, b) == NaturalOrder.precedes(b, a) {
          Issue.record("\(a) and \(b) are not ordered")
        }
      }
      #expect(!NaturalOrder.precedes(a, a))
    }
    let names = ["fc10", "fc2", "fc1", "fc02"]
    #expect(names.sorted(by: NaturalOrder.precedes) == ["fc1", "fc02", "fc2", "fc10"])
  }

  private func tensors(_ shapes: [(String, [Int])]) -> [NamedTensor] {
    shapes.map { name, shape in
      let ones = [Float](repeating: 1, count: shape.reduce(1, *))
      return NamedTensor(name: name, tensor: Tensor(shape: shape, values: ones))
    }
  }

  private func problem(_ shapes: [(String, [Int])]) -> String? {
    let tensors = tensors(shapes)
    return message { () throws(FileError) in try NetworkWeights(tensors, file: "x") }
  }
}
