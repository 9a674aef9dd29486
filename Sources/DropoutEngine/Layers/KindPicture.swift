/// What a tensor is drawn as: what of it is shown together follows from what a kind drops together.
public enum KindPicture: Sendable, Hashable {
  /// A block for each draw.
  case units
  /// A block that hangs under the line which goes past it: a branch that may be dropped.
  case branch
  /// A tile for each index of an axis, its values inside: one draw decides about all of a tile.
  case maps(PictureAxes)
  /// Tiles in which each element has a cell, since draws differ within them.
  case sheets(PictureAxes)
}

/// Where the axes of a tensor lie in its picture.
///
/// An axis that is named nowhere is shown at its first index alone.
public struct PictureAxes: Sendable, Hashable {
  /// The axis of samples, of which one is shown; nil where there is none.
  public var samples: Int?
  /// The axis of tiles; nil for a single one.
  public var tiles: Int?
  /// The axes from top to bottom, the slowest first.
  public var down: [Int]
  /// The axes from left to right.
  public var across: [Int]
  /// What the tiles are, or what lies down: `channels`.
  public var rows: String
  /// What lies across in a single tile: `features`.
  public var columns: String?

  /// All fields.
  public init(
    samples: Int? = nil, tiles: Int? = nil, down: [Int], across: [Int], rows: String,
    columns: String? = nil
  ) {
    self.samples = samples
    self.tiles = tiles
    self.down = down
    self.across = across
    self.rows = rows
    self.columns = columns
  }

  /// A map for each channel: (N, C, ...), or (C, ...) where it has no axis of samples.
  static func channels(_ axes: Int, hasSamples: Bool = true) -> PictureAxes {
    let channel = hasSamples ? 1 : 0
    return PictureAxes(
      samples: hasSamples ? 0 : nil, tiles: channel, down: Array(channel + 1..<axes - 1),
      across: [axes - 1], rows: "channels")
  }
}
