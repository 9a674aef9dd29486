import DropoutEngine

/// What is known of a run whose tensors are not: where it stands, and how much of it is on record.
struct RunBox {
  let scene: Scene

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(rect, inks.border, left: [Run("run", inks.strong)])
    let body = rect.inset(dx: 2, dy: 1)
    let foot = self.foot
    for (row, (name, value)) in rows.prefix(max(0, body.height - foot.count)).enumerated() {
      canvas.write(name, inks.label, x: body.x, y: body.y + row, limit: body.width)
      let room = max(0, body.width - name.unicodeScalars.count - 1)
      let text = StatusLine.cut(value, room)
      canvas.write(
        text, inks.text, x: body.maxX - text.unicodeScalars.count, y: body.y + row)
    }
    for (row, text) in foot.enumerated() {
      let y = body.maxY - foot.count + row
      guard y >= body.y else { continue }
      canvas.write(StatusLine.cut(text, body.width), inks.label, x: body.x, y: y)
    }
  }

  private var rows: [(String, String)] {
    let (header, call) = (scene.arrival.header, scene.call)
    var rows: [(String, String)] = []
    if let step = call.step { rows.append(("step", Numerals.grouped(step))) }
    if let epoch = call.epoch { rows.append(("epoch", "\(epoch)")) }
    if let rank = header.rank, header.ranks ?? 2 > 1 {
      rows.append(("rank", ranks(rank, header.ranks)))
    }
    if let root = call.root { rows.append(("root", root)) }
    rows.append(("sites", "\(max(header.sites.count, call.sites.count))"))
    rows.append(("masks", share(call.sites) { $0.mask != nil || $0.draw == .nothing }))
    rows.append(("values", share(call.sites) { $0.stages != nil }))
    let left = scene.arrival.annotations.count {
      if case .skipped = $0.kind { true } else { false }
    }
    rows.append(("left out", left == 0 ? "none" : "\(left) times"))
    if let device = header.framework?.device { rows.append(("device", device)) }
    return rows
  }

  private func ranks(_ rank: Int, _ ranks: Int?) -> String {
    ranks.map { "\(rank) of \($0)" } ?? "\(rank)"
  }

  /// The sample that the grids show, and where the selected site is called.
  private var foot: [String] {
    var lines: [String] = []
    if scene.state.sampleCount > 1 {
      lines.append("sample \(scene.state.sample + 1)/\(scene.state.sampleCount)")
    }
    if let site = scene.site, let place = scene.arrival.header.site(site.name)?.place {
      lines.append(StatusLine.cutFront(place, 13))
    }
    return lines
  }

  private func share(_ sites: [SiteCall], _ has: (SiteCall) -> Bool) -> String {
    let count = sites.count(where: has)
    return count == sites.count ? "all" : count == 0 ? "none" : "\(count) of \(sites.count)"
  }
}
