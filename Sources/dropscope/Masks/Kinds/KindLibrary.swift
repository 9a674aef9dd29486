import DropoutEngine

/// What a library's layer is in words of the engine.
struct KindLayer {
  var kind: any DropoutKind
  var arithmetic = DropoutArithmetic.product
  var mode = Mode.inverted
  var dialect = Dialect.torch
  /// Whether it drops in evaluation, too.
  var dropsAlways = false
  /// How the input lies in memory.
  var isTransposed = false
  /// Whether it runs on XLA, whose arithmetic on a CPU takes what is below the least normal number for
  /// zero.
  var flushesSubnormals = false
}

extension KindCase {
  /// The layer that works on an activation; nil where the op is of another sort.
  func activationLayer() throws(Failure) -> KindLayer? {
    switch op {
    case "dropout", "dropout_": return KindLayer(kind: ElementDropout())
    case "dropout-transposed": return KindLayer(kind: ElementDropout(), isTransposed: true)
    case "vanilla": return KindLayer(kind: try vanilla(), mode: .vanilla)
    case "dropout1d": return KindLayer(kind: ChannelDropout(spatialAxes: 1))
    case "dropout2d", "dropout2d-channels_last", "dropout2d_":
      return KindLayer(kind: ChannelDropout(spatialAxes: 2))
    case "dropout3d": return KindLayer(kind: ChannelDropout(spatialAxes: 3))
    case "alpha", "alpha_": return KindLayer(kind: AlphaDropout())
    case "feature_alpha", "feature_alpha_": return KindLayer(kind: FeatureAlphaDropout())
    case "normal": return KindLayer(kind: GaussianDropout())
    case "fastai.RNNDropout": return KindLayer(kind: LockedDropout())
    case "flair.LockedDropout":
      return try locked(isTimeFirst: try fields.flag("batch_first") == false)
    case "torchnlp.LockedDropout", "awd.LockedDropout": return try locked(isTimeFirst: true)
    case "flair.WordDropout": return KindLayer(kind: WordDropout())
    case "timm.DropPath":
      var path = DropPath()
      path.isScaled = try fields.flag("scale_by_keep") ?? true
      return KindLayer(kind: path)
    case "torchvision.StochasticDepth":
      var path = DropPath()
      let mode = try fields.string("mode") ?? "row"
      do throws(KindError) { try path.set("mode", to: mode) } catch { throw refused(error) }
      return KindLayer(kind: path)
    default:
      if let layer = try blocks() { return layer }
      if let layer = try keras() { return layer }
      return try flax()
    }
  }

  private func vanilla() throws(Failure) -> SharedDropout {
    if fields.text("noise_axes") == "all" {
      return SharedDropout(axes: [], drawsWhenAllFalls: true)
    }
    let own = Set(try fields.signed("noise_axes"))
    return SharedDropout(
      axes: Set(shape.indices).subtracting(own), drawsWhenAllFalls: true)
  }

  private func locked(isTimeFirst: Bool) throws(Failure) -> KindLayer {
    var kind = LockedDropout()
    kind.isTimeFirst = isTimeFirst
    return KindLayer(kind: kind)
  }

  private func blocks() throws(Failure) -> KindLayer? {
    var kind = DropBlock()
    var layer = KindLayer(kind: kind)
    switch op {
    case "timm.drop_block_2d", "timm.DropBlock2d":
      kind.rule = .timm
      kind.isBareFunction = op == "timm.drop_block_2d" && phase == .train
      kind.areChannelsCoupled = try fields.flag("couple_channels") ?? true
      kind.isScaled = try fields.flag("scale_by_keep") ?? true
      kind.seedScale = try fields.double("gamma_scale") ?? 1
    case "torchvision.drop_block2d", "torchvision.drop_block3d": kind.rule = .torchvision
    case "miguelvr.DropBlock2D":
      kind.rule = .miguelvr
      layer.arithmetic = .ratio
    default: return nil
    }
    kind.block = fields.has("block") ? try fields.number("block") : 7
    layer.kind = kind
    return layer
  }

  /// Keras' layers, which have generators of their own.
  private func keras() throws(Failure) -> KindLayer? {
    let kind: any DropoutKind
    switch op {
    case "keras.Dropout": kind = SharedDropout(axes: try sharedAxes())
    case "keras.AlphaDropout":
      var shared = SharedDropout(axes: try sharedAxes())
      shared.isSelfNormalizing = true
      kind = shared
    case "keras.GaussianDropout": kind = GaussianDropout()
    case "keras.SpatialDropout1D", "keras.SpatialDropout2D", "keras.SpatialDropout3D":
      var spatial = SpatialDropout()
      spatial.isChannelsFirst = try fields.string("data_format") == "channels_first"
      kind = spatial
    default: return nil
    }
    let arithmetic: DropoutArithmetic =
      switch op {
      case "keras.AlphaDropout": .affine
      case "keras.GaussianDropout": .product
      default: .quotient
      }
    do throws(DialectError) {
      return KindLayer(
        kind: kind, arithmetic: arithmetic, dialect: try Dialect.named("keras-\(run)"),
        flushesSubnormals: run == "jax")
    } catch {
      throw fields.failure("run", has: "'\(run)'", needs: "torch, jax or numpy")
    }
  }

  private func flax() throws(Failure) -> KindLayer? {
    guard op == "flax.Dropout" else { return nil }
    let axes = fields.has("broadcast") ? try fields.signed("broadcast") : []
    return KindLayer(
      kind: SharedDropout(axes: Set(axes.map { $0 < 0 ? $0 + shape.count : $0 })),
      arithmetic: .quotient, dialect: .jax, flushesSubnormals: true)
  }

  /// The axes at which Keras' `noise_shape` has 1.
  private func sharedAxes() throws(Failure) -> Set<Int> {
    guard fields.has("noise_shape") else { return [] }
    let extents = try fields.extents("noise_shape")
    guard extents.count == shape.count else {
      throw fields.failure(
        "noise_shape", has: "a list of \(extents.count)", needs: "an extent an axis, or null")
    }
    return Set(extents.indices.filter { extents[$0] == 1 })
  }
}
