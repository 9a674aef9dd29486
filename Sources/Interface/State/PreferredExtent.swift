/// How far a panel extends on screens of a size and larger, as a person's config file has it.
package struct PreferredExtent: Equatable, Sendable {
  package var size: Size
  /// The panel, by its name.
  package var panel: String
  /// Its columns, or its rows.
  package var extent: Int

  package init(size: Size, panel: String, extent: Int) {
    (self.size, self.panel, self.extent) = (size, panel, extent)
  }
}

extension ScreenState {
  /// How far a panel extends where that was said: by dragging its border, or for the largest size that
  /// fits into the screen's.
  func extent(_ panel: String) -> Int? {
    if let dragged = extents[panel] { return dragged }
    let fitting = preferred.filter {
      $0.panel == panel && $0.size.width <= size.width && $0.size.height <= size.height
    }
    return fitting.max { $0.size.width * $0.size.height < $1.size.width * $1.size.height }?.extent
  }
}
