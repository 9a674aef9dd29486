import DropoutEngine

/// The units of one layer that the grid shows: those of one sample, or of the whole tensor.
///
/// Nothing that a log says of itself is trusted: where mask or tensors do not cover a unit, it is
/// kept and its value is unknown.
struct LayerUnits {
  let count: Int
  /// The element of the tensor that unit 0 is.
  private let first: Int
  private let mask: Mask?
  private let before: [Float]
  private let after: [Float]
  /// The largest magnitude shown, at least the smallest positive number.
  private(set) var peak: Float = .leastNonzeroMagnitude

  init(_ scene: Scene, layer index: Int) {
    let layer = scene.call.sites[index]
    let whole = scene.showsWholeTensor
    count = whole ? layer.elements : layer.units
    let sample = max(0, min(scene.state.sample, layer.samples - 1))
    first = whole ? 0 : sample * count
    mask = layer.mask
    let tensors = scene.call.tensors
    before = tensors.flatMap { index < $0.before.count ? $0.before[index] : nil } ?? []
    after = tensors.flatMap { index < $0.after.count ? $0.after[index] : nil } ?? []
    for unit in 0..<max(0, min(count, before.count - first)) {
      let magnitude = abs(before[first + unit])
      if magnitude.isFinite, magnitude > peak { peak = magnitude }
    }
  }

  func isKept(_ unit: Int) -> Bool {
    guard let mask, first + unit < mask.count else { return true }
    return mask[first + unit]
  }

  func before(_ unit: Int) -> Float? { value(before, unit) }
  func after(_ unit: Int) -> Float? { value(after, unit) }

  /// How many units of a range are kept.
  func kept(_ units: Range<Int>) -> Int {
    guard let mask else { return units.count }
    let (low, high) = (first + units.lowerBound, min(first + units.upperBound, mask.count))
    guard low < high else { return units.count }
    return mask.kept(in: low..<high) + (units.count - (high - low))
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
