import DropoutEngine

/// A finding told in full: what, how surely, since when, what it means, what to do, where to look.
struct FindingDetail {
  let finding: Finding
  let inks: Inks
  /// The views that this session can fill, by number and name.
  var views: [(digit: Int, name: String)] = []

  /// Cells for the words at the left.
  private static let label = 10
  /// No line is read easily that is longer.
  private static let longest = 100

  /// - Parameter isDense: whether there is no room for lines between its parts.
  func lines(width: Int, isDense: Bool = false) -> [FindingLine] {
    let lines = parts(width: width)
    guard isDense, let first = lines.firstIndex(of: .empty) else { return lines }
    return lines[...first] + lines[first...].filter { $0 != .empty }
  }

  private func parts(width: Int) -> [FindingLine] {
    let text = FindingText(finding: finding)
    let width = min(width, FindingDetail.longest)
    var lines = Prose.lines(finding.what, width: width).map {
      FindingLine(left: [Run($0, inks.strong)])
    }
    lines.append(.empty)
    lines += evidence(width)
    lines += entry("where", text.allSites, inks.text, width)
    lines += entry("when", text.extent, inks.text, width)
    lines.append(.empty)
    lines += entry("means", finding.meaning, inks.text, width)
    lines.append(.empty)
    let lesson = FindingLesson(finding.rule)
    if let lesson { lines += entry("why", lesson.why, inks.text, width) + [.empty] }
    lines += entry("do", finding.advice, inks.strong, width)
    if let place = finding.place {
      lines.append(.empty)
      lines += entry("look", place, inks.strong, width)
    }
    if let lesson { lines += [.empty] + learn(lesson, width) }
    return lines
  }

  /// Which view shows it, what plays it, and where it is written about.
  private func learn(_ lesson: FindingLesson, _ width: Int) -> [FindingLine] {
    let view = views.first { $0.digit == lesson.view }
    var lines: [FindingLine] = []
    func add(_ runs: [Run]) {
      let word = lines.isEmpty ? "learn" : ""
      let space = String(repeating: " ", count: label(width) - word.count)
      lines.append(FindingLine(left: [Run(word + space, inks.accent)] + runs))
    }
    if let view {
      add([
        Run("\(view.digit)", inks.hotkey), Run(" \(view.name): \(lesson.look)", inks.text),
        Run("   docs/doctor.md, \(finding.rule)", inks.label),
      ])
    } else {
      add([Run("docs/doctor.md, \(finding.rule)", inks.label)])
    }
    if let scenario = lesson.scenario {
      add([Run("dropscope --scenario \(scenario)", inks.text), Run("  plays it", inks.label)])
    }
    return lines
  }

  private func label(_ width: Int) -> Int { width < 50 ? 6 : FindingDetail.label }

  /// The same without air, for where it unfolds in the list.
  func folded(width: Int) -> [FindingLine] {
    var lines = Prose.lines(finding.what, width: width).map {
      FindingLine(left: [Run($0, inks.text)])
    }
    for number in finding.numbers.dropFirst(finding.numbers.first?.chance == nil ? 1 : 0) {
      lines += Prose.lines(FindingText.sentence(number), width: width).map {
        FindingLine(left: [Run($0, inks.label)])
      }
    }
    lines += entry("means", finding.meaning, inks.text, width)
    if let lesson = FindingLesson(finding.rule) {
      lines += entry("why", lesson.why, inks.text, width)
    }
    lines += entry("do", finding.advice, inks.strong, width)
    return lines
  }

  /// A word, and beside it a text that may take several lines.
  private func entry(_ word: String, _ text: String, _ style: Style, _ width: Int) -> [FindingLine]
  {
    let label = label(width)
    let lines = Prose.lines(text, width: max(8, width - label))
    return lines.enumerated().map { index, line in
      let head = index == 0 ? word : ""
      let space = String(repeating: " ", count: max(0, label - head.count))
      return FindingLine(left: [Run(head + space, inks.accent), Run(line, style)])
    }
  }

  /// The numbers as a table; as sentences where it has no room.
  private func evidence(_ width: Int) -> [FindingLine] {
    let numbers = finding.numbers.prefix(8)
    guard !numbers.isEmpty else { return [] }
    let (name, column) = (22, 10)
    guard width >= name + 4 * column + 2 else {
      return numbers.flatMap { entry("number", FindingText.sentence($0), inks.text, width) }
    }
    func cell(_ text: String?, _ style: Style) -> Run {
      let text = StatusLine.cut(text ?? "–", column)
      let space = String(repeating: " ", count: column - text.unicodeScalars.count)
      return Run(space + text, style)
    }
    func left(_ text: String, _ style: Style) -> Run {
      let text = StatusLine.cut(text, name)
      return Run(text + String(repeating: " ", count: name - text.unicodeScalars.count), style)
    }
    let heads = ["measured", "expected", "σ", "chance"].map { cell($0, inks.label) }
    let rows = numbers.flatMap { number -> [FindingLine] in
      // A name that is too long for its column has a line before its numbers.
      let isLong = number.name.unicodeScalars.count > name
      let above = isLong ? [FindingLine(left: [Run(number.name, inks.label)])] : []
      let row = FindingLine(left: [
        left(isLong ? "" : number.name, inks.label),
        cell(FindingText.value(number.measured), inks.strong),
        cell(number.expected.map(FindingText.value), inks.accent),
        cell(number.sigma.map { Numerals.sigma($0) }, isFar(number) ? inks.alarm : inks.label),
        cell(number.chance.map(FindingText.chance), inks.text),
      ])
      return above + [row]
    }
    return [FindingLine(left: [left("", inks.label)] + heads)] + rows + [.empty]
  }

  private func isFar(_ number: Finding.Measurement) -> Bool {
    number.sigma.map { abs($0) >= 5 } ?? false
  }
}
