import DropoutEngine

/// A tensor of any rank on a plane: its last axis across, all others down.
struct Plane: Equatable, Sendable {
  var rows: Int
  var columns: Int

  var count: Int { rows * columns }

  /// Axes of length 1 at the end are left out, so that (N, C, 1, 1) is N rows of C. A plane whose
  /// elements cannot be counted is empty.
  init(_ shape: [Int]) {
    var axes = shape
    while axes.count > 1, axes.last == 1 { axes.removeLast() }
    let count = elementCount(axes)
    columns = max(0, axes.last ?? 1)
    rows = columns == 0 || count == .max ? 0 : count / columns
    if rows == 0 { columns = 0 }
  }
}

extension SiteCall {
  /// Elements of the tensor, bounded by what it says elsewhere so that no shape is trusted.
  var elements: Int {
    guard let size, size < .max else { return drawn == nil ? mask?.count ?? 0 : 0 }
    return size
  }

  /// The shape that the mask has: that of the draw, which may be smaller than the tensor's.
  var maskShape: [Int]? { drawn ?? shape ?? mask.map { [$0.count] } }

  /// Elements of the mask, or of what would be one.
  var maskElements: Int {
    guard let count = maskShape.map(elementCount), count < .max else { return mask?.count ?? 0 }
    return count
  }

  /// Elements of the mask that stand side by side: its last axis longer than 1.
  var maskColumns: Int {
    let plane = maskShape.map { Plane($0) }
    return max(1, plane?.columns ?? 1)
  }

  /// Samples in the batch: the first side, where there is more than one.
  var samples: Int {
    guard let shape = drawn ?? shape, shape.count >= 2 else { return 1 }
    return max(0, shape[0])
  }

  /// Units of one sample.
  var units: Int { samples > 0 ? maskElements / samples : 0 }
}

extension SessionHeader {
  /// A lone layer over a tensor shows all of it, not one sample.
  var showsWholeTensor: Bool { preset == "module" }
}

extension ScreenState {
  /// How many units the selected site's grid shows: one sample's, or the whole tensor's.
  package var unitCount: Int {
    guard let arrival, let site = selectedSite else { return 0 }
    return arrival.shownDraws(site, sample: sample).count
  }
}
