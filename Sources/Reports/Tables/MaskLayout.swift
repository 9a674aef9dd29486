public import DropoutEngine

/// Finds out in a first reading which arrays the masks of a log make: one for each run of a site,
/// and where its drawn shape changes, one for each shape.
public struct MaskLayout {
  /// The most arrays that are made.
  public static let limit = 4096

  /// What is written into one array, or asks for ones where nothing was drawn.
  private struct Group: Hashable {
    var id: SiteRun
    /// The drawn shape; where nothing was drawn, what the entry says it would be.
    var shape: [Int]
    var isDrawn: Bool

    /// nil where no mask is on record, and no ones may stand for it.
    init?(_ id: SiteRun, _ site: SiteCall) {
      guard let shape = site.drawn ?? site.shape else { return nil }
      self.id = id
      self.shape = shape
      switch site.draw {
      case .mask(let mask):
        guard mask.count == elementCount(shape) else { return nil }
        isDrawn = true
      case .nothing:
        // A shape that the counts do not bear out could ask for any amount of ones.
        if let stages = site.stages, stages.before.size != site.size { return nil }
        isDrawn = false
      case .unrecorded: return nil
      }
    }
  }

  private struct Found {
    var places = PlaceSet()
    /// The shape of the tensor that the mask was drawn for.
    var tensor: [Int]?
    /// Whether counts of an entry show that the tensor has that size.
    var isBorneOut = false
  }

  /// The only site to look at; nil for all.
  private let name: String?
  private let isPacked: Bool
  private var groups: [(group: Group, found: Found)] = []
  private var indices: [Group: Int] = [:]
  /// The groups of the last call's entries, by their place in it: those of the next are mostly the
  /// same, and need not be looked up.
  private var recent: [Int?] = []
  private var ids: [SiteRun] = []
  private var known: Set<SiteRun> = []
  /// Runs that drew what is not on record: ones for their other calls would say too little.
  private var undrawn: Set<SiteRun> = []
  /// Whether there are more arrays than are made.
  public private(set) var isFull = false
  private var tables: [MaskTable] = []
  private var places: [Group: Int] = [:]

  /// Nothing looked at yet.
  ///
  /// - Parameter name: the only site to look at; nil for all.
  public init(site name: String? = nil, isPacked: Bool) {
    self.name = name
    self.isPacked = isPacked
  }

  /// Takes the entries of the call at a place.
  public mutating func add(_ sites: [SiteCall], at place: Int) {
    for (position, site) in sites.enumerated() where name == nil || site.name == name {
      let group = Group(site.id, site)
      guard let index = recentIndex(of: group, at: position) ?? index(of: group, site.id, site)
      else {
        continue
      }
      while recent.count <= position { recent.append(nil) }
      recent[position] = index
      groups[index].found.places.insert(place)
      if site.stages != nil { groups[index].found.isBorneOut = true }
    }
  }

  private func recentIndex(of group: Group?, at position: Int) -> Int? {
    guard recent.indices.contains(position), let index = recent[position],
      groups[index].group == group
    else { return nil }
    return index
  }

  /// The index of an entry's group, which is made where there is none yet; nil where no mask is on
  /// record, or there are too many groups.
  private mutating func index(of group: Group?, _ id: SiteRun, _ site: SiteCall) -> Int? {
    guard known.contains(id) || known.count < Self.limit else {
      isFull = true
      return nil
    }
    if known.insert(id).inserted { ids.append(id) }
    guard let group else {
      if case .unrecorded = site.draw { undrawn.insert(id) }
      return nil
    }
    if let index = indices[group] { return index }
    guard groups.count < Self.limit else {
      isFull = true
      return nil
    }
    indices[group] = groups.count
    groups.append((group, Found(tensor: site.shape)))
    return groups.count - 1
  }

  /// The arrays, once all was read; one whose calls were all taken back is none.
  public mutating func settle(_ outline: SessionOutline) -> [MaskTable] {
    let counted = groups.filter { entry in
      outline.places.contains { entry.found.places.contains($0) }
    }
    var drawn = counted.filter(\.group.isDrawn)
    for (group, found) in counted where !group.isDrawn {
      let index = drawn.firstIndex {
        $0.group.id == group.id
          && ($0.found.tensor == found.tensor || $0.group.shape == group.shape)
      }
      if let index {
        drawn[index].found.places.formUnion(found.places)
        places[group] = index
      } else if found.isBorneOut, !undrawn.contains(group.id) {
        places[group] = drawn.count
        drawn.append((group, found))
      }
    }
    let counts = Dictionary(grouping: drawn.map(\.group.id), by: { $0 }).mapValues(\.count)
    for (index, entry) in drawn.enumerated() where entry.group.isDrawn {
      places[entry.group] = index
    }
    tables = drawn.map { group, found in
      MaskTable(
        group.id, group.shape, isPacked: isPacked, isOneOfSeveral: counts[group.id] ?? 1 > 1,
        places: found.places)
    }
    return tables
  }

  /// The sites that no array has a mask of.
  public var unrecorded: [SiteRun] {
    let recorded = Set(tables.map(\.id))
    return ids.filter { !recorded.contains($0) }
  }

  /// The same in words, for a person; nil where there are none.
  public var unrecordedNames: String? {
    let ids = unrecorded
    guard !ids.isEmpty else { return nil }
    let names = ids.prefix(8).map(siteName).joined(separator: ", ")
    return ids.count > 8 ? "\(names) and \(ids.count - 8) more" : names
  }

  /// Which arrays the call at a place goes into, and with which mask; of two that go into one the
  /// first counts.
  public func rows(_ call: ForwardCall, at place: Int) -> [(table: Int, mask: Mask?)] {
    var taken: Set<Int> = []
    var rows: [(table: Int, mask: Mask?)] = []
    for site in call.sites where name == nil || site.name == name {
      guard let group = Group(site.id, site), let table = places[group], tables[table].has(place),
        taken.insert(table).inserted
      else { continue }
      rows.append((table, site.mask))
    }
    return rows
  }
}
