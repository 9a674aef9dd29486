import DropoutEngine
import RealModule

/// The whole session of one site: how far each call's kept share lies from what its rate says.
///
/// A dot is one call or, where several share it, their pooled kept: z = Σz / √m, so that healthy
/// looks the same after 50 calls and after 50,000, and a small bias grows.
struct SigmaLane {
  let scene: Scene
  /// The site; nil where none is known.
  let name: String?
  /// How many decisions a run has, where a point does not say.
  let draws: Int?

  private var inks: Inks { scene.inks }
  /// From here on a call is off: 1 in 1.7 million.
  private static let limit = 5.0
  /// The band that holds 95 of 100 healthy calls reaches so far up and down.
  private static let band = 1.96

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let calls = CallHistory.calls(scene.arrival)
    let last = max(scene.arrival.newest, calls.last?.number ?? 1)
    let axis = CallAxis(first: min(1, calls.first?.number ?? 1), last: last, width: rect.width - 4)
    drawBox(rect, axis, &canvas)
    let lane = rect.inset(dx: 2, dy: 1)
    guard lane.height > 0, lane.width > 8 else { return }
    if inks.hasColor, lane.height >= 3 {
      let band = Style(
        foreground: scene.theme.text,
        background: scene.theme.ground.mixed(with: scene.theme.panel, 0.62))
      canvas.fill(
        Rect(x: lane.x, y: lane.y + lane.height / 2, width: lane.width, height: 1),
        with: Cell(" ", band))
    }
    let columns = Columns(calls, axis, name: name, draws: draws)
    drawDots(columns, lane, &canvas)
    drawVerdict(columns, lane, &canvas)
    let cursor = lane.x + axis.cell(scene.call.number)
    for y in lane.y..<lane.maxY {
      canvas[cursor, y].glyph = "┃"
      canvas[cursor, y].style.foreground = inks.accent.foreground
    }
    TimeAxis(scene: scene, axis: axis, calls: calls, site: name).draw(
      x: lane.x, y: rect.maxY - 1, into: &canvas)
  }

  private func drawBox(_ rect: Rect, _ axis: CallAxis, _ canvas: inout Canvas) {
    let what = name.map { "  kept of \(StatusLine.cut($0, max(8, rect.width / 2)))" } ?? ""
    let calls = "calls \(axis.first)…\(axis.last)"
    let band = [Run("band", inks.text), Run(" 95 of 100 healthy calls", inks.label)]
    let starts = scene.state.findings(touching: name).contains { $0.from != nil }
    let legend = [Run("\(inks.warning) finding starts", inks.alarm)]
    let marked = [Run(calls + "   ", inks.label)] + legend
    canvas.box(
      rect, inks.border, left: [Run("time", inks.strong), Run(what, inks.label)],
      right: (starts ? [marked + [Run("   ", inks.label)] + band, marked] : [])
        + [[Run(calls + "   ", inks.label)] + band, [Run(calls, inks.label)]])
  }

  private func drawDots(_ columns: Columns, _ lane: Rect, _ canvas: inout Canvas) {
    var patterns = Array(repeating: UInt8(0), count: lane.width * lane.height)
    var isOff = Array(repeating: false, count: lane.width * lane.height)
    let dots = 4 * lane.height
    // Three rows: 0.98σ a dot, the middle row is the band. Lower lanes are coarser.
    let step = SigmaLane.band / (lane.height >= 3 ? 2 : 1)
    for (index, column) in columns.dots.enumerated() where index / 2 < lane.width {
      guard let z = column.sigma else { continue }
      let centre = Double(dots - 1) / 2
      let row = Int(max(0, min(Double(dots - 1), (centre - z / step).rounded())))
      let cell = row / 4 * lane.width + index / 2
      patterns[cell] |= BrailleChart.bit(row: row % 4, column: index % 2)
      if abs(z) >= SigmaLane.limit || column.isEval { isOff[cell] = true }
    }
    let evalInk = inks.ink(inks.step(scene.theme.eval, 0.45))
    for y in 0..<lane.height {
      for x in 0..<lane.width {
        let pattern = patterns[y * lane.width + x]
        if pattern != 0, let glyph = Unicode.Scalar(0x2800 + UInt32(pattern)) {
          canvas[lane.x + x, lane.y + y].glyph = glyph
          let ink = isOff[y * lane.width + x] ? inks.alarm : inks.kept
          canvas[lane.x + x, lane.y + y].style.foreground = ink.foreground
          canvas[lane.x + x, lane.y + y].style.bold = ink.bold
        } else if columns.isEval(cell: x) {
          canvas[lane.x + x, lane.y + y] = Cell("░", evalInk)
        }
      }
    }
  }

  /// Where most dots are off the scale, how far.
  private func drawVerdict(_ columns: Columns, _ lane: Rect, _ canvas: inout Canvas) {
    let seen = columns.dots.compactMap(\.sigma)
    let off = seen.filter { abs($0) >= SigmaLane.limit }
    guard !off.isEmpty, off.count * 10 >= seen.count * 6, lane.height >= 3 else { return }
    let middle = off.sorted()[off.count / 2]
    let distance = Numerals.grouped(Int(min(1e9, abs(middle) - SigmaLane.band).rounded()))
    let who = off.count == seen.count ? "every call lies" : "most calls lie"
    let words = "\(who) \(distance)σ \(middle > 0 ? "above" : "below") the band, off this scale"
    let x = lane.x + min(9, max(0, lane.width - words.count - 2) / 2)
    guard words.count + 4 < lane.width else { return }
    let y = lane.y + lane.height / 2
    for (index, scalar) in (" " + words + " ").unicodeScalars.enumerated() {
      canvas[x + index, y].glyph = scalar
      canvas[x + index, y].style.foreground = inks.alarm.foreground
    }
  }
}

/// Columns of cells for the calls of a session: column x of w covers calls ⌊x n/w⌋+1 … ⌊(x+1) n/w⌋,
/// and with fewer calls than columns a call is several columns wide.
struct CallAxis {
  let first: Int
  let last: Int
  let width: Int

  var count: Int { max(1, last - first + 1) }

  /// The cell of a call.
  func cell(_ number: Int) -> Int { place(number, of: width) }

  /// The last of `columns` columns that a call stands in.
  func place(_ number: Int, of columns: Int) -> Int {
    let index = Double(max(0, min(count - 1, number - first)) + 1)
    let place = Int((index * Double(columns) / Double(count)).rounded(.up)) - 1
    return max(0, min(columns - 1, place))
  }

  /// The columns that a call fills.
  func places(_ number: Int, of columns: Int) -> ClosedRange<Int> {
    let end = place(number, of: columns)
    guard count < columns, number > first else { return count < columns ? 0...end : end...end }
    return min(end, place(number - 1, of: columns) + 1)...end
  }
}

extension SigmaLane {
  /// What each dot column shows.
  fileprivate struct Columns {
    struct Dot {
      /// The sum of z, of how many calls.
      var sum = 0.0
      var calls = 0
      var isEval = false
      /// Calls in evaluation, and all calls, that have a part in it.
      var evaluated = 0
      var all = 0

      var sigma: Double? { calls > 0 ? sum / Double(calls).squareRoot() : nil }
    }

    private(set) var dots: [Dot]

    init(_ calls: [CallPoint], _ axis: CallAxis, name: String?, draws: Int?) {
      dots = Array(repeating: Dot(), count: max(0, 2 * axis.width))
      guard !dots.isEmpty, let name else { return }
      for call in calls {
        var tally = KeptTally()
        var drewInEval = false
        for entry in call.sites where entry.id.name == name && !entry.id.isRecomputed {
          if (entry.phase ?? call.phase) == .eval {
            drewInEval = drewInEval || entry.decisions != nil
          } else if let kept = CallHistory.draws(entry, drawn: draws), let rate = entry.rate {
            tally.add(kept: kept.kept, drawn: kept.of, rate: rate.value)
          }
        }
        for place in axis.places(call.number, of: dots.count) {
          dots[place].all += 1
          if call.phase == .eval { dots[place].evaluated += 1 }
          if let z = tally.sigma {
            dots[place].sum += z
            dots[place].calls += 1
          } else if drewInEval {
            // Far below what evaluation keeps, which is all.
            dots[place].sum -= 100
            dots[place].calls += 1
            dots[place].isEval = true
          }
        }
      }
    }

    /// Whether all calls of a cell were in evaluation.
    func isEval(cell: Int) -> Bool {
      let pair = dots.dropFirst(2 * cell).prefix(2).filter { $0.all > 0 }
      return !pair.isEmpty && pair.allSatisfy { $0.evaluated == $0.all }
    }
  }
}
