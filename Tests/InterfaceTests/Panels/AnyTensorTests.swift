import DropoutEngine
import TestSupport
import Testing

@testable import Interface

/// A tensor of any rank, drawn in its own shape; what is not known is drawn as unknown.
@Suite struct AnyTensorTests {
  private func frame(_ change: (inout SiteCall) -> Void) -> String {
    var site = SiteCall(name: "drop")
    change(&site)
    let call = ForwardCall(number: 1, phase: .train, sites: [site])
    var state = ScreenState(
      size: Size(width: 120, height: 40), look: Look(depth: .none, ascii: false),
      themes: [Theme.builtIn[0]])
    _ = update(
      &state,
      .arrived(
        Arrival(
          header: SessionHeader(source: "x"), call: call, points: [], annotations: [], newest: 1)),
      at: 0)
    return ansi(picture(state), .none)
  }

  @Test func `four axes are rows of the last one, said in words`() {
    let frame = frame { site in
      site.shape = [16, 4, 16, 16]
      site.draw = .mask(Mask(repeating: true, count: 16384))
    }
    #expect(frame.contains("drop  4×16×16") && frame.contains("1024 rows of 16"))
    #expect(frame.contains("kept 1024/1024"))
  }

  @Test func `a smaller draw is drawn in its own shape, and says so`() {
    let frame = frame { site in
      site.shape = [2, 3, 4, 4]
      site.drawn = [2, 3, 1, 1]
      site.draw = .mask(Mask([true, false, true, true, true, true]))
    }
    #expect(frame.contains("2 rows of 3, each draw for 16 values"))
    #expect(frame.contains("kept 2/3"))
  }

  @Test func `what was kept where nobody knows is unknown, never kept`() {
    let frame = frame { $0.shape = [4, 8] }
    #expect(frame.contains("mask not logged") && frame.contains("kept –"))
    #expect(!frame.contains("█"))
    #expect(frame.contains("not logged"))
  }

  @Test func `a digest stands for its mask in words, tiles stand for it as density`() {
    let digest = frame { site in
      (site.shape, site.kept) = ([4, 8], 20)
      site.draw = .unrecorded(digest: "f59351aa6d8c5145", tiles: nil)
    }
    #expect(digest.contains("digest f59351aa6d8c5145") && digest.contains("kept 20/32"))
    let tiles = frame { site in
      site.shape = [4, 8]
      site.draw = .unrecorded(
        digest: nil, tiles: KeptTiles(rows: 1, columns: 2, kept: [16, 4]))
    }
    #expect(tiles.contains("█") && tiles.contains("▒") && tiles.contains("kept 20/32"))
  }

  @Test func `a mask that ends early leaves the rest unknown`() {
    let frame = frame { site in
      site.shape = [2, 4]
      site.draw = .mask(Mask([true, false, true]))
    }
    #expect(frame.contains("–") && frame.contains("kept 2/3"))
  }

  @Test func `counts over a grid are those of its elements, whatever the grid`() throws {
    var random = SplitMix64(state: 3)
    for (rows, columns) in [(1, 1), (7, 5), (40, 13), (64, 64), (3, 130)] {
      let bits = (0..<rows * columns).map { _ in random.next() % 3 > 0 }
      var site = SiteCall(name: "x")
      site.shape = [rows, columns]
      site.draw = .mask(Mask(bits))
      let density = try #require(MaskDensity(site))
      for (gridRows, gridColumns) in [(1, 1), (2, 3), (4, 4), (1000, 1000)] {
        let cells = density.cells(rows: gridRows, columns: gridColumns)
        let (shownRows, shownColumns) = (min(rows, gridRows), min(columns, gridColumns))
        #expect(cells.count == shownRows * shownColumns)
        #expect(cells.reduce(0) { $0 + $1.of } == bits.count)
        var kept = Array(repeating: 0, count: cells.count)
        for (element, bit) in bits.enumerated() where bit {
          let place = try #require(
            density.cell(of: element, rows: shownRows, columns: shownColumns))
          kept[place.row * shownColumns + place.column] += 1
        }
        #expect(kept == cells.map(\.kept), "\(rows)x\(columns) on \(gridRows)x\(gridColumns)")
      }
    }
  }

  @Test func `tiles of any counts, and shapes of any size, stay bounded`() throws {
    var site = SiteCall(name: "x")
    site.shape = [1 << 20, 1 << 20]
    site.draw = .unrecorded(
      digest: nil, tiles: KeptTiles(rows: 2, columns: 2, kept: [.max, .max, .max, -5]))
    let density = try #require(MaskDensity(site))
    #expect(density.cells(rows: 1, columns: 1).allSatisfy { 0...$0.of ~= $0.kept })
    site.shape = [1 << 40, 1 << 40]
    #expect(MaskDensity(site) == nil)
    site.shape = [1, 1]
    #expect(MaskDensity(site) == nil)
  }
}
