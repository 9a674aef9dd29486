/// Text as it stands in HTML and in SVG, between tags and in quoted attributes alike.
///
/// No tag, entity or quote of the text is one of the page. What is not plain, such as control
/// characters, which XML does not even know, is spelt as an escape.
package func markup(_ text: String, limit: Int = 400) -> String {
  var escaped = ""
  for scalar in plain(text, limit: limit).unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
