import DropoutEngine
import TestSupport
import Testing

@testable import Interface

private let sizes =
  (1...60).map { ($0, $0 / 3 + 1) } + (8...50).map { (2 * $0, $0) }
  + [(1, 100), (300, 1), (40, 10), (40, 100), (300, 10), (300, 100), (80, 24), (120, 40)]

/// Sessions as a hostile log might tell them.
private let hostile: [Arrival] = {
  var arrivals: [Arrival] = []
  func add(_ change: (inout Arrival) -> Void, _ sample: SampleCall = SampleCall(rows: 2)) {
    var arrival = sample.arrival()
    change(&arrival)
    arrivals.append(arrival)
  }
  add { _ in }
  add { $0.call.tensors = nil }
  add { $0.call.sites = [] }
  add { $0.points = [] }
  add { $0.points = Array($0.points.prefix(1)) }
  add { arrival in
    for index in arrival.points.indices { arrival.points[index].sites = [] }
  }
  add { $0.call.sites[0].shape = [0] }
  add { $0.call.sites[0].shape = [] }
  add { $0.call.sites[0].shape = [0, 128] }
  add { $0.call.sites[0].shape = [1 << 40, 1 << 40] }
  add { $0.call.sites[0].shape = [2, 1 << 30] }
  add { $0.call.sites[0].shape = [-3, 5] }
  add { $0.call.sites[0].draw = .mask(Mask(repeating: true, count: 3)) }
  add { $0.call.sites[0].stages?.before.bins = [] }
  add { $0.call.sites[0].stages?.before.bins = [1, 2, 3] }
  add { $0.call.sites[0].stages?.before.mean = .nan }
  add { $0.call.sites[0].stages?.after.mean = .infinity }
  add { $0.call.sites[0].stages?.range = HistogramRange(low: .nan, high: 0) }
  add { $0.call.sites[0].stages?.range = HistogramRange(low: -1e308, high: 1e308) }
  add { $0.call.sites[0].scale = .nan }
  add { $0.call.sites[0].name = "a\u{1B}[31m層\n" + String(repeating: "x", count: 500) }
  add { $0.header.preset = "\u{1B}[2J\u{202E}" }
  add { $0.header.widths = Array(repeating: 1 << 40, count: 50) }
  add { $0.call.tensors?.rows = 0 }
  add { $0.call.tensors?.input = [.nan, .infinity] }
  add { $0.call.tensors?.output = [.nan] }
  add { $0.call.tensors?.targets = [-1] }
  add { $0.call.tensors?.before = [] }
  add { $0.call.loss = .nan }
  add { $0.points[3].sites[0].meanBefore = .infinity }
  add { $0.points[3].sites[0].keptShare = .nan }
  add { $0.annotations = [Annotation(number: -4, kind: .mark(text: "\u{7}"))] }
  add({ _ in }, SampleCall(widths: [64] + Array(repeating: 16, count: 8) + [10], rows: 1))
  add({ _ in }, SampleCall(widths: [5, 3], preset: "article", rows: 1, points: 3))
  add({ _ in }, SampleCall(preset: "module", rate: 0.2, rows: 20, points: 0))
  add({ _ in }, SampleCall(phase: .eval, mode: .vanilla, rows: 3))
  return arrivals
}()

@Test("No call, however hostile, traps a frame of any size, and every glyph is printable")
func hostileCalls() {
  for (index, arrival) in hostile.enumerated() {
    for (width, height) in sizes where index < 3 || width % 7 == index % 7 {
      var state = SampleCall(rows: 1, points: 0).state(width, height)
      state.arrival = arrival
      let sites = arrival.call.sites
      state.site = sites.isEmpty ? nil : sites[min(index % 3, sites.count - 1)].id
      state.unit = index
      state.sample = index
      state.helpIsOpen = index % 5 == 4
      for view in Views.all {
        state.view = view.digit
        let canvas = picture(state)
        #expect(
          canvas.cells.allSatisfy { Glyphs.isSafe($0.glyph) },
          "\(view.name), case \(index) at \(width)x\(height)")
      }
      _ = unitsPerRow(state)
    }
  }
}

@Test("In ASCII every cell of every view is ASCII", arguments: ColorDepth.allCases)
func asciiIsASCII(_ depth: ColorDepth) {
  for arrival in hostile {
    for help in [false, true] {
      for (width, height) in [(120, 40), (80, 24), (44, 12), (20, 5)] {
        var state = SampleCall(rows: 1, points: 0).state(width, height, depth: depth, ascii: true)
        state.arrival = arrival
        state.helpIsOpen = help
        state.recording = .on(name: "séance.jsonl")
        for view in Views.all {
          state.view = view.digit
          let canvas = picture(state)
          #expect(canvas.cells.allSatisfy { $0.glyph.isASCII && $0.glyph.value >= 0x20 })
        }
      }
    }
  }
}

@Test("No view uses a glyph that has no stand-in in ASCII")
func everyGlyphHasAStandIn() {
  for preset in ["digits", "module", "article"] {
    var sample = SampleCall()
    sample.preset = preset
    for depth in ColorDepth.allCases {
      var state = sample.state(120, 40, depth: depth)
      for view in Views.all {
        state.view = view.digit
        let canvas = picture(state)
        #expect(canvas.cells.allSatisfy { Glyphs.ascii($0.glyph) != "?" || $0.glyph == "?" })
      }
    }
  }
}

@Test("Without colour no style has a colour")
func noColorWithoutColor() {
  for var state in [SampleCall().state(120, 40, depth: .none), SampleNetwork().state(120, 40)] {
    for view in Views.all {
      state.view = view.digit
      let cells = picture(state).cells
      #expect(cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
    }
  }
}

@Test("A screen that is too small says how large it must be")
func tooSmall() {
  #expect(ansi(picture(SampleCall().state(39, 10)), .none).contains("needs 40×10"))
  #expect(ansi(picture(SampleCall().state(6, 1)), .none).contains("40×10"))
}

@Test("The first view says what runs, under which settings, and what came out")
func firstView() {
  let frame = ansi(picture(SampleCall().state(120, 40)), .none)
  for text in [
    "dropscope", "digits 64·128·64·10", "inverted", "train", "p 0.50", "torch seed 42",
    "loss 0.685", "▶ 4/s", "call 228", "hidden1  128", "digit  7", "1 of 32", "says 7 ✓",
    "relu(W·x+b)", "× mask", "× 1/(1−p)=2.00", "32 samples × 128 units", "measured expected",
    "mean masked", "95% keep 53…75", "of 4096", "zero before", "Half the values are gone",
    "─ time  kept of hidden1",
    "q quit",
  ] { #expect(frame.contains(text), "\(text)") }
}

@Test("The operation of the last stage follows mode and phase")
func operations() {
  func frame(_ mode: Mode, _ phase: Phase) -> String {
    ansi(picture(SampleCall(phase: phase, mode: mode).state(120, 40)), .none)
  }
  #expect(frame(.vanilla, .eval).contains("× (1−p)=0.50"))
  #expect(frame(.vanilla, .eval).contains("no mask"))
  #expect(frame(.vanilla, .train).contains("× 1.00 ─╮"))
  #expect(frame(.inverted, .eval).contains("× 1.00 ─╮"))
}

@Test("Layers out of sight are counted at the edges")
func hiddenLayersAreCounted() {
  let widths = [64] + Array(repeating: 32, count: 8) + [10]
  var state = SampleCall(widths: widths, rows: 1).state(60, 20)
  state.site = SiteRun(name: "hidden5")
  let frame = ansi(picture(state), .none)
  #expect(frame.contains("hidden5") && frame.contains("‹") && frame.contains("›"))
}

@Test("What a person typed, and what they are told, take the footer's place")
func footerGivesWay() {
  var state = SampleCall().state(80, 24)
  state.notice = ScreenState.Notice(text: "recording to run.jsonl", until: 1)
  #expect(ansi(picture(state), .none).contains("▸ recording to run.jsonl"))
  state.prompt = Prompt("12")
  #expect(ansi(picture(state), .none).contains(":12   go to call 1…228"))
}

@Test("A recording names its file when it begins and ends, also where there is little room")
func recordingsAreNamed() {
  for width in [40, 60, 80] {
    var state = SampleCall(rows: 1, points: 0).state(width, 12)
    let name = "runs/of/yesterday/dropscope-digits-1.jsonl"
    for status in [RecordingStatus.on(name: name), .saved(name: name)] {
      _ = update(&state, .recording(status), at: 0)
      let footer = ansi(picture(state), .none).split(separator: "\n").last ?? ""
      #expect(footer.contains("dropscope-digits-1.jsonl"), "\(width): \(footer)")
    }
    #expect(state.recording == .off)
  }
}

@Test("A log that is followed and says that it ended is told as ended")
func endedIsTold() {
  var state = SampleCall(rows: 1, points: 0).state(80, 24)
  state.arrival?.kind = .growing
  state.playback.isFollowing = true
  #expect(ansi(picture(state), .none).contains("▶ following"))
  var growth = Growth(newest: 228)
  growth.hasEnded = true
  _ = update(&state, .grew(growth), at: 0)
  let frame = ansi(picture(state), .none)
  #expect(frame.contains("ended") && !frame.contains("following"))
}

@Test("A panel that fills the screen has a way back in the footer")
func expandedPanelHasAWayBack() {
  var state = SampleCall().state(80, 24)
  #expect(!ansi(picture(state), .none).contains("esc back"))
  state.expanded = .histograms
  let footer = ansi(picture(state), .none).split(separator: "\n").last ?? ""
  #expect(footer.contains("esc back  enter next panel") && footer.contains("q quit"))
}

@Test("A mask's kept elements in a range are counted as one by one")
func keptInRange() {
  var random = SplitMix64(state: 9)
  let mask = Mask((0..<300).map { _ in random.next() % 2 == 0 })
  for low in stride(from: 0, through: 300, by: 13) {
    for high in stride(from: low, through: 300, by: 29) {
      #expect(mask.kept(in: low..<high) == (low..<high).filter { mask[$0] }.count)
    }
  }
}

@Test("The selected unit of a whole tensor is named by row and unit, and its value is shown")
func selectedUnitOfATensor() {
  var state = SampleCall(preset: "module", rate: 0.2, rows: 20).state(120, 40)
  state.unit = 3 * 16 + 5
  #expect(ansi(picture(state), .none).contains("row 3 unit 5"))
  state.unit = 20 * 16
  #expect(!ansi(picture(state), .none).contains("unit 0"))
}

@Test("A step down the grid stays in the column")
func unitsPerRowFollowTheGrid() {
  #expect(unitsPerRow(SampleCall().state(120, 40)) == 16)
  #expect(unitsPerRow(SampleCall().state(10, 3)) == 1)
}
