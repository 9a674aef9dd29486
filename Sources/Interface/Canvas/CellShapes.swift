/// Glyphs that are drawn instead of written, so that no font leaves gaps between them: blocks, shades,
/// lines and braille. In a cell of 10 x 20, from its upper left corner.
enum CellShape: Equatable {
  /// A filled rectangle.
  case box(x: Double, y: Double, width: Double, height: Double)
  /// A whole cell of so much ink.
  case shade(Double)
  /// The dots of a braille pattern, each at its place.
  case dots(UInt8)
  /// A filled outline, as the `d` of a path that begins at the cell's corner.
  case outline(String)

  static let width = 10
  static let height = 20

  /// The shapes of a glyph; nil for one that is text.
  static func shapes(of glyph: Unicode.Scalar) -> [CellShape]? {
    switch glyph.value {
    case 0x2581...0x2588:
      let eighths = Double(glyph.value - 0x2580)
      return [.box(x: 0, y: 20 - 2.5 * eighths, width: 10, height: 2.5 * eighths)]
    case 0x2589...0x258F:
      return [.box(x: 0, y: 0, width: 1.25 * Double(0x2590 - glyph.value), height: 20)]
    case 0x2580: return [.box(x: 0, y: 0, width: 10, height: 10)]
    case 0x2591...0x2593: return [.shade(0.25 * Double(glyph.value - 0x2590))]
    case 0x2801...0x28FF: return [.dots(UInt8(glyph.value - 0x2800))]
    case 0x2800: return []
    default:
      if let arms = arms[glyph] { return arms.boxes }
      return outlines[glyph].map { [.outline($0)] } ?? dashes(glyph)
    }
  }

  /// Where the dots of a braille pattern lie: columns at 2.5 and 7.5, rows from 2.5 on by 5.
  static func places(of pattern: UInt8) -> [(x: Double, y: Double)] {
    var places: [(x: Double, y: Double)] = []
    for row in 0..<4 {
      for column in 0..<2 where pattern & Braille.bit(row: row, column: column) != 0 {
        places.append((2.5 + 5 * Double(column), 2.5 + 5 * Double(row)))
      }
    }
    return places
  }

  /// Lines that meet in the middle of a cell, each 0 for none, 1 for a light one, 3 for a heavy one.
  private struct Arms {
    var up = 0.0
    var right = 0.0
    var down = 0.0
    var left = 0.0

    /// A light line takes the pixel right of the middle, and a heavy one a pixel more on each side.
    var boxes: [CellShape] {
      var boxes: [CellShape] = []
      if left > 0, left == right {
        boxes.append(.box(x: 0, y: 10.5 - left / 2, width: 10, height: left))
      } else {
        if left > 0 { boxes.append(.box(x: 0, y: 10.5 - left / 2, width: 6, height: left)) }
        if right > 0 { boxes.append(.box(x: 5, y: 10.5 - right / 2, width: 5, height: right)) }
      }
      if up > 0, up == down {
        boxes.append(.box(x: 5.5 - up / 2, y: 0, width: up, height: 20))
      } else {
        if up > 0 { boxes.append(.box(x: 5.5 - up / 2, y: 0, width: up, height: 11)) }
        if down > 0 { boxes.append(.box(x: 5.5 - down / 2, y: 10, width: down, height: 10)) }
      }
      return boxes
    }
  }

  private static let arms: [Unicode.Scalar: Arms] = [
    "─": Arms(right: 1, left: 1), "━": Arms(right: 3, left: 3), "│": Arms(up: 1, down: 1),
    "┃": Arms(up: 3, down: 3), "┬": Arms(right: 1, down: 1, left: 1),
    "┴": Arms(up: 1, right: 1, left: 1), "├": Arms(up: 1, right: 1, down: 1),
    "┤": Arms(up: 1, down: 1, left: 1), "┼": Arms(up: 1, right: 1, down: 1, left: 1),
    "┿": Arms(up: 1, right: 3, down: 1, left: 3), "╵": Arms(up: 1),
    "┸": Arms(up: 3, right: 1, left: 1), "┻": Arms(up: 3, right: 3, left: 3),
  ]

  private static let outlines: [Unicode.Scalar: String] = [
    "╭": "m10 10a5 5 0 0 0 -5 5v5h1v-5a4 4 0 0 1 4 -4z",
    "╮": "m0 10h1a5 5 0 0 1 5 5v5h-1v-5a4 4 0 0 0 -4 -4h-1z",
    "╰": "m5 0v6a5 5 0 0 0 5 5v-1a4 4 0 0 1 -4 -4v-6z",
    "╯": "m0 10h1a4 4 0 0 0 4 -4v-6h1v6a5 5 0 0 1 -5 5h-1z",
    "╲": "m0 0h1l9 19v1h-1l-9 -19z", "╱": "m10 0v1l-9 19h-1v-1l9 -19z",
  ]

  private static func dashes(_ glyph: Unicode.Scalar) -> [CellShape]? {
    let weight: Double
    switch glyph {
    case "╌": weight = 1
    case "╍": weight = 3
    default: return nil
    }
    return [0.0, 5].map { .box(x: $0, y: 10.5 - weight / 2, width: 4, height: weight) }
  }
}
