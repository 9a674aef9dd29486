/// Words that others chose, fit for a terminal: `?` stands for every scalar that is not plain.
///
/// For a message as a whole and what a person typed; it keeps its length.
package func printable(_ text: String) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { shown.append(scalar.isPlain ? scalar : "?") }
  return String(shown)
}

/// Words that others chose, fit for a terminal: a scalar that is not plain is spelt as an escape,
/// `\u{1b}`, and the rest is cut after `limit` scalars.
///
/// For names that come from inside a file, which must be told from each other.
package func plain(_ text: String, limit: Int = 80) -> String {
  var shown = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == limit { return shown + "…" }
    if scalar.isPlain {
      shown.unicodeScalars.append(scalar)
    } else {
      shown += "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
  return shown
}
