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
    for layer in header.layers {
      lines.append(
        "  \(style.ink(.title, plain(layer.name)))  \(plain(layer.kind))  \(times(layer.shape))  "
          + "p \(digits(layer.rate.value))")
    }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// What happened between calls, in a line; nil for a record that is shown elsewhere.
  public func event(_ record: LogRecord) -> String? {
    switch record {
    case .session, .call: nil
    case .change(let n, _, let what, let layer, let from, let to):
      line(
        "from call \(n)",
        "\(plain(what))\(layer.map { " of \(plain($0))" } ?? "") \(plain(from)) -> \(plain(to))")
    case .mark(let n, _, let text): line("mark at call \(n)", plain(text, limit: 300))
    case .rewind(let n, _): line("rewind", "calls from \(n) on are replaced by what follows")
    case .end(let n, _, let reason): line("end after call \(n)", plain(reason))
    }
  }

  private func line(_ title: String, _ text: String) -> String {
    "\(style.ink(.title, title))\(text.isEmpty ? "" : "  \(text)")\n"
  }
}
