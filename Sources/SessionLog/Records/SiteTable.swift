import DropoutEngine

/// The sites that a log has named so far: what their entries in calls need not say again.
struct SiteTable: Sendable, Equatable {
  private(set) var sites: [SiteHeader] = []
  private var places: [String: Int] = [:]

  init() {}

  init(_ sites: [SiteHeader]) { for site in sites { add(site) } }

  /// The site of that name.
  subscript(name: String) -> SiteHeader? { places[name].map { sites[$0] } }

  /// Takes in a site; of two with one name the first counts, and so do the first
  /// ``LogLimits/sites``.
  mutating func add(_ site: SiteHeader) {
    guard sites.count < LogLimits.sites, places[site.name] == nil else { return }
    places[site.name] = sites.count
    sites.append(site)
  }

  /// The same name, in storage that is shared by all who ask: points are many.
  func shared(_ name: String) -> String { self[name]?.name ?? name }
}
