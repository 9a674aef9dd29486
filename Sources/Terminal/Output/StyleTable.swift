import CNCurses
import Interface

/// Turns styles into what curses calls attributes and colour pairs, and remembers both.
struct StyleTable {
  /// A style as curses takes it.
  struct Entry {
    var attributes: attr_t
    var pair: Int32
  }

  private struct PairKey: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let depth: ColorDepth
  private var entries: [Style: Entry] = [:]
  private var pairs: [PairKey: Int32] = [:]
  private let pairLimit: Int
  private let noErase = shim_no_erase()
  /// Set when a style got no pair of its own; the next frame should start over.
  private(set) var isFull = false

  /// Mixed colours come in millions; what was remembered is dropped when there are that many.
  private static let entryLimit = 4096

  /// - Parameter pairLimit: how many colour pairs the terminal has, pair 0 included.
  init(depth: ColorDepth, pairLimit: Int) {
    self.depth = depth
    // Beyond that no frame goes, and curses' own table grows with the highest number used.
    self.pairLimit = min(pairLimit, 32_767)
  }

  /// Forgets all pairs; what is on screen must be painted anew.
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    pairs.removeAll(keepingCapacity: true)
    isFull = false
  }

  /// The entry of a style; a new pair of colours is told to curses.
  mutating func entry(for style: Style) -> Entry {
    if let known = entries[style] { return known }
    if entries.count >= StyleTable.entryLimit { entries.removeAll(keepingCapacity: true) }
    let fitted = depth.fitted(style)
    let entry = Entry(attributes: attributes(of: fitted), pair: pair(for: fitted))
    entries[style] = entry
    return entry
  }

  private func attributes(of style: FittedStyle) -> attr_t {
    // Not every terminal erases to a background, though its entry says so: blanks are written.
    var attributes: attr_t = style.background == nil ? 0 : noErase
    if style.bold { attributes |= shim_bold() }
    if style.dim { attributes |= shim_dim() }
    if style.reverse { attributes |= shim_reverse() }
    if style.underline { attributes |= shim_underline() }
    return attributes
  }

  private mutating func pair(for style: FittedStyle) -> Int32 {
    let key = PairKey(foreground: number(style.foreground), background: number(style.background))
    if depth == .none || key.foreground < 0 && key.background < 0 { return 0 }
    if let known = pairs[key] { return known }
    guard pairs.count + 1 < pairLimit else {
      isFull = true
      return 0
    }
    let pair = Int32(pairs.count + 1)
    init_extended_pair(pair, key.foreground, key.background)
    pairs[key] = pair
    return pair
  }

  /// The terminal's number of a colour; -1 is its default.
  private func number(_ color: FittedColor?) -> Int32 {
    switch color {
    case nil: return -1
    case .index(let index): return Int32(index)
    case .rgb(let color):
      let code = Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
      // Direct terminals take 0 to 7 for the palette: the darkest blues give way to a near black.
      return code < 8 ? 0x01_0101 : code
    }
  }
}
