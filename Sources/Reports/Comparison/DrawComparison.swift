import DropoutEngine

/// What one run of a site drew in two calls, held together as far as both are on record.
///
/// Where nothing was drawn all are kept, so that it is the same as a mask of ones.
enum DrawComparison {
  /// Nothing differs; so many elements were looked at.
  case same(elements: Int)
  /// Elements of two masks over one shape differ.
  case elements(MaskDifference, shape: [Int])
  /// Only digests are on record, of one mask or of both.
  case digests(areSame: Bool)
  /// They differ in a way that no element tells.
  case other(String)
  /// Too little is on record.
  case unknown

  init(_ a: SiteCall, _ b: SiteCall) {
    if let first = a.shape, let second = b.shape, first != second {
      self = .other("\(times(first)) against \(times(second))")
      return
    }
    switch (a.draw, b.draw) {
    case (.nothing, .nothing): self = .same(elements: a.drawnCount ?? b.drawnCount ?? 0)
    case (.mask(let mask), .nothing): self.init(mask, nil, a.drawn ?? a.shape ?? [])
    case (.nothing, .mask(let mask)): self.init(nil, mask, b.drawn ?? b.shape ?? [])
    case (.mask(let first), .mask(let second)):
      let shapes = (a.drawn ?? a.shape ?? [], b.drawn ?? b.shape ?? [])
      guard shapes.0 == shapes.1, first.count == second.count else {
        self = .other("drawn \(times(shapes.0)) against \(times(shapes.1))")
        return
      }
      self.init(first, second, shapes.0)
    default: self = Self.unrecorded(a, b)
    }
  }

  private init(_ a: Mask?, _ b: Mask?, _ shape: [Int]) {
    let count = a?.count ?? b?.count ?? 0
    guard a != b else {
      self = .same(elements: count)
      return
    }
    let all = Mask(repeating: true, count: count)
    let difference = MaskDifference(a ?? all, b ?? all)
    self =
      difference.first == nil ? .same(elements: count) : .elements(difference, shape: shape)
  }

  /// At least one of both has no mask on record.
  private static func unrecorded(_ a: SiteCall, _ b: SiteCall) -> DrawComparison {
    if let digests = digests(a, b) { return .digests(areSame: digests.0 == digests.1) }
    if a.draw == .nothing || b.draw == .nothing {
      guard let kept = a.kept, let other = b.kept, let size = a.size ?? b.size else {
        return .unknown
      }
      return kept == other ? .same(elements: size) : .other("\(kept) kept against \(other)")
    }
    if let kept = a.kept, let other = b.kept, kept != other {
      return .other("\(kept) kept against \(other)")
    }
    if let tiles = a.tiles, let other = b.tiles, tiles != other {
      return .other("other elements are kept, as the tiles tell")
    }
    // No more than this can be told, and it is the same.
    return a.draw == b.draw && a.kept != nil ? .same(elements: 0) : .unknown
  }

  private static func digests(_ a: SiteCall, _ b: SiteCall) -> (String, String)? {
    switch (a.draw, b.draw) {
    case (.unrecorded(let first?, _), .unrecorded(let second?, _)): (first, second)
    case (.unrecorded(let first?, _), .mask(let mask)): (first, mask.digest)
    case (.mask(let mask), .unrecorded(let second?, _)): (mask.digest, second)
    default: nil
    }
  }
}

extension SiteCall {
  fileprivate var tiles: KeptTiles? {
    if case .unrecorded(_, let tiles) = draw { tiles } else { nil }
  }
}
