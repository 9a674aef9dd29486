/// A line that is typed after `:`.
package struct Prompt: Equatable, Sendable {
  package var text = ""
  /// What tab may make of the last word, while it is walked.
  var choices: [String] = []
  /// The one that the text has now.
  var chosen: Int?
  /// What may be typed, or what the command takes.
  package internal(set) var hints: [String] = []
  /// How many lines back in the history the text stands; nil for one that is typed.
  var back: Int?
  /// What was typed before the history was gone into.
  var draft = ""

  /// No command takes more; a paste cannot fill the screen's memory.
  static let limit = 400

  package init(_ text: String = "") { self.text = text }

  /// Text typed by hand: what tab offered and where the history stood is forgotten.
  mutating func type(_ text: String) {
    self = Prompt(String(text.prefix(Prompt.limit)))
  }

  /// Goes back in the history by a step, or on; past the newest line stands what was typed.
  mutating func walk(_ lines: [String], by step: Int) {
    let place = (back ?? 0) + step
    guard place >= 0, place <= lines.count else { return }
    if back == nil { draft = text }
    (choices, chosen) = ([], nil)
    back = place == 0 ? nil : place
    text = place == 0 ? draft : lines[lines.count - place]
  }

  /// Takes the next of the choices, or the one before it.
  ///
  /// - Parameter stem: what stands before the word that they complete.
  mutating func complete(_ found: [String], after stem: String, by step: Int) {
    if let chosen, !choices.isEmpty {
      self.chosen = (chosen + step + choices.count) % choices.count
    } else {
      choices = found
      chosen = found.isEmpty ? nil : step > 0 ? 0 : found.count - 1
    }
    if let chosen { text = stem + choices[chosen] }
    // There is nothing to walk: what follows is typed.
    if choices.count == 1 { (choices, chosen) = ([], nil) }
  }
}
