/// How much of a row or a column a part of a layout takes.
enum Extent: Equatable, Sendable {
  /// So many cells.
  case exactly(Int)
  /// So many parts of what the others leave.
  case share(Int)
  /// So many cells, and one part of what the others leave.
  case atLeast(Int)
}

extension Rect {
  /// Splits the rectangle into parts one below the other, in order and without gaps.
  ///
  /// Where there is too little room the first parts get theirs, and the last ones are empty.
  func rows(_ extents: [Extent]) -> [Rect] {
    var top = y
    return Extent.lengths(extents, of: height).map { length in
      defer { top += length }
      return Rect(x: x, y: top, width: width, height: length)
    }
  }

  /// Splits the rectangle into parts side by side, as ``rows(_:)`` does one below the other.
  func columns(_ extents: [Extent]) -> [Rect] {
    var left = x
    return Extent.lengths(extents, of: width).map { length in
      defer { left += length }
      return Rect(x: left, y: y, width: length, height: height)
    }
  }
}

extension Extent {
  /// Part i of a share ends at ⌊room × (weights up to i) / (all weights)⌋, so that no cell is lost.
  fileprivate static func lengths(_ extents: [Extent], of whole: Int) -> [Int] {
    var room = max(0, whole)
    var lengths = extents.map { extent in
      let least = min(room, extent.least)
      room -= least
      return least
    }
    let weights = extents.reduce(0) { $0 + $1.weight }
    guard weights > 0 else { return lengths }
    var before = 0
    for (index, extent) in extents.enumerated() {
      let start = room * before / weights
      before += extent.weight
      lengths[index] += room * before / weights - start
    }
    return lengths
  }

  private var least: Int {
    switch self {
    case .exactly(let cells), .atLeast(let cells): max(0, cells)
    case .share: 0
    }
  }

  private var weight: Int {
    switch self {
    case .exactly: 0
    case .share(let parts): max(0, parts)
    case .atLeast: 1
    }
  }
}
