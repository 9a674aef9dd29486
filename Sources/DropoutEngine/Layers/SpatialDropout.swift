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

  /// `drops whole maps`.
  public var deed: String? { "drops whole maps: neighbours go together" }

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

  /// A map a channel.
  public func picture(of shape: [Int]) -> KindPicture {
    let axes = shape.count
    guard axes > 2 else { return .units }
    if isChannelsFirst { return .maps(.channels(axes)) }
    return .maps(
      PictureAxes(
        samples: 0, tiles: axes - 1, down: Array(1..<axes - 2), across: [axes - 2],
        rows: "channels"))
  }

  /// Samples and channels.
  public func drawnShape(for shape: [Int]) -> [Int] {
    let channels = isChannelsFirst ? 1 : shape.count - 1
    return shape.enumerated().map { axis, extent in axis == 0 || axis == channels ? extent : 1 }
  }
}
