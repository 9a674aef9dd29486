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
  static func marks(
    _ annotations: [Annotation], on track: StripTrack, selected: String?
  ) -> [Mark] {
    var marks: [Mark] = []
    for annotation in annotations {
      guard let index = track.place(annotation.number) else { continue }
      switch annotation.kind {
      case .change(let change):
        marks.append(Mark(point: index, text: words(change, selected), kind: .change))
      case .mark(let text):
        marks.append(Mark(point: index, text: text.isEmpty ? "mark" : text, kind: .mark))
      case .skipped, .note, .accepted: break
      }
    }
    return marks + epochs(track)
  }

  /// The places where an epoch begins, unless there are too many to tell apart.
  private static func epochs(_ track: StripTrack) -> [Mark] {
    var marks: [Mark] = []
    for index in track.points.indices.dropFirst() {
      if let epoch = track.points[index]?.epoch, epoch != track.points[index - 1]?.epoch {
        marks.append(Mark(point: index, text: "epoch \(epoch)", kind: .epoch))
      }
    }
    return track.isWhole && marks.count > track.points.count / 12 ? [] : marks
  }

  /// A change in a word or two.
  static func words(_ change: Change, _ selected: String?) -> String {
    switch change {
    case .mode, .phase: return change.to
    case .rate(let site, let from, let to):
      let name = site == selected ? "" : site.map { $0 + " " } ?? ""
      return name + "p \(Numerals.tick(from.value))→\(Numerals.tick(to.value))"
    case .seed, .dialect, .other: return "\(change.what) \(change.to)"
    }
  }
}
