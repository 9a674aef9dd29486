import Interface

/// A view by its name.
struct ViewName {
  /// Its number, as a key selects it.
  let digit: Int

  init(_ text: String) throws(ValueError) {
    do { digit = try Views.named(text) } catch { throw .view(known: Views.names) }
  }
}
