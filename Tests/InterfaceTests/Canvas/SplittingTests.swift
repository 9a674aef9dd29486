import Testing

@testable import Interface

@Suite struct SplittingTests {
  private let area = Rect(x: 3, y: 2, width: 20, height: 12)

  @Test func `exact parts get their cells and shares get the rest`() {
    let rows = area.rows([.exactly(1), .share(2), .atLeast(5)])
    #expect(rows.map(\.height) == [1, 4, 7])
    #expect(rows.map(\.y) == [2, 3, 7])
    #expect(rows.allSatisfy { $0.x == 3 && $0.width == 20 })
    #expect(area.columns([.share(1), .share(1), .share(1)]).map(\.width) == [6, 7, 7])
  }

  @Test func `parts follow one another, and fill the whole where one of them can grow`() {
    for height in 0...30 {
      for extents: [Extent] in [
        [.exactly(3), .share(1), .exactly(4)], [.atLeast(2), .share(3), .share(2)], [.exactly(9)],
        [.exactly(-4), .share(-1), .atLeast(-2)], [],
      ] {
        let rows = Rect(x: 0, y: 5, width: 4, height: height).rows(extents)
        var y = 5
        for row in rows {
          #expect(row.y == y && row.height >= 0)
          y += row.height
        }
        #expect(y <= 5 + height)
        if extents.contains(where: { if case .exactly = $0 { false } else { true } }) {
          #expect(y == 5 + height)
        }
      }
    }
  }

  @Test func `where there is too little room the first parts get theirs`() {
    let rows = Rect(x: 0, y: 0, width: 9, height: 4).rows([.exactly(3), .share(1), .exactly(3)])
    #expect(rows.map(\.height) == [3, 0, 1])
  }
}
