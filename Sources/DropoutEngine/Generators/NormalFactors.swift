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
    var uniforms = (0..<count).map { _ in uniform24(&twister) }
    for start in stride(from: 0, to: count / torchBlock * torchBlock, by: torchBlock) {
      turn(&uniforms, from: start, sd: sd)
    }
    if count % torchBlock != 0 {
      let last = count - torchBlock
      for index in last..<count { uniforms[index] = uniform24(&twister) }
      turn(&uniforms, from: last, sd: sd)
    }
    return uniforms.map { Float($0) }
  }

  /// The words that a draw of 16 and more takes.
  static func torchWords(_ count: Int) -> Int {
    count + (count % torchBlock == 0 ? 0 : torchBlock)
  }

  private static func uniform24(_ twister: inout MersenneTwister) -> Double {
    Double(twister.next() & 0xff_ffff) * 0x1p-24
  }

  /// Turns 16 uniforms into normals of mean 1 (G. Box and M. Muller, 1958): radii from the first
  /// half, angles from the second.
  private static func turn(_ values: inout [Double], from start: Int, sd: Double) {
    for index in start..<start + torchBlock / 2 {
      let radius = Double.sqrt(-2 * Double.log(1 - values[index]))
      let angle = 2 * Double.pi * values[index + torchBlock / 2]
      values[index] = radius * Double.cos(angle) * sd + 1
      values[index + torchBlock / 2] = radius * Double.sin(angle) * sd + 1
    }
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
  private var block: UInt32 = 0
  private var second: Double?

  init(philox: Philox4x32, site: DrawSite) {
    self.philox = philox
    self.site = site
  }

  mutating func next() -> Double {
    if let number = second {
      second = nil
      return number
    }
    let call = UInt64(truncatingIfNeeded: site.call)
    let words = philox.block(
      (
        block, UInt32(truncatingIfNeeded: site.layer), UInt32(truncatingIfNeeded: call),
        UInt32(truncatingIfNeeded: call >> 32) | RandomStream.Purpose.factors.rawValue << 24
      ))
    block &+= 1
    let radius = Double.sqrt(-2 * Double.log(1 - Self.uniform(words.0, words.1)))
    let angle = 2 * Double.pi * Self.uniform(words.2, words.3)
    second = radius * Double.sin(angle)
    return radius * Double.cos(angle)
  }

  private static func uniform(_ low: UInt32, _ high: UInt32) -> Double {
    Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
  }
}
