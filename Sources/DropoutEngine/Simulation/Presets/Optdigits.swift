/// 1797 handwritten digits, 8x8 pixels: the test part of "Optical Recognition of Handwritten
/// Digits", E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0.
enum Optdigits {
  static let rowCount = 1797
  static let pixelCount = 64
  static let classCount = 10
  /// The last 360 rows are held out.
  static let trainingCount = 1437

  /// Pixels 0...16 divided by 16, rowCount x 64, and the digits.
  static func load() -> (pixels: [Float], digits: [Int]) {
    var pixels: [Float] = []
    var digits: [Int] = []
    pixels.reserveCapacity(rowCount * pixelCount)
    digits.reserveCapacity(rowCount)
    optdigitsRows.withUTF8Buffer { text in
      for byte in text {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "q"):
          pixels.append(Float(byte - UInt8(ascii: "a")) / 16)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
          digits.append(Int(byte - UInt8(ascii: "0")))
        default: break
        }
      }
    }
    precondition(pixels.count == rowCount * pixelCount && digits.count == rowCount)
    return (pixels, digits)
  }
}
