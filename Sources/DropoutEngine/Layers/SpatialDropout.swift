/// Keras' `SpatialDropout1D` to `3D`: a decision for each channel of each sample, with the channels
/// on the last axis, or on the second.
public struct SpatialDropout: DropoutKind {
  /// Whether channels stand before the spatial axes.
  public var isChannelsFirst = false

  /// Channels last.
  public init() {}

  /// `spatial`.
  public var name: String { "spatial" }

  /// `channel`.
  public var unit: (one: String, many: String) { ("channel", "channels") }

  /// A decision a channel.
  public var law: DrawLaw { .groups }

  /// `format`.
  public var settings: [(name: String, value: String)] {
    isChannelsFirst ? [("format", "channels-first")] : []
  }

  /// `format`: channels-last or channels-first.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    guard option == "format" else { throw .noOption(option, kind: name) }
    guard ["channels-last", "channels-first"].contains(text) else {
      throw .choice("spatial format", text, "channels-last", "channels-first")
    }
    isChannelsFirst = text == "channels-first"
  }

  /// Keras looks in evaluation, too.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(3...5, shape, "three to five axes: samples, channels, and one to three of space")
  }

  /// Samples and channels.
  public func drawnShape(for shape: [Int]) -> [Int] {
    let channels = isChannelsFirst ? 1 : shape.count - 1
    return shape.enumerated().map { axis, extent in axis == 0 || axis == channels ? extent : 1 }
  }
}
