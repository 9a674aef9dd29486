extension MaskCall {
  /// The shape that is drawn: the tensor's own, but 1 along axes that share a draw.
  ///
  /// `Dropout1d` to `3d` and `FeatureAlphaDropout` draw one number for each sample and channel, the
  /// first two axes; `dropout1d` of two axes and `dropout3d` of four take them for one sample's
  /// (dialects.md 4.3).
  var noiseShape: [Int] {
    var noise = shape
    switch operation {
    case .channels(let spatialAxes):
      let isOneSample = spatialAxes != 2 && shape.count == spatialAxes + 1
      for axis in shape.indices.dropFirst(isOneSample ? 1 : 2) { noise[axis] = 1 }
    case .featureAlpha:
      for axis in shape.indices.dropFirst(2) { noise[axis] = 1 }
    default:
      for axis in broadcastAxes { noise[axis < 0 ? axis + shape.count : axis] = 1 }
    }
    return noise
  }

  /// How many axes the operation takes, where the shape has another number of them.
  var neededAxes: String? {
    let axes = shape.count
    return switch operation {
    case .channels(let spatial) where spatial == 1: 2...3 ~= axes ? nil : "2 or 3"
    case .channels, .featureAlpha: axes >= 2 ? nil : "2 or more"
    default: nil
    }
  }
}
