import DropoutEngine
import JSONText

/// The record of a site that is seen for the first time, and the sites of a session record: both
/// ways, both alike.
enum SiteRecord {
  /// Reads a site; its name must be there.
  static func read(_ scanner: inout JSONScanner) throws(BrokenLine) -> SiteHeader {
    var site = SiteHeader(name: "", kind: nil)
    var hasName = false
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if scanner.takeNull() { return }
      switch key {
      case "name":
        site.name = try scanner.string()
        hasName = true
      case "kind": site.kind = try scanner.string()
      case "module": site.module = try scanner.string()
      case "where": site.place = try scanner.string()
      case "registered": site.isRegistered = try scanner.flag("registered")
      case "shape": site.shape = try scanner.shape()
      case "rate": site.rate = try scanner.rate()
      default: try scanner.skip()
      }
    }
    guard hasName else { throw BrokenLine("a site has no name") }
    return site
  }
}

extension LineBuffer {
  /// Appends the record of a site, without its closing brace.
  mutating func append(record site: SiteHeader) {
    append(#"{"t":"site","name":"#, site.name)
    append(fieldsOf: site)
  }

  /// Appends a site as it stands in a session record.
  mutating func append(_ site: SiteHeader) {
    append(#"{"name":"#, site.name)
    append(fieldsOf: site)
    append(UInt8(ascii: "}"))
  }

  private mutating func append(fieldsOf site: SiteHeader) {
    if let kind = site.kind { append(#","kind":"#, kind) }
    if let module = site.module { append(#","module":"#, module) }
    if let place = site.place { append(#","where":"#, place) }
    if let isRegistered = site.isRegistered { append(#","registered":"#, isRegistered) }
    if let shape = site.shape {
      append(#","shape":"#)
      append(shape)
    }
    if let rate = site.rate { append(#","rate":"#, rate.value) }
  }
}
