import DropoutEngine
import Foundation
import Testing

@testable import Interface

/// Every size up to 84x40, and every fifth beyond, up to 320x120; `ALL_SIZES=1` takes every one.
private let sizes: [Size] = {
  let all = ProcessInfo.processInfo.environment["ALL_SIZES"] != nil
  let widths = all ? Array(1...320) : Array(1...84) + stride(from: 85, through: 320, by: 5)
  let heights = all ? Array(1...120) : Array(1...40) + stride(from: 45, through: 120, by: 5)
  return widths.flatMap { width in heights.map { Size(width: width, height: $0) } }
}()

/// Whether rectangles lie inside, hold a cell and share none.
private func isSound(_ rects: [Rect], in whole: Rect) -> Bool {
  for (index, rect) in rects.enumerated() {
    guard !rect.isEmpty, whole.contains(rect) else { return false }
    if rects[(index + 1)...].contains(where: rect.overlaps) { return false }
  }
  return true
}

/// Sessions that ask for different places: one call of a network, many sites with a map, none.
private let sessions: [Arrival?] = [
  SampleCall(rows: 1, points: 2).arrival(), SampleNetwork(calls: 1, blocks: 3, number: 1).arrival(),
  nil,
]

@Test("Panels of all views lie inside the screen, hold a cell and share none, at every size")
func panelsAreSound() {
  for view in Views.all {
    for session in sessions {
      var state = SampleCall(rows: 1, points: 0).state(1, 1)
      state.arrival = session
      for size in sizes {
        state.size = size
        let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
        let places = view.places(state)
        #expect(isSound(places, in: whole), "\(view.name) \(size)")
        #expect(places.isEmpty != ScreenFrame.fits(size), "\(view.name) \(size)")
      }
    }
  }
}

@Test("An expanded panel of the first view is sound at every size")
func expandedPanelsAreSound() {
  for size in sizes {
    let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
    for expanded in ScreenState.Panel.allCases {
      #expect(isSound(ScreenLayout(size, expanded: expanded).all, in: whole), "\(size)")
    }
  }
}

@Test("A terminal of 80x24 has every panel")
func allPanelsAt80x24() {
  let layout = ScreenLayout(Size(width: 80, height: 24))
  #expect(layout.network != nil && layout.strip != nil && layout.histograms.count == 3)
}

@Test("An expanded panel takes the whole body")
func expandedPanelFillsTheBody() {
  let layout = ScreenLayout(Size(width: 80, height: 24), expanded: .strip)
  #expect(layout.strip == Rect(x: 0, y: 1, width: 80, height: 22))
  #expect(layout.network == nil && layout.histograms.isEmpty)
}

@Test(
  "Boxes of the network are sound and the selected layer is among them",
  arguments: [[], [4], [128, 64], [16, 16, 16, 16, 16, 16, 16, 16], [1_000_000, 0, 3]])
func networkBoxesAreSound(_ units: [Int]) {
  for size in sizes {
    guard let area = ScreenLayout(size).network else { continue }
    for selected in units.indices {
      for picture in [nil, Size(width: 8, height: 8)] {
        let shape = NetworkShape(
          picture: picture, layers: units, classes: 10, selected: selected)
        let layout = NetworkLayout(in: area, shape)
        var rects = layout.layers.map(\.rect) + layout.arrows
        rects += [layout.input, layout.output].compactMap { $0 }
        if layout.hiddenBefore > 0 { rects.append(layout.marker(before: true, in: area)) }
        if layout.hiddenAfter > 0 { rects.append(layout.marker(before: false, in: area)) }
        #expect(isSound(rects, in: area), "\(size) \(units) \(selected)")
        #expect(layout.layers.contains { $0.index == selected })
        #expect(
          layout.hiddenBefore + layout.layers.count + layout.hiddenAfter == units.count)
      }
    }
  }
}

@Test("A grid stays in its area and covers every unit once", arguments: [0, 1, 7, 64, 128, 5000])
func gridCoversEveryUnit(_ units: Int) {
  for width in 1...70 {
    for height in 1...20 {
      let area = Rect(x: 3, y: 2, width: width, height: height)
      let grid = UnitGrid(units: units, in: area)
      #expect(area.contains(grid.rect))
      var covered: [Int] = []
      for cell in 0..<grid.cells {
        let (x, y) = grid.origin(ofCell: cell)
        #expect(area.contains(Rect(x: x, y: y, width: 1, height: 1)))
        if grid.isPaired {
          let pair = grid.pair(ofCell: cell)
          covered += [pair.upper, pair.lower].compactMap { $0 }
        } else {
          covered += grid.units(ofCell: cell)
        }
      }
      #expect(covered.sorted() == Array(0..<units), "\(units) units in \(width)x\(height)")
    }
  }
}

@Test("128 units fill a wide box as 16 columns of 8")
func gridPrefersFullRows() {
  let grid = UnitGrid(units: 128, in: Rect(x: 0, y: 0, width: 42, height: 9))
  #expect(grid.columns == 16 && grid.rows == 8 && grid.cellWidth == 2)
}

@Test("A picture of n features is the rectangle nearest a square")
func pictureIsNearlySquare() {
  #expect(NetworkShape.picture(features: 64) == Size(width: 8, height: 8))
  #expect(NetworkShape.picture(features: 8) == Size(width: 4, height: 2))
  #expect(NetworkShape.picture(features: 1) == Size(width: 1, height: 1))
  #expect(NetworkShape.picture(features: 13) == Size(width: 4, height: 4))
  #expect(NetworkShape.picture(features: 0) == nil)
}
