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
  SampleRanks(lanes: 2, period: nil, steps: 1, shape: [4, 8]).arrival(),
  SampleRanks(lanes: 8, steps: 1, shape: [4, 8]).arrival(),
  SampleRanks(lanes: 40, steps: 1, shape: [1, 8]).arrival(), nil,
]

@Test("Panels of all views lie inside the screen, hold a cell and share none, at every size")
func panelsAreSound() {
  var unsound: [String] = []
  for view in Views.all {
    for session in sessions {
      var state = SampleCall(rows: 1, points: 0).state(1, 1)
      state.arrival = session
      for size in sizes {
        state.size = size
        let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
        let places = view.places(state)
        if !isSound(places, in: whole) || places.isEmpty == ScreenFrame.fits(size) {
          unsound.append("\(view.name) \(size.width)x\(size.height)")
        }
      }
    }
  }
  #expect(unsound.isEmpty)
}

/// What the first view may have to find room for.
private let contents: [MasksLayout.Content] = [
  .init(), .init(sites: 2), .init(hasBatch: false, sites: 2), .init(isWhole: true, rows: 20),
  .init(isWhole: true, rows: 1 << 40),
]

@Test("The first view is sound at every size, whatever it shows and whichever panel is expanded")
func masksLayoutIsSound() {
  var unsound: [Size] = []
  for size in sizes {
    let whole = Rect(x: 0, y: 0, width: size.width, height: size.height)
    for content in contents {
      for expanded in [nil] + ScreenState.Panel.allCases {
        let all = MasksLayout(size, content, expanded: expanded).all
        if !isSound(all, in: whole) { unsound.append(size) }
      }
    }
  }
  #expect(unsound.isEmpty)
}

@Test("Larger screens have more panels, as the pictures of the view say")
func panelsComeWithRoom() {
  func layout(_ width: Int, _ height: Int) -> MasksLayout {
    MasksLayout(Size(width: width, height: height), .init(sites: 2))
  }
  let small = layout(80, 24)
  #expect(small.network?.height == 10 && small.frame?.time?.height == 3 && small.numbers == nil)
  #expect(small.histograms.map { $0.map(\.height) } == [[7, 7, 7]] && small.line == nil)
  #expect(layout(80, 20).line != nil && layout(80, 20).histograms.isEmpty)
  #expect(layout(80, 26).frame?.time?.height == 5 && layout(80, 28).network?.height == 12)
  let medium = layout(120, 40)
  #expect(medium.network?.height == 12 && medium.numbers?.width == 50)
  #expect(medium.batches.map(\.height) == [10] && medium.histograms.map(\.count) == [3])
  let large = layout(200, 60)
  #expect(large.batches.count == 2 && large.histograms.map(\.count) == [3, 3])
}

@Test("The three histograms are of one width, so that one axis fits all")
func histogramsAreOfOneWidth() {
  for width in 12...320 {
    let row = Rect(x: 0, y: 0, width: width, height: 7)
    let thirds = MasksLayout.thirds(row)
    #expect(Set(thirds.map(\.width)).count == 1 && isSound(thirds, in: row), "\(width)")
  }
}

@Test("An expanded panel takes the whole body")
func expandedPanelFillsTheBody() {
  let layout = MasksLayout(Size(width: 80, height: 24), .init(), expanded: .numbers)
  #expect(layout.numbers == layout.frame?.body)
  #expect(layout.network == nil && layout.histograms.isEmpty)
}

@Test(
  "Boxes of the network are sound and the selected layer is among them",
  arguments: [[], [4], [128, 64], [16, 16, 16, 16, 16, 16, 16, 16], [1_000_000, 0, 3]])
func networkBoxesAreSound(_ units: [Int]) {
  var unsound: [Size] = []
  for size in sizes {
    guard let area = MasksLayout(size, .init()).network else { continue }
    for selected in units.indices {
      for picture in [nil, Size(width: 8, height: 8)] {
        var shape = NetworkShape(
          picture: picture, layers: units.map { .init(units: $0) }, classes: 10,
          selected: selected)
        shape.hasRun = picture == nil
        let layout = NetworkLayout(in: area, shape)
        var rects = layout.layers.map(\.rect) + layout.arrows
        rects += [layout.input, layout.output, layout.unit].compactMap { $0 }
        rects += [layout.markers.before, layout.markers.after].compactMap { $0 }
        let shown = layout.hiddenBefore + layout.layers.count + layout.hiddenAfter
        if !isSound(rects, in: area) || shown != units.count
          || !layout.layers.contains(where: { $0.index == selected })
        {
          unsound.append(size)
        }
      }
    }
  }
  #expect(unsound.isEmpty)
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
  #expect(grid.columns == 16 && grid.rows == 8 && grid.pitch == 2)
}

@Test("A tensor keeps its own columns where they fit, at whatever pitch")
func gridKeepsOwnColumns() {
  for (width, height, pitch) in [(48, 20, 3), (40, 20, 2), (20, 30, 1)] {
    let area = Rect(x: 0, y: 0, width: width, height: height)
    let grid = UnitGrid(units: 320, in: area, columns: 16)
    #expect(grid.columns == 16 && grid.rows == 20 && grid.pitch == pitch)
  }
  let low = UnitGrid(units: 320, in: Rect(x: 0, y: 0, width: 120, height: 8), columns: 16)
  #expect(low.columns == 48 && !low.isDensity)
}

@Test("A picture of n features is the rectangle nearest a square")
func pictureIsNearlySquare() {
  #expect(NetworkShape.picture(features: 64) == Size(width: 8, height: 8))
  #expect(NetworkShape.picture(features: 8) == Size(width: 4, height: 2))
  #expect(NetworkShape.picture(features: 1) == Size(width: 1, height: 1))
  #expect(NetworkShape.picture(features: 13) == Size(width: 4, height: 4))
  #expect(NetworkShape.picture(features: 0) == nil)
}
