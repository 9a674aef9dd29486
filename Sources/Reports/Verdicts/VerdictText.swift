public import DropoutEngine
import PlainText

/// A verdict as text a person reads.
public struct VerdictText {
  private let verdict: Verdict
  private let style: TextStyle

  /// A verdict in a style.
  public init(_ verdict: Verdict, style: TextStyle) {
    self.verdict = verdict
    self.style = style
  }

  /// All of it: what was found, worst first, what may be meant, what passed, what could not run.
  ///
  /// - Parameter name: what people call the logs.
  public func text(name: String) -> String {
    var lines = [headline(name), ""]
    for finding in verdict.findings { lines += block(finding) }
    section("may be meant", verdict.notes.flatMap(block), into: &lines)
    section("accepted", verdict.accepted.map { "  \(title($0))" }, into: &lines)
    section("follows", verdict.following.map(follower), into: &lines)
    section("passed", verdict.passed.map(passed), into: &lines)
    section(
      "not run", verdict.notRun.map { row($0.rule, $0.name, "needs \($0.needs)") }, into: &lines)
    section("unseen", verdict.unseen.map { "  " + plain($0, limit: 300) }, into: &lines)
    return lines.map { $0 + "\n" }.joined()
  }

  private func headline(_ name: String) -> String {
    let count = verdict.findings.count
    let looked = Self.looked(verdict.looked, of: "draws")
    let mark = style.isASCII ? (count == 0 ? "v" : "!") : (count == 0 ? "✓" : "▲")
    let words =
      count == 0
      ? style.ink(.kept, "\(mark) nothing found")
      : style.ink(.alarm, "\(mark) \(count) \(count == 1 ? "finding" : "findings")")
    return "\(words)  \(plain(name, limit: 300))  \(style.ink(.dim, looked))"
  }

  private func section(_ name: String, _ rows: [String], into lines: inout [String]) {
    guard !rows.isEmpty else { return }
    lines.append(style.ink(.dim, name))
    lines += rows
  }

  private func block(_ finding: Finding) -> [String] {
    var lines = [title(finding)]
    lines.append("    " + plain(finding.what, limit: 400))
    for number in finding.numbers { lines.append("    " + Self.number(number)) }
    lines.append("    \(style.ink(.dim, "means"))  \(plain(finding.meaning, limit: 400))")
    lines.append("    \(style.ink(.dim, "do"))     \(plain(finding.advice, limit: 400))")
    if let place = finding.place {
      lines.append("    \(style.ink(.dim, "look"))   \(plain(place))")
    }
    return lines + [""]
  }

  private func title(_ finding: Finding) -> String {
    var parts = [
      style.ink(finding.severity == .error ? .alarm : .before, finding.severity.rawValue),
      style.ink(.title, "\(finding.rule) \(finding.name)"),
    ]
    if !finding.sites.isEmpty { parts.append(Self.sites(finding.sites)) }
    if let from = finding.from {
      let to = finding.to ?? from
      parts.append(from == to ? "call \(from)" : "calls \(from) to \(to)")
    }
    if finding.lanes.count > 1 || (finding.lanes.first ?? 0) > 0 {
      parts.append("ranks " + finding.lanes.prefix(16).map(String.init).joined(separator: ", "))
    }
    return parts.joined(separator: "  ")
  }

  private func follower(_ finding: Finding) -> String {
    row(finding.rule, finding.name, "\(Self.sites(finding.sites)), from \(finding.follows ?? "-")")
  }

  private func passed(_ passed: Verdict.Passed) -> String {
    row(passed.rule, passed.name, Self.looked(passed.looked, of: "looked at"))
  }

  private func row(_ rule: String, _ name: String, _ text: String) -> String {
    "  \(rule) \(padded(name, 18)) \(text)"
  }

  private static func sites(_ sites: [String]) -> String {
    let shown = sites.prefix(4).map { plain($0) }.joined(separator: ", ")
    return sites.count > 4 ? "\(shown) and \(sites.count - 4) more" : shown
  }

  private static func looked(_ looked: Verdict.Looked, of what: String) -> String {
    "\(looked.sites) \(looked.sites == 1 ? "site" : "sites"),"
      + " \(looked.calls) \(looked.calls == 1 ? "call" : "calls"), \(looked.elements) \(what)"
  }

  static func number(_ number: Finding.Measurement) -> String {
    var text = "\(number.name) \(digits(number.measured))"
    var facts: [String] = []
    if let expected = number.expected { facts.append("expected \(digits(expected))") }
    if let sigma = number.sigma { facts.append("\(shortDecimal(sigma, 1))σ") }
    if let chance = number.chance {
      // A bound this small is a word for never, and its digits mean nothing.
      facts.append(
        "in a healthy session with chance \(chance < leastChance ? "below 1e-300" : digits(chance))"
      )
    }
    if !facts.isEmpty { text += " (" + facts.joined(separator: "; ") + ")" }
    return text
  }
}
