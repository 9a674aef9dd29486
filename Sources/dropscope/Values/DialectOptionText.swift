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

  /// A value that some dialect takes for an option of that name, which may mean other things to others.
  init(named option: String, _ text: String) throws(ValueError) {
    var needs: [String] = []
    for setting in Dialect.all.flatMap(\.takes) where setting.name == option {
      var options = DialectOptions()
      do {
        try setting.set(text, in: &options)
        self.option = option
        self.text = text
        return
      } catch .option(_, has: _, let need) {
        if !needs.contains(need) { needs.append(need) }
      } catch {
        throw .dialect(error)
      }
    }
    throw .setting(needs.joined(separator: "; "))
  }
}
