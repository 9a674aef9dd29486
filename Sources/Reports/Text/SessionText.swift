import DropoutEngine
import PlainText
public import SessionLog

/// What stands between the calls of a log, as text a person reads.
public struct SessionText {
  private let style: TextStyle

  /// Texts in a style.
  public init(_ style: TextStyle) { self.style = style }

  /// The session record, in a few lines.
  public func heading(_ session: SessionRecord) -> String {
    let header = session.header
    var parts = [plain(header.source)]
    if let preset = header.preset { parts.append(plain(preset)) }
    if let seed = header.seed { parts.append("seed \(seed)") }
    if let dialect = header.dialect { parts.append("dialect \(plain(dialect))") }
    if !header.widths.isEmpty {
      let widths = header.widths.prefix(32).map(String.init).joined(separator: "-")
      parts.append("network \(widths)\(header.widths.count > 32 ? "-…" : "")")
    }
    if let batch = session.batch { parts.append("batch \(batch)") }
    var lines = [style.ink(.title, "session") + "  " + parts.joined(separator: "  ")]
    let origin = [session.started, session.app].filter { !$0.isEmpty }.map { plain($0) }
    if !origin.isEmpty { lines.append("  started \(origin.joined(separator: " by "))") }
    for option in session.options {
      lines.append("  \(plain(option.name)) \(plain(option.value, limit: 300))")
    }
    for site in header.sites { lines.append("  " + self.site(site)) }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// What happened between calls, in a line; nil for a record that is shown elsewhere.
  public func event(_ record: LogRecord) -> String? {
    switch record {
    case .session, .call: nil
    case .site(let site): line("site", self.site(site))
    case .recompute(let n, _, let sites):
      line("call \(n) recomputed", sites.map { plain($0.name) }.joined(separator: ", "))
    case .annotation(let annotation, _): event(annotation)
    case .rewind(let n, _): line("rewind", "calls from \(n) on are replaced by what follows")
    case .end(let n, _, let reason): line("end after call \(n)", plain(reason))
    }
  }

  private func event(_ annotation: Annotation) -> String {
    let n = annotation.number
    switch annotation.kind {
    case .change(let change):
      let site = change.site.map { " of \(plain($0))" } ?? ""
      return line(
        "from call \(n)",
        "\(plain(change.what))\(site) \(plain(change.from)) -> \(plain(change.to))")
    case .mark(let text): return line("mark at call \(n)", plain(text, limit: 300))
    case .skipped(let calls, let masks, let why):
      let what = [(calls, "calls"), (masks, "masks")].filter { $0.0 > 0 }
      return line(
        "skipped at call \(n)",
        what.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "  \(plain(why, limit: 300))")
    case .note(let site, let text):
      return line("note", (site.map { plain($0) + ": " } ?? "") + plain(text, limit: 300))
    case .accepted(let rule, let site, let why):
      return line(
        "accepted",
        "\(plain(rule))\(site.map { " at \(plain($0))" } ?? "")  \(plain(why, limit: 300))")
    }
  }

  private func site(_ site: SiteHeader) -> String {
    var parts = [style.ink(.title, plain(site.name))]
    if let kind = site.kind { parts.append(plain(kind)) }
    if let shape = site.shape { parts.append(times(shape)) }
    if let rate = site.rate { parts.append("p \(digits(rate.value))") }
    if let place = site.place { parts.append(plain(place)) }
    return parts.joined(separator: "  ")
  }

  private func line(_ title: String, _ text: String) -> String {
    "\(style.ink(.title, title))\(text.isEmpty ? "" : "  \(text)")\n"
  }
}
