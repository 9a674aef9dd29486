import DropoutEngine
import Foundation
import Testing

@testable import Interface

/// Whole frames of real simulations, compared with the pictures in `Frames/`.
///
/// After a change that is meant, `RECORD_FRAMES=1 swift test --filter FrameTests` takes the pictures
/// anew; look at them before they are committed.
@Suite struct FrameTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
    Size(width: 20, height: 5),
  ]

  @Test(arguments: FrameTests.sizes, [ColorDepth.none, .palette256])
  func `a frame of a network that learns is the picture that was looked at`(
    size: Size, depth: ColorDepth
  ) throws {
    var options = SimulationOptions(preset: .digits)
    options.dialect = .philox
    try compare(options, call: 50, size: size, depth: depth)
  }

  @Test(arguments: [ColorDepth.none, .palette256])
  func `a frame of the article's network is the picture that was looked at`(
    depth: ColorDepth
  ) throws {
    var options = SimulationOptions(preset: .article)
    options.mode = .vanilla
    try compare(options, call: 3, size: Size(width: 120, height: 40), depth: depth)
  }

  @Test func `a frame of one dropout layer is the picture that was looked at`() throws {
    var options = SimulationOptions(preset: .module)
    options.dialect = .philox
    try compare(options, call: 5, size: Size(width: 120, height: 40), depth: .none)
  }

  @Test func `an ASCII frame is the picture that was looked at`() throws {
    var options = SimulationOptions(preset: .digits)
    options.dialect = .philox
    let size = Size(width: 120, height: 40)
    try compare(options, call: 50, size: size, depth: .none, ascii: true)
  }

  private func compare(
    _ options: SimulationOptions, call number: Int, size: Size, depth: ColorDepth,
    ascii: Bool = false
  ) throws {
    var timeline = try SimulationTimeline(options)
    let reached = timeline.approach(number)
    let call = try #require(reached)
    var state = ScreenState(
      size: size, look: .init(depth: depth, ascii: ascii), themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    var arrival = Arrival(
      header: timeline.header, call: call, points: timeline.points(endingAt: number),
      annotations: timeline.annotations, newest: number)
    arrival.trace = timeline.trace
    _ = update(&state, .arrived(arrival), at: 0)
    var canvas = Canvas(size: size)
    draw(state, into: &canvas)
    let name =
      "\(options.preset.rawValue)-\(number)-\(size.width)x\(size.height)-\(depth.rawValue)"
      + (ascii ? "-ascii" : "")
    try expectPicture(ansi(canvas, depth) + "\n", named: name)
  }
}
