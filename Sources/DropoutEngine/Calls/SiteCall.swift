/// What one run of a site did in one forward call.
///
/// Only its name is always known. What a log does not say is nil.
public struct SiteCall: Sendable, Equatable {
  /// The site's name, its identity everywhere.
  public var name: String
  /// Which run of the site in this call, from 1.
  public var run = 1
  /// Whether it is a forward that ran again during backward, as gradient checkpointing does.
  public var isRecomputed = false
  /// The flag of the site's owner; nil where only the call's is known.
  public var phase: Phase?
  /// The training flags from the root to the owner, a letter each: `t` or `e`.
  public var chain: String?
  /// Whether gradients flow through it: not where they are off, nor in a part that is frozen.
  public var grad: Bool?
  /// The shape of the tensor; nil where it is not known.
  public var shape: [Int]?
  /// The drawn shape, where it differs from the tensor's: (N, C, 1, 1) for channels.
  public var drawn: [Int]?
  /// The axes by stride, where the generator did not fill C order.
  public var order: [Int]?
  /// The rate in force.
  public var rate: Rate?
  /// The factor of the last stage.
  public var scale: Double?
  /// What is added after the scale, in kinds that have it.
  public var shift: Double?
  /// What a dropped element becomes before scale and shift, in kinds that have it.
  public var fill: Double?
  /// What was drawn.
  public var draw: Draw
  /// How many elements of the tensor were kept.
  public var kept: Int?
  /// How many draws kept, where one decides about several elements.
  public var decisions: Int?
  /// Σ (T - φ n)² / N² over the groups of n elements that share a draw, T their sum before the mask,
  /// N all elements: with p q and the scale squared the variance of the stage's mean over masks.
  public var spread: Double?
  /// Whose bits they are, where a site has its own: a fused kernel's.
  public var dialect: String?
  /// The seed that a fused kernel drew from.
  public var seed: UInt64?
  /// The offset that a fused kernel began at.
  public var offset: UInt64?
  /// What each element was multiplied by, in kinds without bits.
  public var factors: [Double]?
  /// Where blocks of a map were begun, in the shape in which its kind draws them, padded to whole bytes.
  public var seeds: Mask?
  /// The activation at its three stages; nil where it was not measured.
  public var stages: Stages?
  /// Units that are zero before the mask on the whole call, a bit each, padded to whole bytes.
  public var zeroUnits: Mask?
  /// How many units those are.
  public var dead: Int?
  /// The batch norm that runs after the site.
  public var nextNorm: String?
  /// False where nothing reads the result.
  public var isUsed = true
  /// How many operators read the result, where a recorder followed it.
  public var reads: Int?

  /// What a site drew in a run.
  public enum Draw: Sendable, Equatable {
    /// Nothing, as in evaluation: everything is kept.
    case nothing
    /// A mask, over the drawn shape.
    case mask(Mask)
    /// No mask is on record. What is known instead: the digest of its packed bits, and how many
    /// elements were kept where.
    case unrecorded(digest: String?, tiles: KeptTiles?)

    /// Nothing is known of it.
    public static let unknown = Draw.unrecorded(digest: nil, tiles: nil)
  }

  /// A run of which only the name is known.
  public init(name: String) {
    self.name = name
    draw = .unknown
  }

  /// The fields of an element-wise run that was seen whole.
  public init(
    name: String, shape: [Int], rate: Rate, scale: Double, mask: Mask?, kept: Int, stages: Stages?
  ) {
    self.name = name
    self.shape = shape
    self.rate = rate
    self.scale = scale
    draw = mask.map(Draw.mask) ?? .nothing
    self.kept = kept
    self.stages = stages
  }
}

extension SiteCall {
  /// Which run of which site this is.
  public var id: SiteRun { SiteRun(name: name, run: run, isRecomputed: isRecomputed) }

  /// The mask, where it is on record.
  public var mask: Mask? { if case .mask(let mask) = draw { mask } else { nil } }

  /// Whether something was drawn; nil where that is not known.
  public var isDrawn: Bool? {
    switch draw {
    case .nothing: false
    case .mask: true
    case .unrecorded(let digest, let tiles):
      digest != nil || tiles != nil || decisions != nil || factors != nil
        || (kept.map { $0 != size } ?? false)
        ? true : nil
    }
  }

  /// How many elements the tensor has.
  public var size: Int? { shape.map(elementCount) }

  /// How many decisions were drawn when something was drawn.
  public var drawnCount: Int? { (drawn ?? shape).map(elementCount) }

  /// The share of elements kept, in 0...1; 1 for an empty tensor.
  public var keptShare: Double? {
    guard let kept, let size else { return nil }
    return size == 0 ? 1 : Double(kept) / Double(size)
  }

  /// How many decisions kept, of how many that were drawn; nil where nothing was drawn, or it is
  /// not known.
  public var keptDecisions: KeptCount? {
    guard isDrawn == true, factors == nil, let of = drawnCount else { return nil }
    let kept: Int
    switch (decisions, mask, drawn) {
    case (let decisions?, _, _): kept = decisions
    case (_, let mask?, _): kept = mask.kept
    case (_, _, nil):
      guard let all = self.kept else { return nil }
      kept = all
    default: return nil
    }
    return KeptCount(kept: kept, of: of)
  }
}

/// Which run of which site: what an entry of a call is found by.
public struct SiteRun: Sendable, Hashable {
  /// The site's name.
  public var name: String
  /// Which run of the site in its call, from 1.
  public var run: Int
  /// Whether it is a recomputation.
  public var isRecomputed: Bool

  /// All fields.
  public init(name: String, run: Int = 1, isRecomputed: Bool = false) {
    self.name = name
    self.run = run
    self.isRecomputed = isRecomputed
  }
}

/// So many of so many.
public struct KeptCount: Sendable, Hashable {
  /// How many were kept.
  public var kept: Int
  /// How many there are.
  public var of: Int

  /// Both fields.
  public init(kept: Int, of: Int) {
    self.kept = kept
    self.of = of
  }
}

/// The activation of one run at its three stages, on one axis.
public struct Stages: Sendable, Equatable {
  /// The axis of the three histograms.
  public var range: HistogramRange
  /// As it comes in.
  public var before: StageStatistics
  /// After the product with the mask.
  public var masked: StageStatistics
  /// After the product with the scale.
  public var after: StageStatistics

  /// All fields.
  public init(
    range: HistogramRange, before: StageStatistics, masked: StageStatistics, after: StageStatistics
  ) {
    self.range = range
    self.before = before
    self.masked = masked
    self.after = after
  }
}

/// How many elements of a tensor were kept in each cell of a grid over it: all axes but the last
/// down, the last across, split as evenly as can be, the first parts larger.
///
/// The tensor's elements count, also where one draw decides about several of them.
public struct KeptTiles: Sendable, Equatable {
  /// The most rows and columns a grid has.
  public static let limit = 64
  /// Rows of the grid.
  public var rows: Int
  /// Columns of the grid.
  public var columns: Int
  /// `rows` x `columns` counts, row-major.
  public var kept: [Int]

  /// All fields.
  public init(rows: Int, columns: Int, kept: [Int]) {
    precondition(kept.count == rows * columns, "a grid holds a count for each of its cells")
    self.rows = rows
    self.columns = columns
    self.kept = kept
  }
}

/// The product of a shape's extents; the largest integer where that overflows.
public func elementCount(_ shape: [Int]) -> Int {
  var product = 1
  for extent in shape {
    let (next, overflow) = product.multipliedReportingOverflow(by: max(0, extent))
    if overflow { return shape.contains(0) ? 0 : .max }
    product = next
  }
  return product
}
