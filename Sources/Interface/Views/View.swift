import DropoutEngine

/// One way to look at a session: what it needs, where its panels go, what they show, its keys.
///
/// A view holds nothing: what it keeps between frames is a ``ViewState`` in the screen's memory.
protocol View: Sendable {
  /// What a person calls it, on tabs and on the command line.
  var name: String { get }
  /// Its key, 1...9; no other view has it, and it never changes.
  var digit: Int { get }
  /// What it cannot do without.
  var needs: Needs { get }
  /// What it asks of the session beyond its calls, as things stand; nil where it asks nothing.
  func question(_ state: ScreenState) -> (any Question)?
  /// Its keys beside those that work everywhere.
  var keys: [KeyRow] { get }

  /// Where its own panels stand: inside the frame's body, at least a cell each, none on another;
  /// nothing below ``ScreenFrame/least``.
  func panels(_ state: ScreenState) -> [Rect]

  /// Where the time panel stands: where the frame has it, unless the view gives it more.
  func time(_ frame: ScreenFrame, _ state: ScreenState) -> Rect?

  /// Draws its own panels; the state's size is the canvas's.
  func draw(_ scene: Scene, into canvas: inout Canvas)

  /// What the row of tabs tells as selected, where that is not the site.
  func selection(_ scene: Scene) -> [Run]?

  /// What the status line tells in place of the phase, where all that is shown is of another one.
  func badge(_ scene: Scene) -> String?

  /// What the time panel shows lanes of.
  func lanes(_ scene: Scene) -> TimeLanes

  /// One sentence about what is on screen, as it is told with more and with less room: the fullest
  /// first.
  func caption(_ scene: Scene) -> [[Run]]

  /// Carries out a command of its own.
  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request]

  /// What `y` copies; nil for nothing.
  func copied(_ scene: Scene) -> CopiedText?

  /// Does what a press on a part of its own does, by the name and the count that it was drawn with.
  func touched(_ name: String, _ index: Int, _ state: inout ScreenState, at now: Double)
    -> [Request]

  /// Its command for a key that it takes before the table of keys, as things stand; nil mostly.
  func captured(_ key: Key, _ state: ScreenState) -> String?

  /// The keys that the footer names as things stand, the best first.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding]
}

extension View {
  func question(_ state: ScreenState) -> (any Question)? { nil }
  func time(_ frame: ScreenFrame, _ state: ScreenState) -> Rect? { frame.time }
  func selection(_ scene: Scene) -> [Run]? { nil }
  func badge(_ scene: Scene) -> String? { nil }
  func lanes(_ scene: Scene) -> TimeLanes { .site(scene.site?.name) }
  func captured(_ key: Key, _ state: ScreenState) -> String? { nil }
  func copied(_ scene: Scene) -> CopiedText? { CopiedText(scene) }
  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] { [] }
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] { bindings }
}

extension View {
  /// Where everything stands: inside the screen, at least a cell each, none on another.
  func places(_ state: ScreenState) -> [Rect] {
    guard let frame = ScreenFrame(state) else { return [] }
    let around = [frame.status, frame.tabs, time(frame, state), frame.caption, frame.footer]
    return around.compactMap(\.self) + panels(state)
  }
}
