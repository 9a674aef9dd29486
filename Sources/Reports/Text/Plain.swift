/// Text from a log, fit for a terminal: what it might obey, or what would hide or reorder text, is
/// spelt as an escape, and the rest is cut after `limit` characters.
public func plain(_ text: String, limit: Int = 80) -> String {
  var shown = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == limit { return shown + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
