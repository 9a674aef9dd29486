import DropoutEngine

/// What happened over the calls of the strip, each at its place: changes, marks, new epochs.
struct StripMarks {
  /// One event, by the index of its point.
  struct Mark: Equatable {
    var point: Int
    var text: String
    var kind: Kind
  }

  enum Kind {
    case change, mark, epoch
  }

  /// By place, and changes before marks before epochs at the same place.
  ///
  /// - Parameter selected: the name of the layer on screen; the rates of others carry their names.
  static func marks(_ arrival: Arrival, selected: String?) -> [Mark] {
    let points = arrival.points
    guard let first = points.first?.number, let last = points.last?.number else { return [] }
    var marks: [Mark] = []
    for annotation in arrival.annotations
    where annotation.number >= first && annotation.number <= last {
      // Calls mostly follow one another, so the place is known at once.
      let guess = annotation.number - first
      let isThere = guess < points.count && points[guess].number == annotation.number
      let found = isThere ? guess : points.firstIndex { $0.number >= annotation.number }
      guard let index = found else { continue }
      switch annotation.kind {
      case .change(let what, let layer, let from, let to):
        marks.append(
          Mark(
            point: index, text: words(what, layer == selected ? nil : layer, from, to),
            kind: .change))
      case .mark(let text):
        marks.append(Mark(point: index, text: text.isEmpty ? "mark" : text, kind: .mark))
      }
    }
    for index in points.indices.dropFirst() {
      if let epoch = points[index].epoch, epoch != points[index - 1].epoch {
        marks.append(Mark(point: index, text: "epoch \(epoch)", kind: .epoch))
      }
    }
    return marks
  }

  private static func words(
    _ what: String, _ layer: String?, _ from: String, _ to: String
  ) -> String {
    switch what {
    case "mode", "phase": to
    case "rate": (layer.map { $0 + " " } ?? "") + "p \(short(from))→\(short(to))"
    default: "\(what) \(to)"
    }
  }

  private static func short(_ text: String) -> String {
    Double(text).map { Numerals.tick($0) } ?? text
  }
}
