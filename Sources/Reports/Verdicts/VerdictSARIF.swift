import Doctor
public import DropoutEngine
import PlainText

/// Verdicts as a log of SARIF 2.1.0 (OASIS, 2020), which code scanning of GitHub and others read.
///
/// One run of the doctor for each run that was examined. A result stands at the line that draws,
/// where the log names it, else at the log; rules bring their tests as help; what a person accepted
/// is suppressed, rules that could not run are notifications, and what only follows from a finding
/// is left out.
public struct VerdictSARIF {
  private let version: String

  /// - Parameter version: of the program.
  public init(version: String) { self.version = version }

  /// The log, on one line.
  ///
  /// - Parameter runs: what was concluded, and from which files.
  public func log(_ runs: [(verdict: Verdict, files: [String])]) -> String {
    var text = JSONLine()
    text.object { text in
      text.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      text.member("version", "2.1.0")
      text.key("runs")
      text.array(runs) { run(of: $1.verdict, $1.files, into: &$0) }
    }
    return text.text + "\n"
  }

  private func run(of verdict: Verdict, _ files: [String], into text: inout JSONLine) {
    text.object { text in
      text.key("tool")
      text.object { text in
        text.key("driver")
        text.object { text in
          text.member("name", "dropscope")
          text.member("version", version)
          text.key("rules")
          text.array(Rules.all) { Self.rule($1, into: &$0) }
        }
      }
      text.key("invocations")
      text.array([verdict.notRun]) { text, rules in
        text.object { text in
          text.key("executionSuccessful")
          text.raw("true")
          text.key("toolExecutionNotifications")
          text.array(rules) { Self.notification($1, into: &$0) }
        }
      }
      text.key("results")
      let told = (verdict.findings + verdict.notes).map { ($0, false) }
      text.array(told + verdict.accepted.map { ($0, true) }) {
        Self.result($1.0, isAccepted: $1.1, files, into: &$0)
      }
    }
  }

  private static func rule(_ rule: any Rule.Type, into text: inout JSONLine) {
    let card = rule.about
    text.object { text in
      text.member("id", card.id)
      text.member("name", card.name)
      text.message("shortDescription", card.name.split(separator: "-").joined(separator: " "))
      text.message("fullDescription", "Test: \(card.test).")
      text.message(
        "help",
        "Test: \(card.test). False alarms: \(card.level). It needs \(rule.init().needs).")
    }
  }

  private static func notification(_ rule: Verdict.NotRun, into text: inout JSONLine) {
    text.object { text in
      text.member("level", "note")
      text.message("message", "\(rule.rule) \(rule.name) could not run: it needs \(rule.needs).")
      text.key("associatedRule")
      text.object { $0.member("id", rule.rule) }
    }
  }

  private static func result(
    _ finding: Finding, isAccepted: Bool, _ files: [String], into text: inout JSONLine
  ) {
    text.object { text in
      text.member("ruleId", finding.rule)
      text.member("ruleIndex", Rules.ids.firstIndex(of: finding.rule))
      text.member("level", finding.severity.rawValue)
      text.message("message", finding.sentences)
      text.key("locations")
      text.array([finding]) { Self.location($1, files, into: &$0) }
      text.key("partialFingerprints")
      text.object {
        let sites = finding.sites.sorted().joined(separator: " ")
        $0.member("dropscopeFinding/v1", "\(finding.rule) \(sites)")
      }
      if isAccepted {
        text.key("suppressions")
        text.array(["accepted"]) { text, status in
          text.object {
            $0.member("kind", "external")
            $0.member("status", status)
          }
        }
      }
    }
  }

  private static func location(
    _ finding: Finding, _ files: [String], into text: inout JSONLine
  ) {
    let place = finding.codePlace
    text.object { text in
      text.key("physicalLocation")
      text.object { text in
        text.key("artifactLocation")
        text.object { $0.member("uri", Self.reference(place?.file ?? files.first ?? "-")) }
        if let place {
          text.key("region")
          text.object { $0.member("startLine", place.line) }
        }
      }
      guard !finding.sites.isEmpty else { return }
      text.key("logicalLocations")
      text.array(finding.sites) { text, site in
        text.object {
          $0.member("name", site)
          $0.member("kind", "member")
        }
      }
    }
  }

  /// A path as a reference (RFC 3986).
  static func reference(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    let escaped = path.utf8.map { byte -> String in
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~/".contains(character) {
        return String(character)
      }
      return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
    return (path.hasPrefix("/") ? "file://" : "") + escaped.joined()
  }
}

extension JSONLine {
  /// A message of SARIF, which has one text or more.
  fileprivate mutating func message(_ name: String, _ words: String) {
    key(name)
    object { $0.member("text", plain(words, limit: 2000)) }
  }
}
