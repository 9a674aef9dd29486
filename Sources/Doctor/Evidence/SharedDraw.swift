import DropoutEngine

/// What a drawn shape alone says is wrong: more of the tensor hangs on one decision than is meant.
enum SharedDraw: Sendable {
  /// One mask serves all samples of the batch.
  case batch
  /// One decision serves the whole batch, where each sample has a path of its own.
  case path
  /// A dropout of channels got a tensor with an axis too few, and took another one for channels.
  case axis
  /// One decision serves all units of a sample, in a dropout that says of itself no more than that.
  case units

  /// Looks at a training run that drew.
  init?(_ site: Sighting) {
    guard site.isDrawn == true, let shape = site.site.shape ?? site.header?.shape,
      let drawn = site.site.drawn, drawn != shape, let samples = shape.first
    else { return nil }
    if let axes = Self.axes(of: site.header), shape.count == axes + 1 {
      self = .axis
      return
    }
    // A draw may have fewer axes than the tensor: they are the last ones.
    let draws = Array(repeating: 1, count: max(0, shape.count - drawn.count)) + drawn
    guard samples > 1, draws.count == shape.count else { return nil }
    let isRow = draws[0] == samples && draws.dropFirst().allSatisfy { $0 == 1 }
    if isRow, site.header?.kind == "dropout", elementCount(Array(shape.dropFirst())) > 1 {
      self = .units
      return
    }
    guard draws[0] == 1 else { return nil }
    let count = draws.reduce(1, *)
    switch site.header?.kind {
    case "droppath":
      // torchvision's StochasticDepth has a mode that decides for the batch.
      guard count == 1, site.header?.module != "StochasticDepth" else { return nil }
      self = .path
    case nil, "dropout", "locked":
      // Of three axes the first may be time, and a mask that all time steps share is meant so.
      let mayBeLocked = shape.count == 3 && drawn.count == 3 && draws[1] > 1
      guard count > 1, !mayBeLocked else { return nil }
      self = .batch
    default: return nil
    }
  }

  /// How many axes behind the channels a dropout of PyTorch's is made for.
  private static func axes(of header: SiteHeader?) -> Int? {
    for name in [header?.module, header?.kind] {
      switch name?.lowercased() {
      case "dropout1d": return 1
      case "dropout2d": return 2
      case "dropout3d": return 3
      default: continue
      }
    }
    return nil
  }

  /// What is wrong, in words.
  var words: FindingWords {
    switch self {
    case .batch:
      FindingWords(
        what: "One mask is drawn for the whole batch: all samples drop the same units.",
        meaning: "A step averages over one sub-network and not over one for each sample; the noise"
          + " of gradients grows.",
        advice: "Draw the mask in the shape of the whole tensor, the batch included.")
    case .path:
      FindingWords(
        what: "One decision is drawn for the whole batch: all samples skip the block together.",
        meaning: "In some steps the block learns nothing at all, and the others see no skipping.",
        advice: "Draw one decision a sample: shape (batch, 1, …, 1).")
    case .axis:
      FindingWords(
        what: "A dropout of whole channels got a tensor with an axis too few, and drops along"
          + " another one.",
        meaning: "Whole tokens or samples vanish where channels were meant to.",
        advice: "Put the channels second and add the missing axis, or use the dropout that is made"
          + " for this shape.")
    case .units:
      FindingWords(
        what: "One decision is drawn for all units of a sample: rows are dropped as a whole.",
        meaning: "Samples vanish from the step, and no unit learns to do without another.",
        advice: "Draw the mask in the shape of the whole tensor, or name it as a path.")
    }
  }
}
