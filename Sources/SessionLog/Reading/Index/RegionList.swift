/// The regions of a log in order: a sparse index whose size does not follow the file's.
///
/// A region grows until it is ``spacing`` bytes long; when there are too many, the spacing doubles
/// and neighbours are joined. To find a call takes a search here and a read of one region.
///
/// Invariant: numbers and offsets increase strictly.
struct RegionList {
  /// How many regions are kept at most.
  static let capacity = 16_384
  private(set) var regions: [LogRegion] = []
  /// How long a region may grow, in bytes.
  private(set) var spacing: Int
  /// Whether the next call may join the last region: no rewind has cut in between.
  private var isOpen = false
  private let capacity: Int

  init(spacing: Int = 128 << 10, capacity: Int = RegionList.capacity) {
    self.spacing = spacing
    self.capacity = capacity
  }

  /// Takes in a call whose line, newline included, stands at `range`.
  mutating func add(_ number: Int, at range: Range<Int>, line: Int) {
    if isOpen, let last = regions.indices.last,
      range.upperBound - regions[last].offset <= spacing
    {
      regions[last].end = range.upperBound
      return
    }
    if regions.count >= capacity { thin() }
    regions.append(
      LogRegion(number: number, offset: range.lowerBound, end: range.upperBound, line: line))
    isOpen = true
  }

  /// Lets the last region reach to `end`, where a record ends that belongs to call `number`.
  ///
  /// - Returns: false where that call is in another region, or the region would get too long.
  mutating func extend(to end: Int, for number: Int) -> Bool {
    guard isOpen, let last = regions.indices.last, regions[last].number <= number,
      end - regions[last].offset <= spacing
    else { return false }
    regions[last].end = end
    return true
  }

  /// Takes back the calls from `number` on; the record that says so ends at `end`, if there is one.
  mutating func rewind(to number: Int, end: Int?) {
    while let last = regions.last, last.number >= number {
      regions.removeLast()
      isOpen = false
    }
    guard let last = regions.indices.last else { return }
    if isOpen, let end, end - regions[last].offset <= spacing {
      regions[last].end = end
    } else {
      isOpen = false
      regions[last].limit = min(regions[last].limit, number)
    }
  }

  /// The region that call `number` stands in if there is one; the first for a number before all.
  func index(for number: Int) -> Int? {
    var (low, high) = (0, regions.count)
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].number <= number { low = middle + 1 } else { high = middle }
    }
    return regions.isEmpty ? nil : max(0, low - 1)
  }

  /// Joins neighbours until there is room. What lies between two of them was taken back by a
  /// rewind that lies there too, so a joined region still tells which of its calls are live.
  private mutating func thin() {
    while regions.count > capacity / 2 {
      spacing *= 2
      var joined: [LogRegion] = []
      for region in regions {
        if let last = joined.indices.last, region.end - joined[last].offset <= spacing {
          joined[last].end = region.end
          joined[last].limit = region.limit
        } else {
          joined.append(region)
        }
      }
      regions = joined
    }
  }
}
