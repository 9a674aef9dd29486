import DropoutEngine
import PlainText
import RealModule

/// The factors of a call over N(1, s²), from which they are drawn: those below 0 turn a sign.
struct FactorHistogram {
  let scene: Scene
  let site: SiteCall

  private var inks: Inks { scene.inks }
  /// σ at either end, and bins over all.
  private static let reach = 3.75
  private static let bins = 15
  /// Rows of bars, and those of the title and the axis.
  static let least = 6

  /// - Returns: whether there was room, and something to show.
  func draw(in rect: Rect, into canvas: inout Canvas) {
    guard let factors = site.factors, !factors.isEmpty, let rate = site.rate, rate.keep > 0,
      rate.value > 0, rect.width >= 2 * Self.bins, rect.height >= Self.least
    else { return }
    let sd = (rate.value / rate.keep).squareRoot()
    canvas.write(
      [
        Run("factors", inks.strong), Run("  ⠒ ", inks.accent),
        Run("expected of N(1, \(decimal(sd, 2))²)", inks.label),
      ], x: rect.x, y: rect.y, limit: rect.width)
    let plot = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 2)
    let bars = ExpectedBars(inks: inks, bins: Self.bins)
    bars.draw(counts(factors, sd), expected(factors.count), in: plot, &canvas)
    drawAxis(bars.geometry(plot), sd, y: plot.maxY, &canvas)
  }

  private func counts(_ factors: [Double], _ sd: Double) -> [Int] {
    var counts = Array(repeating: 0, count: Self.bins)
    for factor in factors where factor.isFinite {
      let place = ((factor - 1) / sd + Self.reach) / (2 * Self.reach) * Double(Self.bins)
      counts[min(max(Int(nearest: min(max(place, 0), 1e6).rounded(.down)), 0), Self.bins - 1)] += 1
    }
    return counts
  }

  /// Of so many in each bin; the outer ones hold the tails.
  private func expected(_ count: Int) -> [Double] {
    func below(_ edge: Int) -> Double {
      if edge == 0 { return 0 }
      if edge == Self.bins { return 1 }
      let z = Double(edge) / Double(Self.bins) * 2 * Self.reach - Self.reach
      return Double.erfc(-z / 2.0.squareRoot()) / 2
    }
    return (0..<Self.bins).map { (below($0 + 1) - below($0)) * Double(count) }
  }

  private func drawAxis(
    _ geometry: (width: Int, x: Int), _ sd: Double, y: Int, _ canvas: inout Canvas
  ) {
    let width = geometry.width * Self.bins
    for x in 0..<width { canvas[geometry.x + x, y] = Cell("─", inks.border) }
    for factor in [0.0, 1, 2] {
      let share = ((factor - 1) / sd + Self.reach) / (2 * Self.reach)
      guard share > 0, share < 1 else { continue }
      let x = geometry.x + Int(nearest: (share * Double(width)).rounded(.down))
      canvas.write("\(Int(factor))", inks.label, x: x, y: y)
    }
  }
}
