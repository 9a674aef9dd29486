/// One row of the one table of keys: the key handling, the footer, the help screen and the
/// README's table are all made from it.
package struct KeyBinding: Sendable {
  /// The keys that do it.
  package var keys: [Key]
  /// The keys as a person reads them: `space`, `. ,`, `shift+← →`.
  package var label: String
  /// What it does, in a few words, for the help screen and the README.
  package var summary: String
  /// One word for the footer; nil for what has no place there.
  package var footer: String?
  /// The heading it stands under on the help screen.
  package var group: Group
  package var command: Command

  package enum Group: String, Sendable, CaseIterable {
    case view = "This view"
    case time = "Time"
    case dropout = "Dropout"
    case selection = "Selection"
    case session = "Session"
    case screen = "Screen"
  }

  /// What a key asks for.
  package enum Command: Sendable, Equatable {
    case togglePlay
    case step(Int)
    case faster, slower, normalSpeed
    case first, newest, openPrompt, follow, zoomTime
    case toggleMode, togglePhase
    /// Steps of 0.05.
    case changeRate(Int)
    case nextDialect
    case selectSite(Int)
    case selectSample(Int)
    case back
    case toggleRecording
    case mark, nextMark(Int)
    case restart(newSeed: Bool)
    case changeTheme(Int)
    /// Copy what is selected; take the mouse or leave it; panels as they were before a drag.
    case copy, toggleMouse, resetPanels
    case toggleHelp
    /// The view of that number.
    case view(Int)
    /// A command of the view on screen, by the view's own name for it.
    case own(String)
    case quit(Int32), suspend, repaint
  }
}
