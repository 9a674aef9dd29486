internal import CMaskKernels
internal import RealModule

/// Normal numbers of mean 1 as frameworks draw them in float32: what multiplies an activation in
/// Gaussian dropout.
enum NormalFactors {
  /// The count from which `torch.normal` draws by blocks, and the size of one.
  static let torchBlock = 16

  /// `torch.normal(1, sd, (count,))` on the CPU; PyTorch's own logarithm and cosine of vectors differ
  /// from these by up to 3e-6.
  ///
  /// - Parameter pending: the second number of a pair; only draws of fewer than 16 use it and keep it.
  static func torch(
    _ count: Int, sd: Double, from twister: inout MersenneTwister, pending: inout Double?
  ) -> [Float] {
    guard count >= torchBlock else {
      return (0..<count).map { _ in
        Float(single(from: &twister, pending: &pending) * sd + 1)
      }
    }
    let whole = count / torchBlock
    return [Float](writing: count) { normals in
      withUniforms { uniforms in
        for start in stride(from: 0, to: whole, by: blocksAtOnce) {
          let blocks = min(blocksAtOnce, whole - start)
          twister.fill24(uniforms, count: blocks * torchBlock)
          MaskKernels.best.normal_blocks(uniforms, sd, normals + start * torchBlock, blocks)
        }
        guard count % torchBlock != 0 else { return }
        // What is left over is drawn, and then the last 16 anew.
        twister.skip(words: count % torchBlock)
        twister.fill24(uniforms, count: torchBlock)
        MaskKernels.best.normal_blocks(uniforms, sd, normals + (count - torchBlock), 1)
      }
    }
  }

  /// Blocks that stay in the nearest memory.
  static let blocksAtOnce = 64

  /// Lends room for the uniforms of so many blocks.
  static func withUniforms(_ body: (UnsafeMutablePointer<Double>) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: blocksAtOnce * torchBlock) { room in
      guard let base = room.baseAddress else { return }
      body(base)
    }
  }

  /// The words that a draw of 16 and more takes.
  static func torchWords(_ count: Int) -> Int {
    count + (count % torchBlock == 0 ? 0 : torchBlock)
  }

  private static func single(
    from twister: inout MersenneTwister, pending: inout Double?
  ) -> Double {
    if let kept = pending {
      pending = nil
      return kept
    }
    let angle = 2 * Double.pi * Double(twister.next53(style: .torch)) * 0x1p-53
    let uniform = Double(twister.next53(style: .torch)) * 0x1p-53
    let radius = Double.sqrt(-2 * Double.log(onePlus: -uniform))
    pending = radius * Double.sin(angle)
    return radius * Double.cos(angle)
  }

  /// `1 + sd * jax.random.normal(key, shape)`: √2 times the inverse error function of a uniform in
  /// (-1, 1), 23 bits of each word.
  static func inverting(_ words: [UInt32], sd: Double) -> [Float] {
    let lowest = Float(-1).nextUp
    let spread = Float(sd)
    return words.map { word in
      let uniform = Float(word >> 9) * 0x1p-23
      let value = max(lowest, 2 * uniform + lowest)
      return Float(2).squareRoot() * inverseError(value) * spread + 1
    }
  }

  /// M. Giles, "Approximating the erfinv function", 2010, in single precision.
  private static func inverseError(_ u: Float) -> Float {
    let w = -Float.log(onePlus: -u * u)
    let (start, terms) = w < 5 ? (w - 2.5, central) : (w.squareRoot() - 3, outer)
    return terms.dropFirst().reduce(terms[0]) { $0 * start + $1 } * u
  }

  private static let central: [Float] = [
    2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
    -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
  ]

  private static let outer: [Float] = [
    -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
    -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
  ]
}

/// The normal numbers of one layer in one call, from Philox4x32-10: numbers 2 k and 2 k + 1 come of
/// the block with the counter `(k, layer, low32(call), high32(call) | 4 << 24)`, whose first two words
/// give the radius and last two the angle.
struct FactorStream {
  private let philox: Philox4x32
  private let site: DrawSite

  init(philox: Philox4x32, site: DrawSite) {
    self.philox = philox
    self.site = site
  }

  /// The first numbers of the stream, of mean 1.
  func factors(_ count: Int, sd: Double) -> [Float] {
    let half = NormalFactors.torchBlock / 2
    return [Float](writing: count) { factors in
      NormalFactors.withUniforms { uniforms in
        var normals = [Float](repeating: 0, count: 2 * half)
        for start in stride(from: 0, to: count, by: 2 * half) {
          for pair in 0..<half {
            let words = block(start / 2 + pair)
            uniforms[pair] = Self.uniform(words.0, words.1)
            uniforms[half + pair] = Self.uniform(words.2, words.3)
          }
          normals.withUnsafeMutableBufferPointer { normals in
            guard let base = normals.baseAddress else { return }
            MaskKernels.best.normal_blocks(uniforms, sd, base, 1)
          }
          for place in 0..<min(2 * half, count - start) {
            factors[start + place] = normals[place / 2 + place % 2 * half]
          }
        }
      }
    }
  }

  private func block(_ index: Int) -> (UInt32, UInt32, UInt32, UInt32) {
    let call = UInt64(truncatingIfNeeded: site.call)
    return philox.block(
      (
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: site.layer),
        UInt32(truncatingIfNeeded: call),
        UInt32(truncatingIfNeeded: call >> 32) | RandomStream.Purpose.factors.rawValue << 24
      ))
  }

  private static func uniform(_ low: UInt32, _ high: UInt32) -> Double {
    Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
  }
}
