import DropoutEngine
import PlainText

/// A site's name with its run, where that is not the first: `shared.drop run 2 recomputed`.
func siteName(_ id: SiteRun) -> String {
  plain(id.name) + runName(id)
}

/// What tells a run of a site from its first one, with a blank before it: ` run 2 recomputed`.
func runName(_ id: SiteRun) -> String {
  (id.run == 1 ? "" : " run \(id.run)") + (id.isRecomputed ? " recomputed" : "")
}

extension [SiteCall] {
  /// The entries of one call, each with an id that no other has.
  ///
  /// A log whose writer does not count runs has a name several times: the later entries get the
  /// runs that follow the highest.
  var identified: [(id: SiteRun, site: SiteCall)] {
    var entries = map { (id: $0.id, site: $0) }
    // Most networks have a few sites, and a set of them would cost more than looking.
    let hasTwins = entries.indices.prefix(8).contains { index in
      entries[..<index].contains { $0.id == entries[index].id }
    }
    if count <= 8, !hasTwins { return entries }
    var seen = Set(entries.map(\.id))
    guard seen.count < count else { return entries }
    var highest: [SiteRun: Int] = [:]
    for id in seen {
      let key = SiteRun(name: id.name, run: 0, isRecomputed: id.isRecomputed)
      highest[key] = Swift.max(highest[key] ?? 0, id.run)
    }
    seen.removeAll()
    for index in entries.indices where !seen.insert(entries[index].id).inserted {
      var id = entries[index].id
      let key = SiteRun(name: id.name, run: 0, isRecomputed: id.isRecomputed)
      id.run = (highest[key] ?? 0) &+ 1
      highest[key] = id.run
      entries[index].id = id
    }
    return entries
  }
}
