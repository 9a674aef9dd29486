import DropoutEngine
import Testing

@testable import Interface

@Suite struct TourTests {
  private func state(_ width: Int = 80, _ height: Int = 24) -> ScreenState {
    var state = SampleCall().state(width, height, depth: .none)
    state.beginTour()
    return state
  }

  private func line(_ state: ScreenState, _ row: Int) -> String {
    let lines = ansi(picture(state), .none).split(separator: "\n", omittingEmptySubsequences: false)
    return String(lines[row])
  }

  @Test func `seven captions fit into 80 columns at any rate, each with its key`() throws {
    #expect(Tour.Step.allCases.count == 7)
    for p in [0, 0.05, 0.125, 0.5, 0.95, 1.0] {
      var tour = Tour()
      repeat {
        for mode in [Mode.vanilla, .inverted] {
          for phase in [Phase.train, .eval] {
            let text = tour.text(try Rate(p), mode, phase)
            let width = 4 + text.unicodeScalars.count + 9 + 2 + tour.leads.count
            #expect(width <= 78, "\(text)")
          }
        }
        #expect(!tour.keyLabel.isEmpty)
      } while tour.advance()
    }
  }

  @Test func `it goes on when its key is pressed, and at no other`() {
    var state = state()
    #expect(line(state, 22).contains("1/7 Each cell is a unit."))
    #expect(line(state, 22).contains("Press .: a new mask"))
    _ = update(&state, .key(.character("t")), at: 0)
    #expect(state.tour?.step == 0 && state.theme == 1)
    _ = update(&state, .key(.character(".")), at: 0)
    #expect(state.tour?.step == 1)
    #expect(line(state, 22).contains("2/7 A new mask. What stays is × 2.00"))
  }

  @Test func `its keys do what they always do, and the sixth step begins a fault`() {
    var state = state()
    var requests: [Request] = []
    for key in [".", "m", "e", "e", "+"] {
      requests += update(&state, .key(.character(Character(key))), at: 0)
      // Each request is answered at once by the call on screen.
      while state.playback.isWaiting, let arrival = state.arrival {
        requests += update(&state, .arrived(arrival), at: 0)
      }
    }
    #expect(state.tour?.current == .fault)
    #expect(state.playback.isPlaying)
    #expect(
      requests.contains { if case .change(.fault(.some), _) = $0 { true } else { false } })
    _ = update(&state, .key(.character("7")), at: 0)
    #expect(state.view == FindingsView.key && state.tour?.current == .finding)
    _ = update(&state, .key(.character("8")), at: 0)
    #expect(state.view == WhyView().digit && state.tour == nil)
    #expect(state.notice?.text.hasPrefix("that was the tour") == true)
  }

  @Test func `who pressed more keys than it asked for reads what is so`() throws {
    var tour = Tour()
    _ = tour.advance()
    #expect(tour.text(.half, .inverted, .train).contains("What stays is × 2.00"))
    #expect(tour.text(.half, .vanilla, .train).contains("Vanilla scales nothing"))
    _ = tour.advance()
    #expect(tour.text(.half, .vanilla, .train).contains("Vanilla scales nothing"))
    #expect(tour.text(.half, .inverted, .train).contains("Inverted: what stays is × 2.00"))
    _ = tour.advance()
    #expect(tour.text(.half, .vanilla, .eval).contains("makes all × 0.50"))
    #expect(tour.text(.half, .inverted, .eval).contains("nothing is scaled"))
    _ = tour.advance()
    #expect(tour.text(.half, .vanilla, .eval).hasPrefix("Still evaluating"))
  }

  @Test func `esc leaves it, after the help that is open over it`() {
    var state = state()
    _ = update(&state, .key(.character("?")), at: 0)
    _ = update(&state, .key(.escape), at: 0)
    #expect(state.tour != nil && !state.helpIsOpen)
    _ = update(&state, .key(.escape), at: 0)
    #expect(state.tour == nil)
    #expect(!line(state, 22).contains("/7"))
  }

  @Test func `a key of the help or of the prompt is none of the tour's`() {
    var state = state()
    _ = update(&state, .key(.character(":")), at: 0)
    _ = update(&state, .key(.character(".")), at: 0)
    #expect(state.tour?.step == 0)
    _ = update(&state, .key(.escape), at: 0)
    #expect(state.tour?.step == 0 && state.prompt == nil)
  }

  @Test func `without a line for captions it stands in place of the keys`() {
    #expect(line(state(60, 14), 13).contains("Press ."))
  }

  @Test func `the offer is one line that says how to begin it`() {
    var state = SampleCall().state(80, 24, depth: .none)
    state.offerTour(at: 10)
    let last = line(state, 23)
    #expect(last.contains("dropscope --tour"))
    _ = update(&state, .tick, at: 26)
    #expect(state.notice == nil)
  }

  @Test func `a scenario says where to look in place of the caption, but not among the findings`() {
    var state = SampleCall(number: 5).state(80, 24, depth: .none)
    state.arrival?.header.scenario = "frozen-generator"
    #expect(line(state, 22).contains("Watch the dots of one row"))
    #expect(line(state, 0).contains("frozen-generator"))
    state.view = FindingsView.key
    #expect(!line(state, 22).contains("Watch the dots"))
    state.view = 1
    state.arrival?.header.scenario = "nobody knows it"
    #expect(!line(state, 22).isEmpty)
  }
}
