import Testing

@testable import DropoutEngine

/// Layers against PyTorch's autograd (Tests/Peers/golden_layers.py).
struct GoldenLayersTests {
  private struct File: Decodable { let cases: [Case] }

  struct Case: Decodable {
    let module: String
    let training: Bool
    let shape: [Int]
    let state: [String: Named]
    let x: [Float]
    let yShape: [Int]
    let y: [Float]
    let dy: [Float]
    let dx: [Float]
    let gradients: [String: [Float]]

    struct Named: Decodable {
      let shape: [Int]
      let values: [Float]
    }
  }

  @Test("Every layer gives PyTorch's outputs and gradients, to 3e-6 of the largest")
  func layers() throws {
    let file: File = try GoldenFile.decoded("layers")
    #expect(file.cases.count > 30)
    for item in file.cases { try check(item) }
  }

  private func check(_ item: Case) throws {
    var builder = try Self.builder(item)
    var step = Nothing()
    let phase: Phase = item.training ? .train : .eval
    let note = Comment(rawValue: "\(item.module), \(phase)")
    let y = builder.modules.forward(item.x, phase: phase, dropout: &step)
    #expect(distance(y, item.y) < 3e-6, note)
    #expect(item.yShape == [item.shape[0]] + builder.shape, note)
    // Convolutions keep their patches in training only.
    guard item.training || item.module.hasPrefix("BatchNorm") else { return }
    let dx = builder.modules.backward(item.dy, wantsInput: true)
    #expect(distance(dx, item.dx) < 3e-6, note)
    var found: [String: [Float]] = [:]
    builder.modules.visit { parameter in
      // PyTorch's attention has its first layer's numbers under names of their own.
      let name = String(parameter.name.dropFirst(2))
      let parts = name.split(separator: ".")
      found[parts.first == "in_proj" ? parts.joined(separator: "_") : name] = parameter.gradient
    }
    #expect(Set(found.keys) == Set(item.gradients.keys), note)
    for (name, gradient) in item.gradients {
      #expect(distance(found[name] ?? [], gradient) < 3e-6, "\(item.module) \(name)")
    }
  }

  /// The module, with its state under the names of an `nn.Sequential`.
  private static func builder(_ item: Case) throws -> Built {
    var state: [String: Tensor] = [:]
    for (name, named) in item.state {
      state["0.\(name)"] = Tensor(shape: named.shape, values: named.values)
    }
    var plans: [ModulePlan]
    if item.module.hasPrefix("Attention") {
      // Our dense layer of queries, keys and values is in_proj, PyTorch's names are in_proj_weight.
      for part in ["weight", "bias"] { state["0.in_proj.\(part)"] = state["0.in_proj_\(part)"] }
      let heads = item.module.hasSuffix(" 2)") ? 2 : 3
      plans = [ModulePlan("0", .attention(heads: heads, site: "weights", .zero))]
    } else {
      plans = try ModuleWords.plan(item.module).modules
    }
    var builder = NetworkBuilder(
      sample: Array(item.shape.dropFirst()), leading: [item.shape[0]],
      source: ParameterSource(seed: 1, loaded: state))
    try builder.append(plans)
    return Built(modules: builder.modules, shape: builder.shape)
  }

  private struct Built {
    var modules: [any NetworkModule]
    var shape: [Int]
  }

  /// The largest difference, over the largest number.
  private func distance(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    let largest = b.map { abs($0) }.max() ?? 0
    return (zip(a, b).map { abs($0 - $1) }.max() ?? 0) / max(largest, 1e-3)
  }
}

/// A dropout that drops nothing.
struct Nothing: DropoutStep {
  mutating func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    after = before
    return DropoutSlope(mask: nil, scale: 1)
  }
}
