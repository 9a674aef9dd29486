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
    if let run = header.run { parts.append("run \(plain(run))") }
    if let rank = header.rank {
      parts.append("rank \(rank)\(header.ranks.map { " of \($0)" } ?? "")")
    }
    var lines = [style.ink(.title, "session") + "  " + parts.joined(separator: "  ")]
    let started = session.started.isEmpty ? "" : "started \(plain(session.started))"
    let app = session.app.isEmpty ? "" : "by \(plain(session.app))"
    let origin = [started, app].filter { !$0.isEmpty }
    if !origin.isEmpty { lines.append("  " + origin.joined(separator: " ")) }
    if let framework = header.framework { lines.append("  " + self.framework(framework)) }
    if !header.policy.isEmpty {
      lines.append("  policy  " + header.policy.map(item).joined(separator: "  "))
    }
    for option in session.options {
      lines.append("  \(plain(option.name)) \(plain(option.value, limit: 300))")
    }
    for module in header.modules { lines.append("  module  " + self.module(module)) }
    for site in header.sites { lines.append("  " + self.site(site)) }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// What happened between calls, in a line; nil for a record that is shown elsewhere.
  public func event(_ record: LogRecord) -> String? {
    switch record {
    case .session, .call, .recompute: nil
    case .site(let site): line("site", self.site(site))
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
      var parts = [(calls, "calls"), (masks, "masks")].filter { $0.0 > 0 }.map { "\($0) \($1)" }
      if !why.isEmpty { parts.append(plain(why, limit: 300)) }
      return line("skipped from call \(n) on", parts.joined(separator: "  "))
    case .note(let site, let text):
      let site = site.map { plain($0) + ": " } ?? ""
      return line("note\(at(n))", site + plain(text, limit: 300))
    case .accepted(let rule, let site, let why):
      let site = site.map { " of \(plain($0))" } ?? ""
      let why = why.isEmpty ? "" : "  " + plain(why, limit: 300)
      return line("accepted\(at(n))", plain(rule) + site + why)
    }
  }

  /// What is pinned to no call stands before the first.
  private func at(_ number: Int) -> String { number > 0 ? " at call \(number)" : "" }

  private func framework(_ framework: Framework) -> String {
    ([framework.name, framework.version].compactMap { $0.map { plain($0) } }
      + (framework.device.map { ["on \(plain($0))"] } ?? [])).joined(separator: " ")
  }

  private func item(_ item: PolicyItem) -> String {
    switch item.value {
    case .number(let number): "\(plain(item.name)) \(digits(number))"
    case .text(let text): "\(plain(item.name)) \(plain(text))"
    }
  }

  private func module(_ module: ModuleHeader) -> String {
    var parts = [plain(module.name)]
    if let kind = module.kind { parts.append(plain(kind)) }
    if let rate = module.rate { parts.append("p \(digits(rate.value))") }
    return parts.joined(separator: "  ")
  }

  private func site(_ site: SiteHeader) -> String {
    var parts = [style.ink(.title, plain(site.name))]
    if let kind = site.kind { parts.append(plain(kind)) }
    if let module = site.module { parts.append(plain(module)) }
    if let shape = site.shape { parts.append(times(shape)) }
    if let rate = site.rate { parts.append("p \(digits(rate.value))") }
    if let place = site.place { parts.append(plain(place)) }
    if site.isRegistered == false { parts.append("in no tree of modules") }
    return parts.joined(separator: "  ")
  }

  private func line(_ title: String, _ text: String) -> String {
    "\(style.ink(.title, title))\(text.isEmpty ? "" : "  \(text)")\n"
  }
}
