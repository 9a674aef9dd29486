import DropoutEngine

/// What happened over the calls of the strip, each at its place: findings, changes, marks, new
/// epochs.
struct StripMarks {
  /// One event, by the index of its point.
  struct Mark: Equatable {
    var point: Int
    var text: String
    var kind: Kind
  }

  enum Kind {
    case finding, change, mark, epoch
  }

  /// Findings first, then changes and marks in order, then epochs.
  ///
  /// - Parameter selected: the name of the layer on screen; the rates of others carry their names.
  static func marks(
    _ annotations: [Annotation], findings: [Finding] = [], on track: StripTrack,
    selected: String?
  ) -> [Mark] {
    var marks: [Mark] = []
    for finding in findings {
      guard let index = finding.from.flatMap(track.place) else { continue }
      if let same = marks.firstIndex(where: { $0.point == index }) {
        let known = marks[same].text.split(separator: " ").contains(Substring(finding.rule))
        if !known { marks[same].text += " " + finding.rule }
      } else {
        marks.append(Mark(point: index, text: finding.rule, kind: .finding))
      }
    }
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
