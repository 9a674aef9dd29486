/// PyTorch's `Dropout1d`, `Dropout2d` and `Dropout3d`: a decision for each channel of each sample,
/// the first two axes (J. Tompson et al., "Efficient object localization using convolutional
/// networks", 2015).
///
/// `Dropout1d` of two axes and `Dropout3d` of four take them for one sample's; `Dropout2d` of three
/// takes them for (N, C, L), and of two for (N, C).
public struct ChannelDropout: DropoutKind {
  /// How many axes a channel has: 1, 2 or 3.
  public let spatialAxes: Int

  /// - Parameter spatialAxes: 1, 2 or 3.
  public init(spatialAxes: Int) {
    precondition(1...3 ~= spatialAxes, "a channel has one to three axes")
    self.spatialAxes = spatialAxes
  }

  /// `dropout1d`, `dropout2d`, `dropout3d`.
  public var name: String { "dropout\(spatialAxes)d" }

  /// `channel`.
  public var unit: (one: String, many: String) { ("channel", "channels") }

  /// `drops whole maps`.
  public var deed: String? { "drops whole maps: neighbours go together" }

  /// A decision a channel.
  public var law: DrawLaw { .groups }

  /// PyTorch's words.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    if spatialAxes == 1, !(2...3 ~= shape.count) { throw .dropout1d(axes: shape.count) }
    // Where nothing is drawn PyTorch does not look.
    let draws = phase == .train && rate.value > 0 && rate.value < 1
    if draws, shape.count < 2 { throw .noChannels }
  }

  /// Where PyTorch takes a shape for another than was likely meant.
  public func warning(shape: [Int]) -> String? {
    switch (spatialAxes, shape.count) {
    case (2, 3):
      "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout "
        + "behavior is desired - input is interpreted as shape (N, C, L), where C is the channel "
        + "dim. This behavior will change in a future release to interpret the input as one "
        + "without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise "
        + "dropout behavior, please switch to using dropout1d instead."
    case (2, 4), (3, 4...5), (1, _): nil
    case (let spatial, let axes):
      "dropout\(spatial)d: Received a \(axes)-D input to dropout\(spatial)d, which is deprecated "
        + "and will result in an error in a future release. To retain the behavior and silence "
        + "this warning, please use dropout instead. Note that dropout\(spatial)d exists to "
        + "provide channel-wise dropout on inputs with \(spatial) spatial dimensions, a channel "
        + "dimension, and an optional batch dimension (i.e. \(spatial + 1)D or \(spatial + 2)D "
        + "inputs)."
    }
  }

  /// Whether a shape is one sample's, without the axis of samples.
  public func isOneSample(_ shape: [Int]) -> Bool {
    spatialAxes != 2 && shape.count == spatialAxes + 1
  }

  /// A map a channel.
  public func picture(of shape: [Int]) -> KindPicture {
    let hasSamples = !isOneSample(shape)
    guard shape.count > (hasSamples ? 2 : 1) else { return .units }
    return .maps(.channels(shape.count, hasSamples: hasSamples))
  }

  /// Samples and channels.
  public func drawnShape(for shape: [Int]) -> [Int] {
    let own = isOneSample(shape) ? 1 : 2
    return shape.enumerated().map { axis, extent in axis < own ? extent : 1 }
  }
}
