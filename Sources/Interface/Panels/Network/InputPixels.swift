import DropoutEngine

/// The input's values, scaled to 0...1; what is not there or not finite is 0.
struct InputPixels {
  private let values: ArraySlice<Float>
  private let width: Int
  private let height: Int
  private let low: Float
  private let span: Float

  init?(_ scene: Scene, _ picture: Size) {
    guard let tensors = scene.call.tensors, tensors.rows > 0, picture.width > 0 else { return nil }
    let features = tensors.input.count / tensors.rows
    let sample = max(0, min(scene.state.sample, tensors.rows - 1))
    self.init(
      scene.showsWholeTensor
        ? tensors.input[...] : tensors.input[sample * features..<(sample + 1) * features], picture)
  }

  init(_ values: ArraySlice<Float>, _ picture: Size) {
    self.values = values
    (width, height) = (picture.width, picture.height)
    var (least, most) = (Float(0), Float(0))
    values.withUnsafeBufferPointer { values in
      for value in values where value.isFinite {
        least = min(least, value)
        most = max(most, value)
      }
    }
    low = least
    let range = most - least
    span = range > 0 && range.isFinite ? range : 1
  }

  func at(_ x: Int, _ y: Int) -> Double {
    let index = values.startIndex + y * width + x
    guard x >= 0, x < width, y >= 0, index < values.endIndex else { return 0 }
    let value = Double((values[index] - low) / span)
    return value.isFinite ? min(max(value, 0), 1) : 0
  }

  /// The mean of a square of pixels, counted in squares from the top left.
  func mean(_ x: Int, _ y: Int, side: Int) -> Double {
    guard side > 1 else { return at(x, y) }
    var (sum, count) = (0.0, 0)
    for row in y * side..<min((y + 1) * side, max(height, y * side)) {
      for column in x * side..<min((x + 1) * side, max(width, x * side)) {
        sum += at(column, row)
        count += 1
      }
    }
    return count == 0 ? 0 : sum / Double(count)
  }
}
