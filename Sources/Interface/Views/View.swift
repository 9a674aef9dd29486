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
  /// Whether it shows what the doctor concludes beyond the status line.
  var showsVerdict: Bool { get }
  /// Its keys beside those that work everywhere.
  var keys: [KeyRow] { get }

  /// Where everything stands: inside the screen, at least a cell each, none on another; nothing
  /// below ``ScreenFrame/least``.
  func places(_ state: ScreenState) -> [Rect]

  /// Draws all but the footer.
  func draw(_ scene: Scene, into canvas: inout Canvas)

  /// Carries out a command of its own.
  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request]

  /// Its command for a key that it takes before the table of keys, as things stand; nil mostly.
  func captured(_ key: Key, _ state: ScreenState) -> String?

  /// The keys that the footer names as things stand, the best first.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding]
}

extension View {
  var showsVerdict: Bool { false }
  func captured(_ key: Key, _ state: ScreenState) -> String? { nil }
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] { bindings }
}
