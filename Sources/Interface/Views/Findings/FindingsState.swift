import DropoutEngine

/// What the findings view keeps: which finding is selected, and how far the list is scrolled.
struct FindingsState: ViewState {
  /// Its place in the list when it was selected.
  private(set) var index = 0
  /// What it was then; a verdict that comes later may order findings anew.
  private var name: Name?
  /// The first line in sight.
  var top = 0
  /// Whether the list stays where it was scrolled to, though the selected one is out of sight.
  var rests = false

  private struct Name: Equatable {
    var rule: String
    var cause: String
    var site: String?

    init(_ finding: Finding) {
      (rule, cause, site) = (finding.rule, finding.cause, finding.sites.first)
    }
  }

  /// Which of the items is the selected one: where it was, else where it went; nil of none.
  func selected(_ items: [FindingsList.Item]) -> Int? {
    guard !items.isEmpty else { return nil }
    let near = min(max(0, index), items.count - 1)
    guard let name, Name(items[near].finding) != name else { return near }
    return items.firstIndex { Name($0.finding) == name }
      ?? items.firstIndex { $0.finding.rule == name.rule && $0.finding.cause == name.cause } ?? near
  }

  mutating func select(_ index: Int, of items: [FindingsList.Item]) {
    guard items.indices.contains(index) else { return }
    self.index = index
    name = Name(items[index].finding)
    rests = false
  }

  /// The lines in sight, `height` of `count`: those of the selected item among them, its first ones
  /// where it has more, unless the list rests.
  func window(_ item: Range<Int>, of count: Int, height: Int) -> Range<Int> {
    let height = max(0, min(height, count))
    var first = top
    if !rests, !item.isEmpty {
      first = min(max(first, item.upperBound - height), item.lowerBound)
    }
    first = max(0, min(first, count - height))
    return first..<first + height
  }
}
