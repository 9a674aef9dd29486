import DropoutEngine

extension GPU {
  /// A GPU by its name on the command line.
  init(argument text: String) throws(ValueError) {
    do {
      self = try GPU.named(text)
    } catch .option(_, has: _, let needs) {
      throw .setting(needs)
    } catch {
      throw .dialect(error)
    }
  }
}
