public import DropoutEngine
import PlainText

/// The masks of one layer over all calls of a session as one array, for NumPy: its shape, and its
/// bytes call by call.
///
/// Plain, an element is a byte, 1 kept and 0 dropped, and the shape is (calls, *layer shape). Packed,
/// eight elements are a byte as `numpy.packbits` makes them, and the shape is (calls, bytes). A call
/// where nothing was drawn is all ones.
public struct MaskTable: Sendable {
  /// The layer's name.
  public let name: String
  /// The shape of the layer in every call.
  public let layerShape: [Int]
  /// Whether elements are bits.
  public let isPacked: Bool
  private let index: Int
  private let size: Int

  /// The table of the layer at `index` of each call, laid out by that of the first.
  public init(_ layer: SiteCall, at index: Int, isPacked: Bool) {
    name = layer.name
    layerShape = layer.drawn ?? layer.shape ?? []
    self.index = index
    self.isPacked = isPacked
    size = elementCount(layerShape)
  }

  /// The array's shape for so many calls.
  public func shape(calls: Int) -> [Int] {
    [calls] + (isPacked ? [(size + 7) / 8] : layerShape)
  }

  /// The bytes of one call.
  ///
  /// - Throws: ``MaskTableError`` when the layer is not as in the first call.
  public func bytes(_ call: ForwardCall) throws(MaskTableError) -> [UInt8] {
    guard call.sites.indices.contains(index), call.sites[index].name == name else {
      throw MaskTableError(call: call.number, layer: name, problem: "is not in it at its place")
    }
    let layer = call.sites[index]
    let shape = layer.drawn ?? layer.shape ?? []
    guard shape == layerShape else {
      throw MaskTableError(
        call: call.number, layer: name,
        problem: "is \(times(shape)), not \(times(layerShape)) as in the first call")
    }
    // A shape that the counts do not bear out could ask for any amount of ones.
    if layer.mask == nil, let stages = layer.stages, let size = layer.size,
      stages.before.size != size
    {
      throw MaskTableError(
        call: call.number, layer: name,
        problem: "counts \(stages.before.size) values, but its shape has \(size)")
    }
    return isPacked ? packed(layer.mask) : plain(layer.mask)
  }

  private func plain(_ mask: Mask?) -> [UInt8] {
    guard let mask else { return Array(repeating: 1, count: size) }
    return Array(unsafeUninitializedCapacity: size) { target, count in
      let words = mask.words
      for index in 0..<size {
        target[index] = UInt8(truncatingIfNeeded: words[index / 64] >> UInt64(index % 64) & 1)
      }
      count = size
    }
  }

  private func packed(_ mask: Mask?) -> [UInt8] {
    let mask = mask ?? Mask(repeating: true, count: size)
    return (0..<(size + 7) / 8).map { index in
      let byte = UInt8(truncatingIfNeeded: mask.words[index / 8] >> UInt64(index % 8 * 8))
      return reversed(byte)
    }
  }

  /// NumPy has the first element in the most significant bit, a mask in the least.
  private func reversed(_ byte: UInt8) -> UInt8 {
    var byte = byte
    byte = byte >> 4 | byte << 4
    byte = (byte & 0xcc) >> 2 | (byte & 0x33) << 2
    return (byte & 0xaa) >> 1 | (byte & 0x55) << 1
  }
}

/// Why the masks of a session do not make one array.
public struct MaskTableError: Error, CustomStringConvertible {
  /// The call that does not fit.
  public var call: Int
  /// The layer.
  public var layer: String
  /// What is wrong with it.
  public var problem: String

  /// One line.
  public var description: String {
    "call \(call): layer \(PlainText.plain(layer)) \(problem); an array has one shape"
  }
}
