public import DropoutEngine
import PlainText

extension Verdict {
  /// The verdict as one JSON object, on one line.
  ///
  /// - Parameter files: the logs that it is about.
  public func json(files: [String]) -> String {
    var text = JSONLine()
    text.object { text in
      text.key("files")
      text.array(files) { $0.string($1) }
      text.key("healthy")
      text.raw(isHealthy ? "true" : "false")
      text.findings("findings", findings)
      text.findings("notes", notes)
      text.findings("following", following)
      text.findings("accepted", accepted)
      text.key("passed")
      text.array(passed) { $0.passed($1) }
      text.key("not_run")
      text.array(notRun) { text, rule in
        text.object {
          $0.member("rule", rule.rule)
          $0.member("name", rule.name)
          $0.member("needs", rule.needs)
        }
      }
      text.key("unseen")
      text.array(unseen) { $0.string($1) }
      text.key("looked")
      text.object { $0.looked(looked) }
    }
    return text.text + "\n"
  }

  /// A line for each finding that GitHub shows beside the code: workflow commands of its Actions.
  public var annotations: String {
    (findings + notes).map { finding in
      let command =
        switch finding.severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
      var properties: [String] = []
      if let place = finding.codePlace {
        properties.append("file=\(Self.property(place.file))")
        properties.append("line=\(place.line)")
      }
      let sites = finding.sites.prefix(4).joined(separator: ", ")
      let title = "\(finding.rule) \(finding.name)\(sites.isEmpty ? "" : " at \(sites)")"
      properties.append("title=\(Self.property(title))")
      let message = Self.data(finding.sentences)
      return "::\(command) \(properties.joined(separator: ","))::\(message)\n"
    }.joined()
  }

  private static func data(_ text: String) -> String {
    plain(text, limit: 2000).map { $0 == "%" ? "%25" : String($0) }.joined()
  }

  private static func property(_ text: String) -> String {
    plain(text, limit: 300).map { character in
      switch character {
      case "%": "%25"
      case ":": "%3A"
      case ",": "%2C"
      default: String(character)
      }
    }.joined()
  }
}

extension Finding {
  /// The line of code that it is about, where its place names one.
  var codePlace: (file: String, line: Int)? {
    guard let place, let colon = place.lastIndex(of: ":"),
      let line = Int(place[place.index(after: colon)...]), line > 0, colon > place.startIndex
    else { return nil }
    return (String(place[..<colon]), line)
  }

  /// All that is told of it in a row: what, since when, the numbers, what it means, what to do.
  var sentences: String {
    let since = from.map { " Since call \($0)." } ?? ""
    let numbers = numbers.map { " " + VerdictText.number($0) + "." }.joined()
    return "\(what)\(since)\(numbers) \(meaning) \(advice)"
  }
}

extension JSONLine {
  fileprivate mutating func looked(_ looked: Verdict.Looked) {
    member("sites", looked.sites)
    member("calls", looked.calls)
    member("elements", looked.elements)
  }

  fileprivate mutating func passed(_ passed: Verdict.Passed) {
    object {
      $0.member("rule", passed.rule)
      $0.member("name", passed.name)
      $0.looked(passed.looked)
    }
  }

  fileprivate mutating func findings(_ name: String, _ findings: [Finding]) {
    key(name)
    array(findings) { $0.finding($1) }
  }

  private mutating func finding(_ finding: Finding) {
    object { text in
      text.member("rule", finding.rule)
      text.member("name", finding.name)
      text.member("severity", finding.severity.rawValue)
      text.key("sites")
      text.array(finding.sites) { $0.string($1) }
      text.member("from", finding.from)
      text.member("to", finding.to)
      text.key("lanes")
      text.array(finding.lanes) { $0.raw("\($1)") }
      text.key("numbers")
      text.array(finding.numbers) { $0.number($1) }
      text.member("what", finding.what)
      text.member("means", finding.meaning)
      text.member("do", finding.advice)
      text.member("where", finding.place)
      text.member("follows", finding.follows)
    }
  }

  private mutating func number(_ number: Finding.Measurement) {
    object {
      $0.member("name", number.name)
      $0.member("measured", number.measured)
      $0.member("expected", number.expected)
      $0.member("sigma", number.sigma)
      $0.member("chance", number.chance)
    }
  }
}
