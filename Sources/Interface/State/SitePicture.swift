import DropoutEngine

/// What a site's units are drawn as: its kind says what is dropped together.
enum SitePicture: Equatable, Sendable {
  /// A block a unit.
  case units
  /// Tiles: channels, heads, a matrix.
  case tiles(TilePicture)
  /// A block that hangs under a line.
  case path

  /// Nothing that a log says of itself is trusted: a shape that does not fit the kind is drawn as
  /// units.
  init(_ site: SiteCall, kind name: String?) {
    self = .units
    guard let shape = site.shape, shape.allSatisfy({ 1...1 << 20 ~= $0 }), shape.count <= 6,
      elementCount(shape) <= 1 << 26, let kind = name.flatMap(DropoutKinds.named)
    else { return }
    switch kind.picture(of: shape) {
    case .units: break
    case .branch: self = .path
    case .maps(let axes), .sheets(let axes):
      let drawn = site.drawn ?? (site.mask?.count == elementCount(shape) ? shape : nil)
      let tiles = TilePicture(axes, shape: shape, drawn: drawn ?? kind.drawnShape(for: shape))
      guard var tiles else { return }
      if case .maps = kind.picture(of: shape) { tiles.isMap = true }
      tiles.edge = kind is AttentionDropout ? .sums : kind is DropConnect ? .spreads : nil
      tiles.isTable = kind is EmbeddingDropout
      tiles.hasHoles = kind is DropBlock
      self = .tiles(tiles)
    }
  }
}

/// A tensor as tiles: which element and which decision stands where.
struct TilePicture: Equatable, Sendable {
  /// Whether one decision is a tile's, and its values fill half a cell each.
  var isMap = false
  /// What stands at the right of its rows.
  var edge: SheetEdge?
  /// Whether its rows are looked up: all of them are told of.
  var isTable = false
  /// Whether whole blocks of neighbours fall.
  var hasHoles = false
  /// Samples of the batch, of which one is shown.
  let samples: Int
  /// Tiles of a sample.
  let count: Int
  /// Elements of a tile, across and down.
  let size: Size
  /// Decisions of a sample.
  let decisions: Int
  /// What lies in tiles or down, and what across.
  let rows: String
  let columns: String?
  /// Whether a tile shows all that its decisions are about, so that its values are theirs.
  let isWhole: Bool
  /// Whether each element has a decision of its own.
  let isElementwise: Bool
  /// Whether decisions hold from top to bottom of a tile.
  let isSharedDown: Bool
  /// How far on the decision about the next column is: 1, or 0 where a row shares one; nil where
  /// that is not the same all along.
  let step: Int?
  private let axes: PictureAxes
  private let shape: [Int]
  private let strides: [Int]
  private let drawnStrides: [Int]

  /// Nil where shapes and axes do not fit.
  init?(_ axes: PictureAxes, shape: [Int], drawn: [Int]) {
    let named = [axes.samples, axes.tiles].compactMap(\.self) + axes.down + axes.across
    guard drawn.count == shape.count, zip(drawn, shape).allSatisfy({ $0 == $1 || $0 == 1 }),
      named.allSatisfy(shape.indices.contains), Set(named).count == named.count
    else { return nil }
    self.axes = axes
    self.shape = shape
    (rows, columns) = (axes.rows, axes.columns)
    samples = axes.samples.map { shape[$0] } ?? 1
    count = axes.tiles.map { shape[$0] } ?? 1
    size = Size(
      width: axes.across.reduce(1) { $0 * shape[$1] },
      height: axes.down.reduce(1) { $0 * shape[$1] })
    isWhole = shape.indices.allSatisfy { named.contains($0) || shape[$0] == 1 }
    isSharedDown = axes.down.allSatisfy { drawn[$0] == 1 } && size.height > 1
    isElementwise = drawn == shape
    step =
      axes.across.allSatisfy { drawn[$0] == 1 }
      ? 0
      : axes.across == Array((axes.across.first ?? 0)..<shape.count)
        && axes.across.allSatisfy { drawn[$0] == shape[$0] } ? 1 : nil
    decisions = elementCount(drawn) / (axes.samples.map { drawn[$0] } ?? 1)
    strides = Self.strides(shape, shape)
    drawnStrides = Self.strides(drawn, shape)
  }

  private static func strides(_ drawn: [Int], _ shape: [Int]) -> [Int] {
    var (strides, stride) = ([Int](repeating: 0, count: shape.count), 1)
    for axis in shape.indices.reversed() {
      strides[axis] = drawn[axis] == 1 ? 0 : stride
      stride *= drawn[axis]
    }
    return strides
  }

  /// The element of the tensor at a place of a tile.
  func element(_ sample: Int, _ tile: Int, _ row: Int, _ column: Int) -> Int {
    place(sample, tile, row, column, strides)
  }

  /// The decision about it, in the mask of the drawn shape.
  func decision(_ sample: Int, _ tile: Int, _ row: Int, _ column: Int) -> Int {
    place(sample, tile, row, column, drawnStrides)
  }

  /// The decisions about a sample: where they begin in the mask, as far as they stand together.
  func firstDecision(_ sample: Int) -> Int {
    axes.samples.map { drawnStrides[$0] * sample } ?? 0
  }

  /// The elements of a sample, where they stand together.
  func elements(_ sample: Int) -> Range<Int>? {
    guard isWhole, axes.samples ?? 0 == 0 else { return nil }
    let count = count * size.width * size.height
    return sample * count..<(sample + 1) * count
  }

  /// How many decisions further the one below stands.
  var decisionsPerRow: Int { step == 0 ? 1 : size.width }

  private func place(
    _ sample: Int, _ tile: Int, _ row: Int, _ column: Int, _ strides: [Int]
  ) -> Int {
    var place = (axes.samples.map { strides[$0] * sample } ?? 0)
    if let tiles = axes.tiles { place += strides[tiles] * tile }
    return place + offset(row, axes.down, strides) + offset(column, axes.across, strides)
  }

  private func offset(_ index: Int, _ axes: [Int], _ strides: [Int]) -> Int {
    var (rest, offset) = (index, 0)
    for axis in axes.reversed() {
      let (whole, place) = rest.quotientAndRemainder(dividingBy: shape[axis])
      offset += place * strides[axis]
      rest = whole
    }
    return offset
  }

  /// `16 channels of 12×12`, or `8 times × 48 features`; short without the words.
  var words: (long: String, short: String) {
    let map = size.height == 1 && isMap ? "\(size.width)" : "\(size.height)×\(size.width)"
    guard axes.tiles == nil else { return ("\(count) \(rows) of \(map)", "\(count) of \(map)") }
    guard let columns else { return ("\(map) \(rows)", map) }
    return ("\(size.height) \(rows) × \(size.width) \(columns)", map)
  }
}

extension Arrival {
  /// What a site of the call is drawn as.
  func picture(_ site: SiteCall) -> SitePicture {
    SitePicture(site, kind: header.site(site.name)?.kind)
  }

  /// The draws that a site's grid shows, those of one sample or of the whole tensor: which stands
  /// first in the mask, and how many they are.
  func shownDraws(_ site: SiteCall, sample: Int) -> (first: Int, count: Int) {
    if case .tiles(let tiles) = picture(site) {
      let sample = max(0, min(sample, tiles.samples - 1))
      return (tiles.firstDecision(sample), tiles.decisions)
    }
    var site = site
    if site.draw == .nothing, site.drawn == nil, let shape = site.shape,
      let kind = header.site(site.name)?.kind.flatMap(DropoutKinds.named),
      (try? kind.check(shape: shape, rate: .half, phase: .train)) != nil
    {
      // What would have been drawn.
      site.drawn = kind.drawnShape(for: shape)
    }
    if header.showsWholeTensor, picture(site) == .units { return (0, site.maskElements) }
    return (max(0, min(sample, site.samples - 1)) * site.units, site.units)
  }
}
