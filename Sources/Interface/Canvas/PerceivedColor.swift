import RealModule

/// A colour in OKLab: lightness 0...1, and two axes of hue.
///
/// The matrices are those of Björn Ottosson, "A perceptual color space for image processing" (2020).
struct PerceivedColor: Sendable {
  var lightness: Double
  var a: Double
  var b: Double

  init(_ color: Color) {
    let (red, green, blue) = (
      Self.linear(color.red), Self.linear(color.green), Self.linear(color.blue)
    )
    let l = Double.root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue, 3)
    let m = Double.root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue, 3)
    let s = Double.root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue, 3)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// How far from grey.
  var chroma: Double { (a * a + b * b).squareRoot() }

  /// The hue in degrees, 0..<360.
  var hue: Double {
    let degrees = Double.atan2(y: b, x: a) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// How far two hues are apart, 0...180 degrees.
  func hueDistance(to other: PerceivedColor) -> Double {
    let turn = abs(hue - other.hue)
    return min(turn, 360 - turn)
  }

  func squaredDistance(to other: PerceivedColor) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return dl * dl + da * da + db * db
  }

  private static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : Double.pow((value + 0.055) / 1.055, 2.4)
  }
}
