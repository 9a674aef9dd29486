extension Mode {
  /// The factor of the last stage: vanilla train 1, vanilla eval 1 - p, inverted train 1/(1 - p),
  /// inverted eval 1.
  ///
  /// In single precision as PyTorch computes it, `1 / Float(1 - p)`: for p = 0.1 that is
  /// 1.1111111640930176. Where everything is dropped (inverted train, p = 1) nothing is left to
  /// scale and the factor is 1, so that the outcome is x * 0 as in PyTorch.
  public func scale(rate: Rate, phase: Phase) -> Float {
    switch (self, phase) {
    case (.vanilla, .train), (.inverted, .eval): 1
    case (.vanilla, .eval): Float(rate.keep)
    case (.inverted, .train): rate.keep == 0 ? 1 : 1 / Float(rate.keep)
    }
  }
}
