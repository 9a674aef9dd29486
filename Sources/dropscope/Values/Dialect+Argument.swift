import DropoutEngine

extension Dialect {
  /// A dialect by its name on the command line.
  init(argument text: String) throws(ValueError) {
    do { self = try Dialect.named(text) } catch { throw .dialect(error) }
  }
}
