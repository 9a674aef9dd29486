import DropoutEngine
import TestSupport
import Testing

@testable import Interface

@Suite struct TimePanelTests {
  @Test func `a column covers the calls that the axis says, and each call stands somewhere`() {
    for (calls, columns) in [(403, 116), (5, 116), (116, 116), (100_000, 76), (1, 9), (117, 116)] {
      let axis = CallAxis(1...calls, width: columns)
      var next = 1
      for column in 0..<columns {
        let range = axis.calls(in: column, of: columns)
        if calls >= columns {
          // ⌊x n/w⌋+1 … ⌊(x+1) n/w⌋
          #expect(range == column * calls / columns + 1...(column + 1) * calls / columns)
          #expect(range.lowerBound == next)
          next = range.upperBound + 1
        }
        for call in range where calls <= 500 { #expect(axis.places(call, of: columns) ~= column) }
      }
      #expect(axis.cell(calls) == columns - 1 && axis.start(1) == 0)
    }
    #expect(CallAxis(1...Int.max, width: 200).cell(.max) == 199)
    #expect(CallAxis(1...9, width: 200).cell(.min) == 22)
  }

  @Test func `the whole session stays over the whole width when one goes back`() {
    var state = Session(calls: 98).state(120, 40, at: 98)
    let before = dots(state)
    state = Session(calls: 98).state(120, 40, at: 5)
    let frame = ansi(picture(state), .none)
    #expect(frame.contains("call 5 of 98") && frame.contains("calls 1…98"))
    let after = dots(state)
    let same = zip(before, after).filter { $0 == $1 }.count
    // But for the cursor, which stands elsewhere.
    #expect(before.count == after.count && same >= before.count - 2 * 8)
  }

  @Test func `pooled calls look healthy at any number, and a small bias grows`() {
    for calls in [50, 400, 20_000] {
      let state = Session(calls: calls).state(120, 40, at: calls)
      #expect(!ansi(picture(state), .none).contains("the band,"), "\(calls)")
    }
    var biased = Session(calls: 20_000)
    biased.shift = 4
    let frame = ansi(picture(biased.state(120, 40, at: 20_000)), .none)
    #expect(frame.contains("above the band (calls pooled, "))
  }

  @Test func `a site of which nothing is known is drawn as unknown`() {
    var session = Session(calls: 60)
    session.isKnown = false
    let frame = ansi(picture(session.state(120, 40, at: 60)), .none)
    #expect(frame.contains("not known: these calls have no masks and no counts of kept"))
    #expect(!frame.contains("session +") && !frame.contains("session −"))
  }

  @Test func `each change has its label, and room goes to the call on screen, findings, changes`() {
    var state = Session(calls: 400).state(120, 40, at: 400)
    func change(_ number: Int, _ change: Change) -> Annotation {
      Annotation(number: number, kind: .change(change))
    }
    state.arrival?.annotations = [
      change(100, .mode(from: .inverted, to: .vanilla)),
      change(100, .rate(site: "a", from: .half, to: .zero)),
      change(200, .phase(from: .train, to: .eval)),
      change(204, .phase(from: .eval, to: .train)),
      Annotation(number: 300, kind: .mark(text: "look here")),
    ]
    let axis = axisRow(state)
    #expect(axis.contains("┻vanilla, p 0.5→0") && axis.contains("┻look here"))
    // The label of the first would run over the second, but its tick stays.
    #expect(axis.contains("┻─┻train") && axis.contains("400┸"))
    state.arrival?.call.number = 100
    #expect(axisRow(state).contains("┸100 vanilla, p 0.5→0"))
  }

  @Test func `what is zoomed into is said in the title`() {
    var state = Session(calls: 400).state(120, 40, at: 200)
    _ = update(&state, .key(.character("z")), at: 0)
    #expect(ansi(picture(state), .none).contains("zoom 150…249 of 400"))
    state.view = 7
    #expect(ansi(picture(state), .none).contains("zoom 150…249 of 400"))
    state.arrival?.call.number = 399
    #expect(ansi(picture(state), .none).contains("zoom 301…400 of 400"))
  }

  @Test func `a tall panel has a lane for each site, one of them the selected one`() {
    let scene = Scene(
      Session(calls: 30).state(200, 60, at: 30), Session(calls: 30).arrival(at: 30),
      Inks(theme: Theme.builtIn[0], look: Look(depth: .none, ascii: false)))
    for (height, lanes) in [(3, 1), (5, 1), (9, 1), (10, 2), (40, 2)] {
      var canvas = Canvas(size: Size(width: 120, height: height))
      TimePanel(scene: scene, lanes: .selectedAndAround).draw(
        in: Rect(x: 0, y: 0, width: 120, height: height), into: &canvas)
      let text = ansi(canvas, .none)
      let titles = text.split(separator: "\n").count { $0.contains("kept of") }
      #expect(titles == lanes, "\(height)")
    }
  }

  @Test func `time has two lanes from 56 on, five rows from 26, three down to 15, none below`() {
    let heights = [14: nil, 15: 3, 25: 3, 26: 5, 55: 5, 56: 10] as [Int: Int?]
    for (height, rows) in heights {
      #expect(ScreenFrame(Size(width: 80, height: height))?.time?.height == rows, "\(height)")
    }
  }

  /// The cells of the lane.
  private func dots(_ state: ScreenState) -> [Unicode.Scalar] {
    let canvas = picture(state)
    let rows = (0..<40).filter { row in
      (0..<120).contains { (0x2801...0x28FF).contains(canvas[$0, row].glyph.value) }
    }
    return rows.flatMap { row in (2..<118).map { canvas[$0, row].glyph } }
  }

  private func axisRow(_ state: ScreenState) -> String {
    let rows = ansi(picture(state), .none).split(separator: "\n").map(String.init)
    return rows.last { $0.contains("┸") } ?? ""
  }
}

/// A session of two sites that keep half of 100 draws, give or take.
private struct Session {
  var calls: Int
  /// So many more are kept than should be.
  var shift = 0
  var isKnown = true

  func call(_ number: Int) -> ForwardCall {
    var random = SplitMix64(state: UInt64(number))
    let sites = ["a", "b"].map { name in
      let kept = (0..<100).count { _ in random.next() % 2 == 0 }
      var site = SiteCall(
        name: name, shape: [10, 10], rate: .half, scale: 2, mask: nil, kept: kept + shift,
        stages: nil)
      site.draw = .unknown
      if !isKnown { site.kept = nil }
      return site
    }
    return ForwardCall(number: number, phase: .train, mode: .inverted, sites: sites)
  }

  func arrival(at number: Int) -> Arrival {
    var trace = KeptTrace()
    for number in 1...calls { trace.add(call(number)) }
    var arrival = Arrival(
      header: SessionHeader(source: "test", sites: []), call: call(number), points: [],
      annotations: [], newest: calls)
    arrival.trace = trace
    return arrival
  }

  func state(_ width: Int, _ height: Int, at number: Int) -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height), look: Look(depth: .none, ascii: false),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    _ = update(&state, .arrived(arrival(at: number)), at: 0)
    return state
  }
}
