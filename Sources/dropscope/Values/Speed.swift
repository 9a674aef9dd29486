import Interface

/// A rung of the ladder of speeds, by its factor or `max`.
struct Speed {
  /// Index into `Playback.ladder`.
  let rung: Int

  init(_ text: String) throws(ValueError) {
    let rung = Playback.ladder.firstIndex { step in
      step.map { Double(text) == $0 } ?? (text == "max")
    }
    guard let rung else { throw .speed }
    self.rung = rung
  }
}
