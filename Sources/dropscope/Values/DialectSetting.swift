import DropoutEngine

/// A value of an option that some dialects take; whether the chosen one does is told once it is
/// known.
struct DialectSetting {
  let option: DialectOption
  let text: String

  init(_ option: DialectOption, _ text: String) throws(ValueError) {
    var options = DialectOptions()
    do {
      try options.set(option, to: text)
    } catch .option(_, has: _, let needs) {
      throw .setting(needs)
    } catch {
      throw .dialect(error)
    }
    self.option = option
    self.text = text
  }
}
