import DropoutEngine

/// How many words a generator gave before the first mask, from a sum of what was built.
struct WordsBefore {
  let count: Int

  /// - Throws: what names the first term that is not understood.
  init(_ sum: String) throws(ValueError) {
    do { count = try WordsDrawn.by(sum) } catch { throw .dialect(error) }
  }
}
