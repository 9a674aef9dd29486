import DropoutEngine

/// The changes and marks of a log that no rewind took back, by call, in bounded memory.
struct AnnotationList {
  /// How many are kept; then the oldest quarter is forgotten.
  static let capacity = 4096
  /// Scalars of a text; the rest is cut.
  static let textLimit = 256
  private(set) var all: [Annotation] = []

  /// Takes in what is pinned to a call; other records are none.
  mutating func add(_ record: LogRecord) {
    switch record {
    case .annotation(let annotation, _):
      insert(Annotation(number: annotation.number, kind: cut(annotation.kind)))
    case .session, .site, .call, .recompute, .rewind, .end: break
    }
  }

  private func cut(_ kind: Annotation.Kind) -> Annotation.Kind {
    switch kind {
    case .change(let change):
      .change(
        Change(
          what: cut(change.what), site: change.site.map(cut), from: cut(change.from),
          to: cut(change.to)))
    case .mark(let text): .mark(text: cut(text))
    case .skipped(let calls, let masks, let why):
      .skipped(calls: calls, masks: masks, why: cut(why))
    case .note(let site, let text): .note(site: site.map(cut), text: cut(text))
    case .accepted(let rule, let site, let why):
      .accepted(rule: cut(rule), site: site.map(cut), why: cut(why))
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
