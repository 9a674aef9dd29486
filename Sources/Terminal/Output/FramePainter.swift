import CNCurses
import Interface

/// Brings a canvas to curses' own screen, cell by changed cell.
struct FramePainter {
  private var styles: StyleTable
  private let ascii: Bool
  /// What was put last, row by row; empty when every cell is to be written.
  private var last: [Cell] = []
  private var lastSize = Size(width: 0, height: 0)
  private var line: [cchar_t] = []

  init(depth: ColorDepth, ascii: Bool) {
    styles = StyleTable(depth: depth, pairLimit: Int(shim_color_pairs()))
    self.ascii = ascii
  }

  /// Forgets what was put: the next frame writes every cell.
  mutating func invalidate() { last = [] }

  /// Readies a frame of that size; another size, or a full table of colours, starts over.
  mutating func begin(_ size: Size) {
    if styles.isFull {
      styles.removeAll()
      last = []
    }
    guard last.isEmpty || lastSize != size else { return }
    werase(shim_stdscr())
    // No canvas has this cell: it differs from whatever is put.
    last = Array(repeating: Cell("\0"), count: size.width * size.height)
    lastSize = size
  }

  /// What was put of a row.
  struct Put {
    /// About how many bytes curses makes of it.
    var bytes = 0
    /// Whether all of the row was put.
    var isWhole = true
  }

  /// Puts the cells of a row that differ from what was put last, as far as `width` goes.
  ///
  /// A blank goes by the ink of the cell before it where their grounds are the same: nothing of it
  /// is seen, and a change of ink takes as many bytes as seven letters.
  ///
  /// - Parameter limit: about how many bytes it may come to; the rest still differs from what was put.
  mutating func putRow(_ y: Int, of canvas: Canvas, width: Int, limit: Int) -> Put {
    let start = y * canvas.size.width
    let row = start..<start + min(width, canvas.size.width)
    var put = Put()
    guard let changed = changedCells(in: row, of: canvas) else { return put }
    line.removeAll(keepingCapacity: true)
    var style: Style?
    var entry = StyleTable.Entry(attributes: 0, pair: 0)
    var meter = ByteMeter()
    for index in row.lowerBound..<changed.upperBound {
      let cell = canvas.cells[index]
      if cell.style != style, !(cell.glyph == " " && style?.hasGround(of: cell.style) ?? false) {
        style = cell.style
        entry = styles.entry(for: cell.style)
      }
      guard index >= changed.lowerBound else { continue }
      meter.take(cell, ink: style, isChanged: cell != last[index])
      if meter.bytes > limit, put.bytes > 0 {
        put.isWhole = false
        break
      }
      put.bytes = meter.bytes
      var character = cchar_t()
      shim_set_cell(&character, wideCharacter(cell.glyph), entry.attributes, entry.pair)
      line.append(character)
      last[index] = cell
    }
    let x = Int32(changed.lowerBound - start)
    mvwadd_wchnstr(shim_stdscr(), Int32(y), x, line, Int32(line.count))
    return put
  }

  /// From the first changed cell of a row to the last, and the blanks that follow it, which may go
  /// by its ink; curses compares those between again.
  private func changedCells(in row: Range<Int>, of canvas: Canvas) -> Range<Int>? {
    guard let first = row.first(where: { canvas.cells[$0] != last[$0] }),
      let end = row.last(where: { canvas.cells[$0] != last[$0] })
    else { return nil }
    let after = row[(end + 1)...].first { canvas.cells[$0].glyph != " " } ?? row.upperBound
    return first..<after
  }

  /// A glyph that takes one cell on any terminal: what is wider, or a control character, is `?`.
  private func wideCharacter(_ glyph: Unicode.Scalar) -> wchar_t {
    let code = wchar_t(bitPattern: glyph.value)
    if (32..<127).contains(code) { return code }
    return !ascii && shim_width(code) == 1 ? code : 63
  }
}

/// About how many bytes curses writes for cells of a row, from left to right.
private struct ByteMeter {
  private(set) var bytes = 0
  private var style: Style?
  private var isApart = true

  /// A colour of a palette takes 12 bytes, going to another place 8.
  mutating func take(_ cell: Cell, ink: Style?, isChanged: Bool) {
    guard isChanged else {
      isApart = true
      return
    }
    if isApart { bytes += 8 }
    if ink != style { bytes += 12 }
    bytes += UTF8.width(cell.glyph)
    (style, isApart) = (ink, false)
  }
}

extension Style {
  /// Whether a blank looks the same in both.
  fileprivate func hasGround(of other: Style) -> Bool {
    background == other.background && !reverse && !other.reverse && !underline
      && !other.underline
  }
}
