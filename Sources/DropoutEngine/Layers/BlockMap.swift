/// The geometry of DropBlock on one shape: where seeds lie, and what their blocks reach.
struct BlockMap {
  /// Samples and channels that have a mask of their own.
  let planes: Int
  /// The extents of a map.
  let extents: [Int]
  /// The extents of a block.
  let sides: [Int]
  /// The places of seeds along each axis of a map.
  let seeds: [Int]
  /// How far back from its seed a block begins.
  let back: [Int]
  /// The shape of the draw as the library makes it.
  let seedShape: [Int]
  private let kind: DropBlock

  init(_ kind: DropBlock, shape: [Int]) {
    self.kind = kind
    extents = Array(shape.dropFirst(2))
    let channels = kind.sharesChannels ? 1 : shape[1]
    planes = shape[0] * channels
    switch kind.rule {
    case .torchvision:
      let side = min(kind.block, extents.min() ?? 1)
      sides = extents.map { _ in side }
      seeds = extents.map { max($0 - side + 1, 0) }
      back = extents.map { _ in 0 }
      seedShape = [shape[0], channels] + seeds
    case .timm:
      let side = kind.block
      sides = extents.map { min(side, $0) }
      seeds = extents
      back = sides.map { $0 / 2 }
      seedShape = [shape[0], channels] + seeds
    case .miguelvr:
      let side = kind.block
      sides = extents.map { _ in side }
      seeds = extents
      back = sides.map { $0 % 2 == 0 ? $0 / 2 - 1 : $0 / 2 }
      seedShape = [shape[0]] + seeds
    }
  }

  /// The chance of a seed, in the library's order of operations.
  func chance(_ rate: Double) -> Double {
    let size = extents.map { Double($0) }
    let inside = zip(extents, sides).map { Double($0 - $1 + 1) }
    switch kind.rule {
    case .torchvision:
      let side = Double(sides.first ?? 1)
      let area = sides.dropFirst().reduce(side) { product, _ in product * side }
      return size.reduce(rate, *) / inside.reduce(area, *)
    case .timm:
      let area = sides.map { Double($0) }.reduce(1, *)
      return size.reduce(kind.seedScale * rate, *) / area / inside.reduce(1, *)
    case .miguelvr: return rate / Double(kind.block * kind.block)
    }
  }

  /// The elements of all planes that no block reaches, in C order.
  func kept(around drawn: Mask) -> Mask { BlockRows(self, seeds: drawn).kept }

  /// For every place along an axis the seeds that reach it, from and up to.
  func reaching(_ axis: Int) -> [Range<Int>] {
    (0..<extents[axis]).map { place in
      let last = min(place + back[axis], seeds[axis] - 1)
      let first = max(place + back[axis] - sides[axis] + 1, 0)
      return first..<max(first, last + 1)
    }
  }
}
