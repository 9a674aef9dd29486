import Interface

/// How far a panel extends on screens of a size and larger, as `120x40:time=8`.
struct PanelExtent {
  let preferred: PreferredExtent

  init(_ text: String) throws(ValueError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let setting = parts.count == 2 ? parts[1].split(separator: "=", maxSplits: 1) : []
    guard setting.count == 2, let size = try? FrameSize(String(parts[0])),
      Views.panels.contains(String(setting[0])), let extent = Int(setting[1]), 1...1000 ~= extent
    else { throw .panel(known: Views.panels) }
    preferred = PreferredExtent(size: size.cells, panel: String(setting[0]), extent: extent)
  }
}
