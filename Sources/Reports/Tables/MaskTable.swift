public import DropoutEngine
import PlainText

/// The masks that one run of a site drew in one shape, over all calls of a session that have one, as
/// an array for NumPy: its shape, and its bytes call by call.
///
/// Plain, an element is a byte, 1 kept and 0 dropped, and the shape is (calls, *drawn shape).
/// Packed, eight elements are a byte as `numpy.packbits` makes them, and the shape is (calls,
/// bytes). A call where nothing was drawn is all ones.
public struct MaskTable: Sendable {
  /// Which run of which site.
  public let id: SiteRun
  /// The shape of the masks, which is the tensor's or broadcasts over it.
  public let drawnShape: [Int]
  /// Whether elements are bits.
  public let isPacked: Bool
  /// Whether the same run has masks of other shapes, too.
  public let isOneOfSeveral: Bool
  private let places: PlaceSet
  private let size: Int

  init(_ id: SiteRun, _ drawnShape: [Int], isPacked: Bool, isOneOfSeveral: Bool, places: PlaceSet) {
    self.id = id
    self.drawnShape = drawnShape
    self.isPacked = isPacked
    self.isOneOfSeveral = isOneOfSeveral
    self.places = places
    size = elementCount(drawnShape)
  }

  /// What tells the array from others of its site, for a file's name: `-run2-recomputed-4x1x1`.
  public var suffix: String {
    let shape = drawnShape.isEmpty ? "scalar" : times(drawnShape)
    return (id.run == 1 ? "" : "-run\(id.run)") + (id.isRecomputed ? "-recomputed" : "")
      + (isOneOfSeveral ? "-\(shape)" : "")
  }

  /// Whether the call at a place of the log is one of the array's.
  public func has(_ place: Int) -> Bool { places.contains(place) }

  /// The numbers of the array's calls.
  public func calls(_ outline: SessionOutline) -> [Int] {
    zip(outline.numbers, outline.places).filter { has($0.1) }.map(\.0)
  }

  /// The array's shape for so many calls.
  public func shape(calls: Int) -> [Int] {
    [calls] + (isPacked ? [(size + 7) / 8] : drawnShape)
  }

  /// The bytes of one call.
  ///
  /// - Parameter mask: nil where nothing was drawn.
  public func bytes(_ mask: Mask?) -> [UInt8] {
    if isPacked { return (mask ?? Mask(repeating: true, count: size)).packedBytes }
    guard let mask else { return Array(repeating: 1, count: size) }
    return Array(unsafeUninitializedCapacity: size) { target, count in
      for (index, word) in mask.words.enumerated() {
        var bits = word
        for element in index * 64..<min(index * 64 + 64, size) {
          target[element] = UInt8(truncatingIfNeeded: bits & 1)
          bits >>= 1
        }
      }
      count = size
    }
  }
}
