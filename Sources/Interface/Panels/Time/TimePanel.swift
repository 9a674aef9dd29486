import DropoutEngine

/// The whole session over the whole width, under every view: how far from its rate a site kept, lane
/// by lane, and below the lowest what happened when.
struct TimePanel {
  let scene: Scene
  /// Sites that a lane may be had of, in their order, and the one that surely has one.
  private let sites: [String]
  private let selected: String?
  /// Whether the ratio of the one site has a lane below its kept, and what is known of it.
  private var hasRatio = false
  private var history: TimeHistory?

  /// Rows of a lane with its borders.
  static let laneHeight = 5

  private var inks: Inks { scene.inks }

  init(scene: Scene, lanes: TimeLanes) {
    self.scene = scene
    switch lanes {
    case .site(let site):
      selected = site
      sites = site.map { [$0] } ?? []
    case .selectedAndAround:
      selected = scene.site?.name
      var known: Set<String> = []
      let ran = scene.call.sites.filter { !$0.isRecomputed }.map(\.name)
      sites = (ran + scene.arrival.header.sites.map(\.name)).filter { known.insert($0).inserted }
    case .keptAndRatio(let site, let history):
      selected = site
      sites = site.map { [$0] } ?? []
      hasRatio = site != nil
      self.history = history
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let room = rect.height / TimePanel.laneHeight
    let names = shown(room)
    let hasRatio = hasRatio && room > names.count
    let lanes = rect.rows(
      Array(repeating: .share(1), count: names.count + (hasRatio ? 1 : 0)))
    let axis = CallAxis(scene.state.timeSpan, width: rect.width - 4)
    for (index, (name, lane)) in zip(names, lanes).enumerated() {
      let isLowest = index == lanes.count - 1
      let dots = LaneDots(
        scene.arrival, axis, site: name, draws: name.flatMap(scene.drawnCount))
      let session = session(name)
      canvas.box(
        lane, name == selected && names.count > 1 ? selectedBorder : inks.border,
        left: index == 0 ? title(name, lane.width) : [Run("kept of ", inks.label), site(name)],
        right: index == 0 ? facts(axis, session, name) : [session].filter { !$0.isEmpty })
      drawLane(
        TimeLane(scene: scene, axis: axis, dots: dots), of: name, in: lane, isLowest: isLowest,
        into: &canvas)
    }
    if hasRatio, let lane = lanes.last { drawRatio(axis, in: lane, into: &canvas) }
  }

  /// The lane and the axis below it.
  private func drawLane(
    _ lane: TimeLane, of site: String?, in rect: Rect, isLowest: Bool, into canvas: inout Canvas
  ) {
    let inner = rect.inset(dx: 2, dy: 1)
    let axis = lane.axis
    guard inner.height > 0, inner.width > 8 else { return }
    lane.draw(in: inner, into: &canvas)
    // A press on a lane, or on the axis below it, seeks.
    let zone = Rect(x: inner.x, y: inner.y, width: inner.width, height: inner.height + 1)
    canvas.touch(zone) { point in
      .call(axis.calls(in: min(point.x - inner.x, axis.width - 1), of: axis.width).upperBound)
    }
    TimeAxis(scene: scene, axis: axis, site: site).draw(
      x: rect.x + 2, y: rect.maxY - 1, isFull: isLowest, into: &canvas)
  }

  /// How far the mean after the mask lies from what theory makes of the one before.
  private func drawRatio(_ axis: CallAxis, in rect: Rect, into canvas: inout Canvas) {
    let measure = rect.width >= 100 ? ", σ from what the mask and its scale should give" : " in σ"
    canvas.box(
      rect, inks.border,
      left: [
        Run("after ÷ before", inks.strong), Run(measure, inks.label),
      ], right: [session(history?.ratio.sigma)].filter { !$0.isEmpty })
    let known = history.map { LaneDots(ratiosOf: $0, axis) }
    var lane = TimeLane(
      scene: scene, axis: axis,
      dots: known ?? LaneDots(ratiosOf: TimeHistory(site: nil), axis))
    lane.unknown = ["values are not on record", "not known"]
    drawLane(lane, of: selected, in: rect, isLowest: true, into: &canvas)
    guard history == nil else { return }
    let inner = rect.inset(dx: 2, dy: 1)
    canvas.write(
      " reading the calls ", inks.label, x: inner.x + max(0, (inner.width - 19) / 2),
      y: inner.y + inner.height / 2, limit: inner.width)
  }

  /// As many sites as there are lanes, the selected one among them.
  private func shown(_ lanes: Int) -> [String?] {
    let count = max(1, min(lanes, sites.count))
    guard count > 1, let place = sites.firstIndex(where: { $0 == selected }) else {
      return [selected]
    }
    let first = max(0, min(sites.count - count, place - count / 2))
    return Array(sites[first..<first + count])
  }

  // MARK: - Borders

  private var selectedBorder: Style {
    inks.hasColor ? inks.ink(inks.step(scene.theme.accent, 0.55)) : Style()
  }

  private func site(_ name: String?) -> Run {
    Run(name.map { StatusLine.cut($0, 40) } ?? "", name == selected ? inks.hotkey : inks.text)
  }

  private func title(_ name: String?, _ width: Int) -> [Run] {
    let time = Run("time", inks.strong)
    guard let name else { return [time] }
    // As much as is left beside the facts that matter most.
    let short = StatusLine.cut(name, max(8, width / 2 - 18))
    let measure = width >= 100 ? ", σ from 1 − p" : width >= 60 ? " in σ" : ""
    return [time, Run("  kept of ", inks.label), Run(short, inks.text), Run(measure, inks.label)]
  }

  /// Which calls these are and how they share dots, what the marks mean, and how far off all calls
  /// together lie.
  private func facts(_ axis: CallAxis, _ session: [Run], _ name: String?) -> [[Run]] {
    let gap = Run("   ", inks.label)
    let calls: [Run]
    let newest = max(1, scene.arrival.newest, scene.call.number)
    if axis.count < newest {
      calls = [
        Run("zoom ", inks.hotkey), Run("\(axis.first)…\(axis.last)", inks.strong),
        Run(" of \(newest)", inks.label),
      ]
    } else {
      calls = [Run("calls \(axis.first)…\(axis.last)", inks.label)]
    }
    let share = [Run(", " + sharing(axis), inks.label)]
    let starts = scene.state.findings(touching: name).contains { $0.from != nil }
    let marks = starts ? [gap, Run("\(inks.warning) finding starts", inks.alarm)] : []
    let band = [gap, Run("middle", inks.text), Run(" 95 of 100 healthy calls", inks.label)]
    let all = session.isEmpty ? [] : [gap] + session
    return [
      calls + share + marks + band + all, calls + share + band + all, calls + marks + all,
      calls + all, calls,
    ]
  }

  /// How many calls there are to a dot.
  private func sharing(_ axis: CallAxis) -> String {
    let dots = 2 * axis.width
    if axis.count <= dots { return "a dot a call" }
    let share = (axis.count + dots - 1) / dots
    return share == 2 ? "two a dot" : "\(Numerals.grouped(share)) a dot"
  }

  /// How far all calls of the session together lie from what their rates say.
  private func session(_ name: String?) -> [Run] {
    session(
      name.flatMap {
        LaneDots.session(scene.arrival, site: $0, draws: scene.drawnCount($0)).total
      })
  }

  private func session(_ sigma: Double?) -> [Run] {
    guard let sigma else { return [] }
    let isOff = abs(sigma) >= TimeLane.limit
    let text = "session \(Numerals.sigma(sigma)) "
    if isOff { return [Run(text, inks.alarm), Run("\(inks.warning)", inks.alarm)] }
    return [Run(text, inks.label), Run("✓", inks.ink(inks.step(scene.theme.kept, 0.7)))]
  }
}

extension Scene {
  /// How many decisions a run of a site draws, as far as its shapes and its kind tell: of a kind
  /// that is not known here, the tensor's shape does not say it.
  func drawnCount(_ name: String) -> Int? {
    let site = call.sites.first { $0.name == name && !$0.isRecomputed }
    let header = arrival.header.sites.first { $0.name == name }
    let known = header.map { $0.kind.flatMap(DropoutKinds.named) } ?? DropoutKinds.all.first
    let shape = (site?.shape ?? header?.shape).flatMap { known?.drawnShape(for: $0) }
    guard let count = (site?.drawn ?? shape).map(elementCount), count < .max else { return nil }
    return count
  }
}

/// The sites that the time panel has lanes of.
enum TimeLanes: Equatable {
  /// The selected one and those around it, as many as have room.
  case selectedAndAround
  /// One; nil where no site is known.
  case site(String?)
  /// One, and below it how its mean after the mask stands to the one before, as far as that is known.
  case keptAndRatio(String?, TimeHistory?)
}
