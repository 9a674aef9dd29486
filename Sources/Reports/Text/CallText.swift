public import DropoutEngine
import PlainText

/// A call as text a person reads: its masks as grids, its histograms as bars.
public struct CallText {
  private let call: ForwardCall
  private let style: TextStyle
  /// The layers to show.
  private let layers: [SiteCall]

  /// - Parameter layer: the name of the only layer to show; nil for all.
  public init(_ call: ForwardCall, layer: String? = nil, style: TextStyle) {
    self.call = call
    self.style = style
    layers = call.sites.filter { layer == nil || $0.name == layer }
  }

  /// Everything, in many lines.
  public var full: String {
    var lines = [heading]
    for layer in layers { lines += [""] + self.lines(of: layer) }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// A line a layer, with the histogram after dropout in one row.
  public var brief: String {
    let lines = layers.map { layer in
      let bars = layer.stages.map { HistogramBars($0.after, range: $0.range).line(style) } ?? ""
      return "\(padded("call \(call.number)", 12)) \(padded(settings, 15)) "
        + "\(padded(plain(layer.name, limit: 24), 12)) "
        + "p \(padded(digits(layer.rate?.value), 6)) kept \(padded(share(layer), 6)) "
        + "mean \(padded(digits(layer.stages?.after.mean), 8)) \(style.ink(.after, bars))"
    }
    return lines.isEmpty ? heading + "\n" : lines.map { trimmed($0) + "\n" }.joined()
  }

  private var settings: String {
    ([call.phase.rawValue] + (call.mode.map { [$0.rawValue] } ?? [])).joined(separator: " ")
  }

  private var heading: String {
    var parts = [settings]
    if let epoch = call.epoch { parts.append("epoch \(epoch)") }
    if let loss = call.loss { parts.append("loss \(digits(loss))") }
    if let heldOut = call.heldOut { parts.append("held out \(digits(heldOut))") }
    return style.ink(.title, "call \(call.number)") + "  " + parts.joined(separator: "  ")
  }

  private func lines(of layer: SiteCall) -> [String] {
    let title = style.ink(.title, "  \(plain(layer.name))")
    let kept = layer.kept.map(String.init) ?? "-"
    let size = layer.size.map(String.init) ?? "-"
    var lines = [
      title + "  \(layer.shape.map(times) ?? "-")  p \(digits(layer.rate?.value))  "
        + "scale \(digits(layer.scale))  kept \(kept) of \(size) (\(share(layer)))"
    ]
    lines += mask(of: layer)
    guard let stages = layer.stages else { return lines }
    lines += stage("before", stages.before, stages, .before)
    lines += stage("masked", stages.masked, stages, .kept)
    lines += stage("after", stages.after, stages, .after)
    return lines
  }

  private func share(_ layer: SiteCall) -> String {
    guard let kept = layer.kept, let size = layer.size else { return "-" }
    return percent(kept, of: size)
  }

  private func mask(of layer: SiteCall) -> [String] {
    guard let mask = layer.mask else {
      let words =
        layer.draw == .nothing ? "nothing was drawn: all are kept" : "no mask is on record"
      return [style.ink(.dim, "    " + words)]
    }
    let grid = MaskGrid(mask, shape: layer.drawn ?? layer.shape ?? [], width: style.width - 4)
    var lines = grid.lines(style).map { "    " + style.ink(.kept, $0) }
    if let legend = grid.legend { lines.append(style.ink(.dim, "    " + legend)) }
    return lines
  }

  private func stage(
    _ name: String, _ stage: StageStatistics, _ layer: Stages, _ ink: TextStyle.Ink
  ) -> [String] {
    var numbers =
      "mean \(digits(stage.mean))  sd \(digits(stage.sd))  min \(digits(stage.min))  "
      + "max \(digits(stage.max))  zeros \(percent(stage.zeros, of: stage.size))"
    let odd = [
      ("nan", stage.nan), ("inf", stage.inf), ("below", stage.below), ("above", stage.above),
    ].filter { $0.1 > 0 }
    for (name, count) in odd { numbers += style.ink(.alarm, "  \(name) \(count)") }
    var lines = ["    \(style.ink(ink, padded(name, 6)))  \(numbers)"]
    let bars = HistogramBars(stage, range: layer.range)
    guard !bars.isEmpty else { return lines }
    lines += bars.lines(style).map { $0.isEmpty ? "" : "    " + style.ink(ink, $0) }
    let (low, high) = (digits(layer.range.low), digits(layer.range.high))
    let gap = String(repeating: " ", count: max(1, bars.width - low.count - high.count))
    return lines + [style.ink(.dim, "    \(low)\(gap)\(high)")]
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
