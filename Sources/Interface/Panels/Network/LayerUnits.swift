import DropoutEngine

/// The units of one site that the grid shows: those of one sample, or of the whole tensor.
///
/// Nothing that a log says of itself is trusted: what neither mask nor tiles cover is unknown, and
/// so are values that no tensor holds.
struct LayerUnits {
  let count: Int
  /// Where the whole tensor is shown: its mask on a plane.
  let density: MaskDensity?
  /// The element of the mask that unit 0 is.
  private let first: Int
  private let mask: Mask?
  private let isAllKept: Bool
  private let before: [Float]
  private let after: [Float]
  /// The whole tensors, where draws decide about several of their elements.
  private let shared: (before: [Float], after: [Float])?
  private let tiles: TilePicture?
  private let sample: Int
  /// What each element was multiplied by, in kinds that drop none.
  private let factors: [Double]
  /// The standard deviation that factors have.
  let factorSpread: Double
  /// What a dropped element becomes, where that is not 0.
  let fill: Double?
  /// The largest magnitude shown, at least the smallest positive number.
  private(set) var peak: Float = .leastNonzeroMagnitude
  /// No screen has cells for more units.
  private static let mostValues = 1 << 16

  init(_ scene: Scene, layer index: Int) {
    let layer = scene.call.sites[index]
    let picture = scene.picture(layer)
    let whole = scene.isWhole(layer)
    (first, count) = scene.arrival.shownDraws(layer, sample: scene.state.sample)
    mask = layer.mask
    isAllKept = layer.draw == .nothing
    factors = layer.factors ?? []
    factorSpread =
      layer.factors == nil || layer.rate?.keep == 0
      ? 0 : layer.rate.map { ($0.value / $0.keep).squareRoot() } ?? 0
    fill = layer.fill
    density = whole || mask == nil ? MaskDensity(layer) : nil
    // Where one draw decides about several elements, no value is a unit's own.
    var isOwn = layer.drawn == nil || layer.drawn == layer.shape
    if case .tiles(let tiles) = picture { isOwn = tiles.isElementwise }
    let tensors = isOwn ? scene.call.tensors : nil
    shared =
      isOwn
      ? nil
      : scene.call.tensors.flatMap { tensors in
        index < tensors.before.count && index < tensors.after.count
          ? (tensors.before[index], tensors.after[index]) : nil
      }
    if case .tiles(let picture) = picture { tiles = picture } else { tiles = nil }
    sample = max(0, min(scene.state.sample, (tiles?.samples ?? 1) - 1))
    before = tensors.flatMap { index < $0.before.count ? $0.before[index] : nil } ?? []
    after = tensors.flatMap { index < $0.after.count ? $0.after[index] : nil } ?? []
    // Of more there are only shares to see.
    guard count <= Self.mostValues else { return }
    for unit in 0..<max(0, min(count, before.count - first)) {
      let magnitude = abs(before[first + unit])
      if magnitude.isFinite, magnitude > peak { peak = magnitude }
    }
  }

  /// The kept unit of the largest magnitude; 0 where no values are known.
  var loudest: Int {
    let known = 0..<max(0, min(count, before.count - first))
    return known.filter { isKept($0) == true }.max {
      abs(before[first + $0]) < abs(before[first + $1])
    } ?? 0
  }

  /// Whether nothing is on record of what was kept where.
  var isUnknown: Bool { mask == nil && !isAllKept && density == nil && factors.isEmpty }

  /// Whether it is known of blocks of units alone how many were kept.
  var isOnTiles: Bool { mask == nil && !isAllKept && density != nil }

  /// Whether a unit was kept; nil where that is not known.
  func isKept(_ unit: Int) -> Bool? {
    if isAllKept { return true }
    guard let mask, first + unit < mask.count else { return nil }
    return mask[first + unit]
  }

  /// What a unit was multiplied by, in kinds that drop none.
  func factor(_ unit: Int) -> Double? {
    let element = first + unit
    return element >= 0 && element < factors.count ? factors[element] : nil
  }

  /// The mean of what units were multiplied by, in kinds that drop none.
  func meanFactor(_ units: Range<Int>) -> Double? {
    let known = (first + units.lowerBound..<first + units.upperBound).clamped(to: factors.indices)
    guard !known.isEmpty else { return nil }
    return factors[known].reduce(0, +) / Double(known.count)
  }

  func before(_ unit: Int) -> Float? { value(before, unit) }
  func after(_ unit: Int) -> Float? { value(after, unit) }

  /// Whether a unit is a draw about several values, of which the mean is told.
  var areMeans: Bool { shared != nil && (tiles != nil || count == 1) }

  /// A unit's value, or the mean of those that share its draw.
  func mean(before unit: Int) -> Float? { before(unit) ?? mean(shared?.before, unit) }
  /// The same after the last stage.
  func mean(after unit: Int) -> Float? { after(unit) ?? mean(shared?.after, unit) }

  private func mean(_ values: [Float]?, _ unit: Int) -> Float? {
    if let values, tiles == nil, count == 1, let samples = mask?.count, samples > first {
      // All that a sample has: a branch.
      let size = values.count / samples
      let all = values[first * size..<(first + 1) * size]
      return all.isEmpty ? nil : Float(all.reduce(0) { $0 + Double($1) } / Double(all.count))
    }
    guard let values, let tiles, tiles.isWhole,
      tiles.count * tiles.size.width * tiles.size.height <= Self.mostValues
    else { return nil }
    var (sum, count) = (0.0, 0)
    // Of a map one tile is a draw's.
    for tile in tiles.isMap ? unit..<unit + 1 : 0..<tiles.count {
      for row in 0..<tiles.size.height {
        for column in 0..<tiles.size.width
        where tiles.decision(sample, tile, row, column) - first == unit {
          let element = tiles.element(sample, tile, row, column)
          guard element < values.count else { return nil }
          sum += Double(values[element])
          count += 1
        }
      }
    }
    return count > 0 ? Float(sum / Double(count)) : nil
  }

  /// How many units are kept, of those of which it is known.
  var keptOfAll: KeptCount? { kept(0..<count) ?? density?.total }

  /// How many units of a range are kept, of those of which it is known; nil where of none.
  func kept(_ units: Range<Int>) -> KeptCount? {
    if isAllKept || units.isEmpty { return KeptCount(kept: units.count, of: units.count) }
    guard let mask else { return nil }
    let (low, high) = (first + units.lowerBound, min(first + units.upperBound, mask.count))
    guard low < high else { return nil }
    return KeptCount(kept: mask.kept(in: low..<high), of: high - low)
  }

  private func value(_ values: [Float], _ unit: Int) -> Float? {
    let element = first + unit
    return element >= 0 && element < values.count ? values[element] : nil
  }
}

extension Mask {
  /// How many elements of a range are kept: a popcount over its words.
  func kept(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let (firstWord, lastWord) = (range.lowerBound / 64, (range.upperBound - 1) / 64)
    var total = 0
    for index in firstWord...lastWord {
      var word = words[index]
      if index == firstWord { word &= ~0 << UInt64(range.lowerBound % 64) }
      let end = range.upperBound - index * 64
      if end < 64 { word &= (1 << UInt64(end)) - 1 }
      total += word.nonzeroBitCount
    }
    return total
  }
}
