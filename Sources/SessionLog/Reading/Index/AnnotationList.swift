import DropoutEngine

/// The changes and marks of a log that no rewind took back, by call, in bounded memory.
struct AnnotationList {
  /// How many are kept; then the oldest quarter is forgotten.
  static let capacity = 4096
  /// Scalars of a text; the rest is cut.
  static let textLimit = 256
  private(set) var all: [Annotation] = []

  /// Takes in a change or a mark; other records are none.
  mutating func add(_ record: LogRecord) {
    switch record {
    case .change(let n, _, let what, let layer, let from, let to):
      let kind = Annotation.Kind.change(
        what: cut(what), layer: layer.map(cut), from: cut(from), to: cut(to))
      insert(Annotation(number: n, kind: kind))
    case .mark(let n, _, let text): insert(Annotation(number: n, kind: .mark(text: cut(text))))
    case .session, .call, .rewind, .end: break
    }
  }

  /// Forgets those of call `number` and later ones.
  mutating func removeAll(from number: Int) {
    while let last = all.last, last.number >= number { all.removeLast() }
  }

  /// Puts one behind the others of its call.
  mutating func insert(_ annotation: Annotation) {
    if all.count >= AnnotationList.capacity { all.removeFirst(AnnotationList.capacity / 4) }
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].number <= annotation.number { low = middle + 1 } else { high = middle }
    }
    all.insert(annotation, at: low)
  }

  private func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > AnnotationList.textLimit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(AnnotationList.textLimit)))
  }
}
