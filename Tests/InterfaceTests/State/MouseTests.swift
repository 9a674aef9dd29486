import DropoutEngine
import Testing

@testable import Interface

/// What a press, a drag and the wheel do is what is drawn where they happen.
@Suite struct MouseTests {
  /// Where a text stands on screen; its first cell.
  private func place(_ text: String, _ state: ScreenState) throws -> Point {
    for (y, row) in rows(picture(state)).enumerated() {
      guard let range = row.firstRange(of: text) else { continue }
      return Point(x: row.unicodeScalars.distance(from: row.startIndex, to: range.lowerBound), y: y)
    }
    Issue.record("\(text) is not on screen")
    throw CancellationError()
  }

  private func press(_ point: Point, _ state: inout ScreenState) -> [Request] {
    update(&state, .mouse(Mouse(.press, x: point.x, y: point.y)), at: 0)
      + update(&state, .mouse(Mouse(.release, x: point.x, y: point.y)), at: 0)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func `a press on a tab shows its view`(width: Int, height: Int) throws {
    var state = SampleCall().state(width, height)
    _ = press(try place("2 layers", state), &state)
    #expect(state.view == 2)
    _ = press(try place("1 masks", state), &state)
    #expect(state.view == 1)
  }

  @Test func `a press on a key in the footer is that key`() throws {
    var state = SampleCall().state(120, 40)
    state.playback.isPlaying = true
    _ = press(try place("space pause", state), &state)
    #expect(!state.playback.isPlaying)
    let help = try place("? help", state)
    _ = press(Point(x: help.x + 3, y: help.y), &state)
    #expect(state.helpIsOpen)
    // Beside the help's own lines as well as on them.
    _ = press(Point(x: 1, y: 5), &state)
    #expect(!state.helpIsOpen)
    #expect(press(try place("q quit", state), &state) == [.quit(0)])
  }

  @Test func `a press on a unit selects its site and it`() throws {
    var state = SampleCall().state(120, 40)
    let grid = try #require(
      picture(state).zones.last { zone in
        if case .unit? = zone.press?(Point(x: zone.rect.x, y: zone.rect.y)) { true } else { false }
      })
    _ = press(Point(x: grid.rect.x, y: grid.rect.y + 1), &state)
    #expect(state.site == SiteRun(name: "hidden2"))
    #expect(state.unit == unitsPerRow(state))
  }

  @Test func `a press on the time axis seeks, and the call goes with the mouse`() throws {
    var state = SampleCall().state(120, 40)
    let frame = try #require(ScreenFrame(state.size)?.time)
    let y = frame.y + 1
    #expect(press(Point(x: frame.x + 2, y: y), &state) == [.seek(1)])
    #expect(press(Point(x: frame.maxX - 3, y: y), &state).isEmpty)
    #expect(state.playback.queue == [.seek(228)])
    _ = update(&state, .mouse(Mouse(.press, x: 10, y: y)), at: 0)
    // Further along, in whatever row the hand strays to.
    _ = update(&state, .mouse(Mouse(.drag, x: 60, y: y - 9)), at: 0)
    let axis = CallAxis(1...228, width: 116)
    #expect(state.playback.queue == [.seek(axis.calls(in: 58, of: 116).upperBound)])
    _ = update(&state, .mouse(Mouse(.release, x: 60, y: y)), at: 0)
    _ = update(&state, .mouse(Mouse(.drag, x: 20, y: y)), at: 0)
    #expect(state.playback.queue == [.seek(axis.calls(in: 58, of: 116).upperBound)])
  }

  @Test func `the wheel steps calls, walks rows, and scrolls the help`() {
    var state = SampleNetwork().state(120, 40)
    state.view = 1
    #expect(
      update(&state, .mouse(Mouse(.wheelUp, x: 60, y: 20)), at: 0).contains(
        .seek(state.arrival!.call.number - 1)))
    state = SampleNetwork().state(120, 40)
    state.view = 2
    let before = state.selectedSite?.name
    _ = update(&state, .mouse(Mouse(.wheelDown, x: 20, y: 10)), at: 0)
    #expect(state.selectedSite?.name != before)
    state.helpIsOpen = true
    state.size = Size(width: 80, height: 24)
    _ = update(&state, .mouse(Mouse(.wheelDown, x: 20, y: 10)), at: 0)
    #expect(state.helpTop == 3)
  }

  @Test func `a press on a row of the layers selects it, and another one opens it`() throws {
    var state = SampleNetwork().state(120, 40)
    state.view = 2
    let name = state.arrival!.call.sites[3].name
    let table = try #require(
      picture(state).zones.first {
        $0.rect.width > 30
          && $0.press?(Point(x: $0.rect.x, y: $0.rect.y)) == .site(SiteRun(name: name))
      })
    let point = Point(x: table.rect.x + 5, y: table.rect.y)
    _ = press(point, &state)
    #expect(state.selectedSite?.name == name && state.view == 2)
    _ = press(point, &state)
    #expect(state.view == 1 && state.origin == 2)
  }

  @Test func `a press on a finding selects it, and y copies it`() throws {
    var state = SampleCall().state(120, 40)
    _ = update(&state, .examined(SampleVerdict.conclusion()), at: 0)
    _ = press(try place("findings", state), &state)
    #expect(state.view == 7)
    let item = try #require(
      picture(state).zones.last { zone in
        zone.press?(Point(x: zone.rect.x, y: zone.rect.y)) == .own("item", 1)
      })
    _ = press(Point(x: item.rect.x, y: item.rect.y), &state)
    let finding = FindingsList.items(state.conclusion)[1].finding
    let requests = update(&state, .key(.character("y")), at: 0)
    guard case .copy(let text, let what)? = requests.first else {
      Issue.record("\(requests)")
      return
    }
    #expect(text.hasPrefix(finding.rule) && text.contains(finding.advice))
    #expect(what.hasPrefix(finding.rule))
  }

  @Test func `y copies the site with its numbers, and the unit with its arithmetic`() {
    var state = SampleCall().state(120, 40)
    let site = state.arrival!.call.sites[0]
    let kept = site.keptDecisions!
    var requests = update(&state, .key(.character("y")), at: 0)
    guard case .copy(let text, _)? = requests.first else { return }
    #expect(text.hasPrefix("call 228 hidden1"))
    #expect(text.contains("kept \(Numerals.grouped(kept.kept)) of \(Numerals.grouped(kept.of))"))
    state.unit = 3
    requests = update(&state, .key(.character("y")), at: 0)
    guard case .copy(let unit, "unit 3 of hidden1")? = requests.first else {
      Issue.record("\(requests)")
      return
    }
    #expect(unit.contains("unit 3: before ") && unit.contains(" × mask "))
  }

  @Test func `the mouse is handed to the terminal and taken back`() {
    var state = SampleCall().state(120, 40)
    #expect(update(&state, .key(.character("Y")), at: 0) == [.mouse(false)])
    #expect(update(&state, .key(.character("Y")), at: 0) == [.mouse(true)])
  }

  @Test func `while a line is typed the mouse does nothing`() {
    var state = SampleCall().state(120, 40)
    _ = update(&state, .key(.character(":")), at: 0)
    let before = state
    for x in stride(from: 0, to: 120, by: 7) {
      for y in 0..<40 { _ = press(Point(x: x, y: y), &state) }
    }
    #expect(state == before)
  }

  @Test func `the terminal's ground chooses the theme, in time or not at all`() {
    var state = SampleCall().state(80, 24)
    let light = Color(red: 250, green: 240, blue: 230)
    state.themeChoice = .init(dark: 0, light: 1, until: 5)
    #expect(nextDeadline(state) ?? 9 <= 5)
    _ = update(&state, .ground(light), at: 4.9)
    #expect(state.theme == 1 && state.themeChoice == nil)
    _ = update(&state, .ground(Color(red: 0, green: 0, blue: 0)), at: 4.9)
    #expect(state.theme == 1)
    state.themeChoice = .init(dark: 0, light: 1, until: 5)
    state.theme = 0
    _ = update(&state, .tick, at: 5)
    _ = update(&state, .ground(light), at: 5)
    #expect(state.theme == 0 && state.themeChoice == nil)
  }
}

/// Inside the views 3 to 6, and on the border of time.
@Suite struct MouseInViewsTests {
  private func press(_ point: Point, _ state: inout ScreenState) -> [Request] {
    update(&state, .mouse(Mouse(.press, x: point.x, y: point.y)), at: 0)
  }

  /// The upper left corner of what answers so.
  private func corner(_ touch: Touch, _ state: ScreenState) throws -> Point {
    let zone = try #require(
      picture(state).zones.last {
        $0.press?(Point(x: $0.rect.x, y: $0.rect.y)) == touch
      })
    return Point(x: zone.rect.x, y: zone.rect.y)
  }

  @Test func `a press selects a box of view 3, and a wrong way for the upper ones`() throws {
    var state = SampleCall().state(120, 40)
    state.view = 3
    for (index, box) in [
      (1, CompareBox(.inverted, .eval)), (2, CompareBox(.vanilla, .train)),
    ] {
      _ = press(try corner(.own("box", index), state), &state)
      #expect(state.compareBox == box)
    }
    _ = press(try corner(.own("way", ScalingWay.twice.rawValue), state), &state)
    #expect(state.memory[CompareState.self].way == .twice)
    _ = press(try corner(.own("way", ScalingWay.vanilla.rawValue), state), &state)
    #expect(state.memory[CompareState.self].way == nil)
  }

  @Test func `a press on a plot of view 6 seeks as one on the time panel below it does`() throws {
    var state = SampleCall().state(120, 40)
    state.view = 6
    let panels = TimeView().panels(state)
    let requests = press(Point(x: panels[0].x + 2, y: panels[0].y + 2), &state)
    #expect(requests.contains(.seek(1)))
  }

  @Test(arguments: [1, 2, 3, 5, 6, 8])
  func `the border of time can be dragged in every view, and 0 puts it back`(view: Int) throws {
    var state = SampleCall().state(120, 40)
    state.view = view
    let before = state
    let drawn = try #require(Views.current(state).time(ScreenFrame(state)!, state))
    _ = press(Point(x: 60, y: drawn.y), &state)
    _ = update(&state, .mouse(Mouse(.drag, x: 60, y: drawn.maxY - 12)), at: 0)
    _ = update(&state, .mouse(Mouse(.release, x: 60, y: drawn.maxY - 12)), at: 0)
    #expect(ScreenFrame(state)?.time?.height == 12)
    // Panels end where time begins.
    #expect(Views.current(state).panels(state).allSatisfy { $0.maxY <= drawn.maxY - 12 })
    _ = update(&state, .mouse(Mouse(.press, x: 60, y: drawn.maxY - 12)), at: 0)
    _ = update(&state, .mouse(Mouse(.drag, x: 60, y: 0)), at: 0)
    #expect(ScreenFrame(state)?.body.height == 8)
    _ = update(&state, .key(.character("0")), at: 0)
    #expect(ScreenFrame(state) == ScreenFrame(before))
  }

  @Test func `a preferred extent holds from its size on, the larger one wins, a drag before both`()
  {
    var state = SampleCall().state(120, 40)
    state.preferred = [
      .init(size: Size(width: 80, height: 24), panel: "time", extent: 4),
      .init(size: Size(width: 120, height: 40), panel: "time", extent: 9),
    ]
    #expect(ScreenFrame(state)?.time?.height == 9)
    state.size = Size(width: 119, height: 60)
    #expect(ScreenFrame(state)?.time?.height == 4)
    state.size = Size(width: 79, height: 24)
    #expect(ScreenFrame(state)?.time?.height == 3)
    state.size = Size(width: 120, height: 40)
    state.extents["time"] = 6
    #expect(ScreenFrame(state)?.time?.height == 6)
  }
}
