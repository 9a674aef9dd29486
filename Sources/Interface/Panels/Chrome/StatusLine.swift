import DropoutEngine
import PlainText

/// The bar at the top: what runs, under which settings, how fast, and which call is on screen.
struct StatusLine {
  let scene: Scene
  /// What stands in place of the phase, where the view shows what is not of the session's own.
  var badge: String?

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.fill(rect, with: Cell(" ", scene.inks.onPanel(scene.inks.text)))
    let room = rect.width - 2
    let gap = rect.width < 60 ? 1 : 2
    let left = leftParts
    var kept = (left + rightParts).fitting(room, gap: gap)
    for index in kept.indices {
      kept[index].runs = kept[index].runs.map { Run($0.text, scene.inks.onPanel($0.style)) }
    }
    // Ranks are unique, so they tell the two sides apart again.
    let leftRanks = Set(left.map(\.rank))
    let right = kept.filter { !leftRanks.contains($0.rank) }
    canvas.write(kept.filter { leftRanks.contains($0.rank) }, x: rect.x + 1, y: rect.y, gap: gap)
    let wide = right.joinedWidth(gap + 1)
    let spacing = kept.joinedWidth(gap) + right.count <= room ? gap + 1 : gap
    let width = spacing > gap ? wide : right.joinedWidth(gap)
    canvas.write(right, x: rect.maxX - 1 - width, y: rect.y, gap: spacing)
  }

  private var leftParts: [Part] {
    let inks = scene.inks
    let (header, call) = (scene.arrival.header, scene.call)
    var parts = [Part(10, [Run("dropscope", inks.hotkey)])]
    let widths = header.widths.map(String.init).joined(separator: "·")
    let name = Run(StatusLine.cut(header.preset ?? header.source, 20), inks.text)
    let network = Run(" " + StatusLine.cut(widths, 24), inks.text)
    if let scenario = header.scenario {
      let played = Run(StatusLine.cut(scenario, 24), inks.strong)
      parts.append(Part(9, [Run("scenario ", inks.label), played], short: [played]))
    } else {
      parts.append(Part(9, header.widths.count > 1 ? [name, network] : [name], short: [name]))
    }
    // What was asked for shows at once, before the first call under it arrives.
    if let mode = scene.state.mode ?? call.mode {
      let color = mode == .inverted ? scene.theme.after : scene.theme.before
      let badge = [Run(" \(mode.rawValue) ", inks.badge(color))]
      parts.append(Part(1, badge, touch: .command(.toggleMode)))
    }
    let phase = scene.state.phase ?? call.phase
    let phaseColor = phase == .train ? scene.theme.kept : scene.theme.eval
    if let badge {
      parts.append(Part(2, [Run(" \(badge) ", inks.badge(scene.theme.kept))]))
    } else {
      let badge = [Run(" \(phase.rawValue) ", inks.badge(phaseColor))]
      parts.append(Part(2, badge, touch: .command(.togglePhase)))
    }
    if let value = scene.state.selectedRate {
      let rate = decimal(value.value, 2)
      parts.append(Part(5, [Run("p ", inks.label), Run(rate, inks.strong)]))
    }
    if let ranks = scene.arrival.ranks {
      let rank = ranks.lanes[ranks.reference].rank
      let count = max(ranks.ranks ?? 0, ranks.lanes.count)
      let shown = [Run("rank ", inks.label), Run("\(rank)", inks.strong)]
      parts.append(
        Part(
          12, shown + [Run(" of \(count)", inks.label)], short: [Run("\(count) ranks", inks.text)]))
    }
    let seed = header.seed.map { [Run("seed ", inks.label), Run("\($0)", inks.text)] } ?? []
    if let dialect = scene.state.dialect {
      let space = seed.isEmpty ? "" : " "
      parts.append(Part(11, [Run(StatusLine.cut(dialect, 16) + space, inks.text)] + seed))
    } else if !seed.isEmpty {
      parts.append(Part(11, seed))
    } else if let framework = header.framework {
      // `2.15.0+cu132` is a 2.15.0.
      let version = framework.version.map { String($0.prefix { $0 != "+" }) } ?? ""
      let name = StatusLine.cut(framework.name, 16)
      parts.append(
        Part(
          11, [Run(name, inks.text), Run(" " + StatusLine.cut(version, 12), inks.label)],
          short: [Run(name, inks.text)]))
    }
    return parts
  }

  private var rightParts: [Part] {
    let inks = scene.inks
    let call = scene.call
    var parts = [VerdictChip(scene.state.conclusion, inks).part].compactMap(\.self)
    if let loss = call.loss {
      parts.append(Part(7, [Run("loss ", inks.label), Run(Numerals.short(loss), inks.text)]))
    }
    if let heldOut = scene.heldOut {
      let text = Numerals.percent(heldOut)
      parts.append(Part(13, [Run("held out ", inks.label), Run(text, inks.text)]))
    }
    if let share = scene.state.indexing {
      parts.append(Part(9, [Run("indexing \(Numerals.percent(share, 0))", inks.label)]))
    }
    if let late = scene.arrival.ranks?.troubles {
      parts.append(Part(0, [Run(StatusLine.cut(late, 40), inks.alarm)]))
    }
    if scene.state.problem != nil { parts.append(Part(0, [Run("broken line", inks.alarm)])) }
    parts.append(Part(4, pace, touch: .command(.togglePlay)))
    let number = Run("\(call.number)", inks.strong)
    parts.append(Part(3, [Run("call ", inks.label), number, Run(ending, inks.label)]))
    switch scene.state.recording {
    case .off, .saved: break
    case .on(let name):
      let rec = [Run("● rec", inks.ink(scene.theme.alarm, bold: true))]
      parts.append(Part(6, rec, touch: .command(.toggleRecording)))
      parts.append(Part(14, [Run(StatusLine.cut(name, 24), inks.label)]))
    case .failed:
      parts.append(Part(0, [Run("rec failed", inks.alarm)]))
    }
    return parts
  }

  /// Playing and how fast, paused, or on the way to a call.
  private var pace: [Run] {
    let inks = scene.inks
    if let share = scene.state.seeking {
      let percent = Numerals.percent(share.isFinite ? min(max(share, 0), 1) : 0, 0)
      return [Run("seeking " + percent, inks.hotkey)]
    }
    let playback = scene.state.playback
    guard playback.isPlaying else {
      return [Run(badge == nil ? "‖ paused" : "‖ held", inks.hotkey)]
    }
    if scene.state.isFollowingGrowth, scene.state.hasEnded { return [Run("ended", inks.hotkey)] }
    if scene.state.isFollowingGrowth {
      return [Run("▶ following", inks.ink(scene.theme.kept, bold: true))]
    }
    let rungs = Playback.ladder
    let speed = rungs[max(0, min(playback.rung, rungs.count - 1))]
    let text = speed.map { Numerals.tick($0 * Playback.callsPerSecond) + "/s" } ?? "max"
    return [Run("▶ " + text, inks.ink(scene.theme.kept, bold: true))]
  }

  /// ` of 500` where the call on screen is not the newest there is, or not the last of a recording.
  private var ending: String {
    let last = scene.arrival.last ?? scene.arrival.newest
    return last > scene.call.number ? " of \(last)" : ""
  }

  /// Text of at most so many scalars, beginning with `…` when cut.
  static func cutFront(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return "…" + String(String.UnicodeScalarView(scalars.suffix(max(0, limit - 1))))
  }

  /// Text of at most so many scalars, with `…` in its middle when cut: a name at its end is told by
  /// its own end.
  static func cutMiddle(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    let start = String(String.UnicodeScalarView(scalars.prefix(max(0, limit / 4))))
    return start + cutFront(text, limit - limit / 4)
  }

  /// Text of at most so many scalars, ending in `…` when cut.
  static func cut(_ text: String, _ limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(max(0, limit - 1)))) + "…"
  }
}
