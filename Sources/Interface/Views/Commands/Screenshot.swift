/// The frame on screen as text or as a picture.
package enum Screenshot {
  /// How it is written, as the file's name ends.
  package enum Form: Sendable, CaseIterable {
    case text, ansi, svg

    package init?(fileName: String) {
      let endings: [(String, Form)] = [
        (".txt", .text), (".ans", .ansi), (".ansi", .ansi), (".svg", .svg),
      ]
      let name = fileName.lowercased()
      guard let form = endings.first(where: { name.hasSuffix($0.0) && name.count > $0.0.count })
      else { return nil }
      self = form.1
    }
  }

  /// The screen without what a person is told or types at the moment.
  package static func write(_ state: ScreenState, as form: Form) -> String {
    var state = state
    state.prompt = nil
    state.notice = nil
    var canvas = Canvas(size: state.size)
    draw(state, into: &canvas)
    switch form {
    case .text: return ansi(canvas, .none) + "\n"
    case .ansi: return ansi(canvas, state.look.depth) + "\n"
    case .svg:
      let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
      let depth = state.look.depth == .none ? ColorDepth.none : .direct
      return svg(canvas, depth, theme, title: pictureTitle(state)) + "\n"
    }
  }
}
