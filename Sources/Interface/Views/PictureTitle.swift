import DropoutEngine

/// What a picture of the screen shows, in a sentence, for those who do not see it.
///
/// `Dropscope, view masks of digits: call 228, train, hidden1 keeps 107 of 128.`
package func pictureTitle(_ state: ScreenState) -> String {
  let view = Views.current(state).name
  guard let arrival = state.arrival else {
    return "Dropscope, view \(view), before the first call."
  }
  let header = arrival.header
  let name = StatusLine.cut(header.preset ?? header.source, 60)
  var facts = ["call \(Numerals.grouped(arrival.call.number))", arrival.call.phase.rawValue]
  let sites = arrival.call.sites
  let site = sites.first { $0.id == state.site } ?? sites.first
  if let site, let draws = site.keptDecisions {
    let kept = "\(Numerals.grouped(draws.kept)) of \(Numerals.grouped(draws.of))"
    facts.append("\(StatusLine.cut(site.name, 60)) keeps \(kept)")
  }
  if let count = state.conclusion?.verdict.findings.count, count > 0 {
    facts.append("\(count) \(count == 1 ? "finding" : "findings")")
  }
  return "Dropscope, view \(view) of \(name): \(facts.joined(separator: ", "))."
}
