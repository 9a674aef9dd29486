/// The views there are.
package enum Views {
  /// In the order of their numbers. A new view is a line here.
  static let all: [any View] = [
    MasksView(), LayersView(), CompareView(), EnsembleView(), UnitsView(), TimeView(),
    FindingsView(), WhyView(), RanksView(),
  ]

  /// Their names, as `--view` takes them.
  package static var names: [String] { all.map(\.name) }

  /// Panels whose border can be dragged, by the names that a config file has for them.
  package static let panels = [ScreenFrame.panel, LayersLayout.panel, FindingsLayout.panel]

  /// The number of the view of that name.
  ///
  /// - Throws: ``ViewError/unknown(name:known:)`` for a name that is none of them.
  package static func named(_ name: String) throws(ViewError) -> Int {
    guard let view = all.first(where: { $0.name == name.lowercased() }) else {
      throw .unknown(name: name, known: names)
    }
    return view.digit
  }

  /// The view on screen.
  static func current(_ state: ScreenState) -> any View {
    all.first { $0.digit == state.view } ?? all[0]
  }

  /// The keys of a view, with those that work everywhere.
  static func keys(of view: any View) -> KeyMap { keyMaps[view.digit] ?? .shared }

  private static let keyMaps = Dictionary(
    uniqueKeysWithValues: all.map { ($0.digit, KeyMap(own: $0.keys)) })

  /// What the keys of the views are called in footer and help: `2` layers.
  static func tab(_ view: any View) -> KeyBinding? {
    guard (1...9).contains(view.digit) else { return nil }
    return KeyBinding(
      keys: [.character(Character("\(view.digit)"))], label: "\(view.digit)",
      summary: "view: \(view.name)", footer: view.name, group: .screen, command: .view(view.digit))
  }

  static var tabs: [KeyBinding] { all.compactMap(tab) }

  /// The key of the first view, for footers of screens that have no row of tabs to name it.
  static func wayBack(_ state: ScreenState) -> [KeyBinding] {
    if ScreenFrame(state.size)?.tabs != nil { return [] }
    return [tab(MasksView())].compactMap(\.self)
  }

  /// Shows the view of that number; where there is none, or this session cannot fill it, it says so.
  static func show(_ digit: Int, _ state: inout ScreenState, at now: Double) {
    guard let view = all.first(where: { $0.digit == digit }) else {
      let known = all.map { "\($0.digit) \($0.name)" }.joined(separator: ", ")
      return state.show("there is no view \(digit): \(known)", at: now)
    }
    if let refusal = refusal(of: view, offers: state.arrival?.offers ?? []) {
      return state.show(refusal, at: now)
    }
    state.view = digit
    state.origin = nil
  }

  /// Why a session that offers no more than that cannot fill a view; nil where it can.
  static func refusal(of view: any View, offers: Needs) -> String? {
    let missing = view.needs.subtracting(offers)
    guard !missing.isEmpty else { return nil }
    return "\(view.digit) \(view.name) needs \(missing.words), which this session does not have"
  }

  /// Why a session that offers no more than that cannot fill the view of that number.
  package static func refusal(of digit: Int, offers: Needs) -> String? {
    all.first { $0.digit == digit }.flatMap { refusal(of: $0, offers: offers) }
  }

  /// What the view of that number needs beyond a call.
  package static func needs(_ digit: Int) -> Needs {
    all.first { $0.digit == digit }?.needs ?? []
  }

  /// The README's table of keys, in Markdown, with a newline at its end: first those that work
  /// everywhere, then each view's own.
  package static var markdown: String {
    var lines = ["| key | does |", "|---|---|"] + KeyMap.shared.bindings.map(\.markdown)
    for view in all {
      lines.append("| **view \(view.digit), \(view.name)** | |")
      lines += view.keys.map(\.whole.markdown)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension KeyBinding {
  fileprivate var markdown: String { "| `\(label)` | \(summary) |" }
}

/// What is wrong with the name of a view, in one sentence.
package enum ViewError: Error, Equatable, CustomStringConvertible {
  /// There is no view of that name.
  case unknown(name: String, known: [String])

  package var description: String {
    switch self {
    case .unknown(let name, let known):
      let safe = String(String.UnicodeScalarView(name.unicodeScalars.prefix(60).map(Glyphs.safe)))
      return "there is no view '\(safe)'; the views are \(known.joined(separator: ", "))"
    }
  }
}
