import Testing

@testable import DropoutEngine

/// Dialects by their full names, and every sentence with which one refuses something.
struct DialectTests {
  private func refusal(_ body: () throws -> Void) -> String? {
    do { try body() } catch let error as DialectError { return error.description } catch {}
    return nil
  }

  @Test("A full name makes the same dialect again")
  func names() throws {
    for dialect in Dialect.all { #expect(try Dialect.named(dialect.name) == dialect) }
    let full = [
      "torch:skip-words=10", "torch-cuda:sm-count=40,max-threads-per-sm=1024,dtype=float16",
      "torch-cuda:max-vec=4", "torch-cuda:unroll64=4", "flash-attention:offset=4",
      "jax:schedule=linen,layout=original",
      "jax:schedule=split-n,split-count=3", "jax:x64=true", "keras-numpy",
      "keras-torch:schedule=set-random-seed,seed-index=1+3",
    ]
    for name in full {
      let dialect = try Dialect.named(name)
      #expect(dialect.name == name)
      #expect(dialect.family == String(name.prefix { $0 != ":" }))
    }
    #expect(try Dialect.named("torch-generic") == .torch)
    #expect(try Dialect.named("torch:skip-words=0") == .torch)
    #expect(try Dialect.named("torch-cuda:dtype=float64").options[.type] == .float64)
  }

  @Test("What is no dialect, no option or no value is refused in one sentence")
  func refusals() {
    let names =
      "philox, numpy-legacy, numpy, torch, torch-mkl, torch-cuda, jax, "
      + "keras-torch, keras-jax, keras-numpy, torch-inductor, triton, "
      + "tensorflow, keras-tensorflow, mlx, tinygrad, "
      + "torch-inductor-cuda, flash-attention, mem-efficient-attention"
    for name in ["", "numpi", "jax:", "jax:schedule", "jax:a=b", "Torch"] {
      #expect(
        refusal { _ = try Dialect.named(name) }
          == "there is no dialect '\(name)'; it may be \(names)")
    }
    #expect(
      refusal { _ = try Dialect.named("torch:schedule=raw") }
        == "schedule is no option of torch; it is one of jax, keras-torch, keras-jax, keras-numpy, "
        + "tensorflow, keras-tensorflow")
    #expect(
      refusal { _ = try Dialect.named("torch-cuda:max-vec=3") }
        == "max-vec is '3'; it may be 1, 2, 4, 8")
    #expect(
      refusal { _ = try Dialect.named("torch-cuda:sm-count=0") }
        == "sm-count is '0'; it may be a whole number from 1 to 65536")
    #expect(
      refusal { _ = try Dialect.numpyLegacy.operation(named: "dropout") }
        == "op is 'dropout'; with numpy-legacy it may be binomial, rand<keep")
    #expect(
      refusal { _ = try Dialect.torch.generator(seed: .sequence([])) }
        == "seed [] is out of range for torch: it may be -9223372036854775808 to 18446744073709551615"
    )
    #expect(
      refusal { _ = try GPU.named("a 100") }?.hasPrefix("gpu is 'a 100'; it may be a100, ") == true)
  }

  @Test("Keys of the original layout need their number")
  func layouts() {
    #expect(
      refusal {
        _ = try Dialect.named("jax:schedule=split-n,layout=original").generator(seed: 1)
      } == "split-n in the original layout depends on the number of keys: give split-count")
  }

  @Test("Channels are dropped only where the tensor has some, and axes shared that it has")
  func shapes() throws {
    var call = MaskCall(shape: [4], rate: .half, at: DrawSite(call: 1, layer: 0))
    call.operation = .channels(spatialAxes: 2)
    #expect(
      refusal { try Dialect.torch.check(call) }
        == "shape has 1 axis; for this op it may have 2 or more")
    call.operation = .standard
    call.broadcastAxes = [1]
    #expect(
      refusal { try Dialect.jax.check(call) }
        == "broadcast_dims has 1; with 1 axes it may have -1 to 0")
    call.broadcastAxes = [-1]
    try Dialect.jax.check(call)
  }

  @Test("A GPU is known by name in any case, with spaces or hyphens")
  func gpus() throws {
    #expect(try GPU.named("RTX 4080 Super").smCount == 80)
    #expect(Set(GPU.all.map(\.name)).count == GPU.all.count)
  }
}
