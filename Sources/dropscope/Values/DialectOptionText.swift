import DropoutEngine

/// A value of an option that some dialects take; whether the chosen one does is told once it is
/// known.
struct DialectOptionText {
  /// The option's name.
  let option: String
  let text: String

  init<Value>(_ option: DialectOption<Value>, _ text: String) throws(ValueError) {
    var options = DialectOptions()
    do {
      try option.set(text, in: &options)
    } catch .option(_, has: _, let needs) {
      throw .setting(needs)
    } catch {
      throw .dialect(error)
    }
    self.option = option.name
    self.text = text
  }
}
