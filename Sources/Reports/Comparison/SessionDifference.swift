public import DropoutEngine
import PlainText

/// Compares what two sessions drew, call by call, site by site.
///
/// Sites go by their names and runs: the place of an entry in its call means nothing.
public struct SessionDifference: Sendable {
  /// What is known of one run of a site over all calls that both sessions have.
  public struct Site: Sendable, Equatable {
    /// Which run of which site.
    public var id: SiteRun
    /// Calls in which masks were compared.
    public var calls = 0
    /// Calls in which they differ, or the shapes do.
    public var differingCalls = 0
    /// Elements that were compared.
    public var elements = 0
    /// Elements that differ.
    public var differing = 0
    /// Calls in which digests were compared, since no two masks are on record.
    public var digests = 0
    /// Calls in which the digests differ.
    public var differingDigests = 0
    /// Calls in which too little is on record to compare.
    public var unknown = 0
    /// Calls in which only the first session has the site.
    public var onlyFirst = 0
    /// Calls in which only the second session has it.
    public var onlySecond = 0
  }

  /// The first call in which something differs.
  public struct First: Sendable {
    /// The number of the call.
    public var call: Int
    /// Which run of which site.
    public var site: SiteRun
    /// What differs, in a clause.
    public var what: String
    /// Where, for masks of one shape.
    public var elements: Mask?
    /// The drawn shape.
    public var shape: [Int]
  }

  /// The first difference; nil when nothing differs as far as it is on record.
  public private(set) var first: First?
  /// One entry for each run of a site, in the order in which they were met.
  public private(set) var sites: [Site] = []
  /// Calls that both sessions have.
  public private(set) var common = 0
  private var places: [SiteRun: Int] = [:]

  /// Nothing compared yet.
  public init() {}

  /// How many entries of calls could not be compared, since too little is on record.
  public var unknown: Int { sites.reduce(0) { $0 + $1.unknown } }

  /// Compares a call that both sessions have.
  public mutating func add(_ a: ForwardCall, _ b: ForwardCall) {
    common += 1
    if a.sites.lazy.map(\.id).elementsEqual(b.sites.lazy.map(\.id)) {
      for (index, pair) in zip(a.sites, b.sites).enumerated() {
        let place = place(of: pair.0.id, near: index)
        add(DrawComparison(pair.0, pair.1), at: place, call: a.number)
      }
      return
    }
    var others = Dictionary(b.sites.map { ($0.id, $0) }, uniquingKeysWith: { site, _ in site })
    for site in a.sites {
      let place = place(of: site.id, near: 0)
      guard let other = others.removeValue(forKey: site.id) else {
        sites[place].onlyFirst += 1
        note(a.number, site.id, "only the first log has it in this call")
        continue
      }
      add(DrawComparison(site, other), at: place, call: a.number)
    }
    for site in b.sites where others[site.id] != nil {
      sites[place(of: site.id, near: 0)].onlySecond += 1
      note(a.number, site.id, "only the second log has it in this call")
    }
  }

  private mutating func add(_ comparison: DrawComparison, at place: Int, call: Int) {
    let id = sites[place].id
    switch comparison {
    case .same(let elements):
      sites[place].calls += 1
      sites[place].elements += elements
    case .elements(let difference, let shape):
      let (count, size) = (difference.count, difference.elements.count)
      sites[place].calls += 1
      sites[place].differingCalls += 1
      sites[place].elements += size
      sites[place].differing += count
      guard first == nil, let element = difference.first else { return }
      note(
        call, id,
        "\(count) of \(size) elements differ, element \(elementName(element, in: shape)) first",
        difference.elements, shape)
    case .digests(let areSame):
      sites[place].digests += 1
      if areSame { return }
      sites[place].differingDigests += 1
      note(call, id, "the digests of the masks differ")
    case .other(let what):
      sites[place].calls += 1
      sites[place].differingCalls += 1
      note(call, id, what)
    case .unknown: sites[place].unknown += 1
    }
  }

  /// The index of a site's entry, which is made where there is none yet.
  private mutating func place(of id: SiteRun, near index: Int) -> Int {
    if sites.indices.contains(index), sites[index].id == id { return index }
    if let place = places[id] { return place }
    places[id] = sites.count
    sites.append(Site(id: id))
    return sites.count - 1
  }

  private mutating func note(
    _ call: Int, _ site: SiteRun, _ what: String, _ elements: Mask? = nil, _ shape: [Int] = []
  ) {
    guard first == nil else { return }
    first = First(call: call, site: site, what: what, elements: elements, shape: shape)
  }
}

extension SessionDifference {
  /// What a person reads: the first difference with its grid, and the share that differs per site;
  /// empty when nothing differs.
  public func text(_ style: TextStyle) -> String {
    guard let first else { return "" }
    var lines = ["call \(first.call), layer \(siteName(first.site)): \(first.what)"]
    if let elements = first.elements {
      let grid = MaskGrid(elements, shape: first.shape, width: style.width - 4)
      lines += grid.lines(style).map { "    " + style.ink(.alarm, $0) }
      let glyphs = style.shades
      lines.append(
        style.ink(.dim, "    \(glyphs[4]) differs  \(glyphs[0]) is the same")
          + (grid.legend.map { style.ink(.dim, "; \($0)") } ?? ""))
    }
    lines.append("")
    lines += sites.map { "\(siteName($0.id)): \($0.summary)" }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension SessionDifference.Site {
  /// What was compared and what came of it.
  fileprivate var summary: String {
    var parts: [String] = []
    if calls > 0, elements == 0, differingCalls == 0 {
      parts.append("the same counts in \(calls) calls")
    } else if calls > 0 {
      parts.append(
        "\(percent(differing, of: elements)) of \(elements) elements differ, "
          + "in \(differingCalls) of \(calls) calls")
    }
    if digests > 0 { parts.append("\(differingDigests) of \(digests) digests differ") }
    if unknown > 0 { parts.append("not on record in \(unknown) calls") }
    if onlyFirst > 0 { parts.append("only in the first log in \(onlyFirst) calls") }
    if onlySecond > 0 { parts.append("only in the second log in \(onlySecond) calls") }
    return parts.joined(separator: "; ")
  }
}
