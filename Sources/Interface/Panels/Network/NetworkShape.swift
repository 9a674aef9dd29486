import DropoutEngine

/// What the network panel has to find room for.
struct NetworkShape: Equatable, Sendable {
  /// Columns and rows of the input drawn as a picture; nil without an input.
  var picture: Size?
  /// The sites, in the order in which they run.
  var layers: [Layer]
  /// Classes of the output; 0 where the last layer is the output.
  var classes: Int
  /// Index of the selected layer.
  var selected: Int
  /// Whether what is known of the run stands in place of the input.
  var hasRun = false
  /// Whether findings stand in place of the output.
  var hasFindings = false

  /// A site's grid.
  struct Layer: Equatable, Sendable {
    /// Units shown.
    var units: Int
    /// Columns, where the tensor itself has them.
    var columns: Int?
    /// Where the site stands in the call; nil for as many as there are before it.
    var site: Int?
    /// Tiles in place of units.
    var tiles: Tiles?
    /// The branches that stand in one box.
    var paths: [Int] = []
  }
}

extension NetworkShape {
  /// Reads the shape off the call on screen; hostile sizes come out as 0 or bounded.
  init(_ state: ScreenState, _ arrival: Arrival) {
    let (call, header) = (arrival.call, arrival.header)
    let whole = header.showsWholeTensor
    layers = []
    var paths: [Int] = []
    var hasPicture = false
    for (index, site) in call.sites.enumerated() {
      let picture = arrival.picture(site)
      if picture == .path {
        paths.append(index)
        continue
      }
      if picture != .units { hasPicture = true }
      let hasColumns = whole || (site.maskShape?.count ?? 0) > 2
      layers.append(
        Layer(
          units: arrival.shownDraws(site, sample: state.sample).count,
          columns: hasColumns ? site.maskColumns : nil, site: index, tiles: picture.tiles))
    }
    // Branches hang under one line, in a box behind all others.
    if !paths.isEmpty {
      hasPicture = true
      layers.append(Layer(units: 1, columns: nil, paths: paths))
    }
    let place = state.networkPlace
    let own = layers.firstIndex { $0.site == place || $0.paths.contains(place) }
    selected = max(0, min(own ?? place, layers.count - 1))
    classes = 0
    hasRun = call.tensors == nil && !whole
    hasFindings = hasRun && !state.findings.isEmpty
    guard let tensors = call.tensors else { return }
    let rows = max(1, tensors.rows)
    classes = tensors.output.count / rows
    let features = tensors.input.count / rows
    if whole, hasPicture {
      // What runs in is what the tiles show.
      picture = nil
    } else if whole {
      picture = features > 0 ? Size(width: features, height: rows) : nil
    } else {
      picture = NetworkShape.picture(features: features)
    }
  }

  /// The rectangle nearest a square for so many features: 64 is 8x8; nil for none.
  static func picture(features: Int) -> Size? {
    guard features > 0 else { return nil }
    // At most four times as wide as high.
    let root = Double(features).squareRoot()
    for height in stride(
      from: Int(nearest: root.rounded(.down)), through: Int(nearest: (root / 2).rounded(.up)),
      by: -1)
    where features % height == 0 {
      return Size(width: features / height, height: height)
    }
    let width = Int(nearest: root.rounded(.up))
    return Size(width: width, height: (features + width - 1) / width)
  }
}
