import DropoutEngine
import Testing

@testable import Interface

/// What sites of each kind are drawn as.
@Suite struct KindPicturesTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  @Test(arguments: KindPicturesTests.sizes, ["convnet", "residual", "selu", "attention"])
  func `a frame of a preset of modules is the picture that was looked at`(
    size: Size, preset: String
  ) throws {
    let text = try frame(preset, size)
    try expectPicture(text + "\n", named: "\(preset)-3-\(size.width)x\(size.height)")
  }

  @Test func `a dropped channel is crossed out, and as many are as were dropped`() throws {
    let text = try frame("convnet", Size(width: 120, height: 40))
    let call = try Self.arrival("convnet").call
    let dropped = call.sites[0].mask.map { mask in (0..<8).count { !mask[$0] } }
    #expect(text.matches(of: /╲╱/).count == dropped)
  }

  @Test func `a branch that a sample leaves out is not connected to the line`() throws {
    var arrival = try Self.arrival("residual")
    for index in arrival.call.sites.indices {
      let mask = Mask((0..<8).map { $0 != 0 || index != 1 })
      arrival.call.sites[index].draw = .mask(mask)
      arrival.call.sites[index].decisions = mask.kept
    }
    let text = picture(arrival, Size(width: 120, height: 40))
    #expect(text.contains("╲ block2  ╲") && text.contains("╱ dropped ╱"))
    #expect(text.matches(of: /┳/).count == 6)
    #expect(text.contains("3 of 4"))
  }

  @Test func `a rate of 0 is not drawn, and so is evaluation`() throws {
    var arrival = try Self.arrival("residual")
    for index in arrival.call.sites.indices { arrival.call.sites[index].draw = .nothing }
    let text = picture(arrival, Size(width: 120, height: 40))
    #expect(text.matches(of: /not drawn/).count >= 4)
  }

  @Test func `shapes that do not fit a kind are drawn as units`() {
    var site = SiteCall(name: "a")
    for shape in [nil, [], [3], [2, 0, 4], [1 << 40, 2, 2], Array(repeating: 1, count: 9)] {
      site.shape = shape
      for kind in ["dropout2d", "attention", "droppath", "no such", nil] {
        let picture = SitePicture(site, kind: kind)
        if kind == nil || kind == "no such" || (shape?.count ?? 0) < 2 || (shape?.count ?? 0) > 6 {
          #expect(picture == .units)
        }
      }
    }
    site.shape = [4, 8, 6, 5]
    #expect(SitePicture(site, kind: "droppath:mode=batch") == .units)
    site.drawn = [4, 8]
    #expect(SitePicture(site, kind: "dropout2d") == .units)
  }

  @Test(arguments: [
    ("dropout2d", [4, 8, 6, 5], true, 8, [5, 6], 8), ("dropout1d", [8, 6], true, 8, [6, 1], 8),
    ("spatial", [4, 6, 5, 8], true, 8, [5, 6], 8),
    ("feature-alpha", [4, 8, 5], true, 8, [5, 1], 8),
    ("attention", [4, 8, 6, 5], false, 8, [5, 6], 240),
    ("attention:share=all", [4, 8, 6, 5], false, 8, [5, 6], 30),
    ("dropconnect", [6, 5], false, 1, [5, 6], 30),
    ("dropconnect:per=row", [6, 5], false, 1, [5, 6], 6),
    ("dropconnect:per=sample", [3, 6, 5], false, 1, [5, 6], 30),
    ("locked", [3, 6, 5], false, 1, [5, 6], 5),
    ("locked:layout=time-first", [6, 3, 5], false, 1, [5, 6], 5),
    ("embedding", [6, 5], false, 1, [5, 6], 6), ("word", [3, 6, 5], false, 1, [5, 6], 6),
    ("dropblock:block=3", [4, 8, 6, 5], false, 8, [5, 6], 240),
    ("dropblock:rule=timm,block=3", [4, 8, 6, 5], false, 1, [5, 6], 30),
  ])
  func `a kind's picture has its tiles, and a sample's decisions each stand where they decide`(
    kind: String, shape: [Int], isMap: Bool, count: Int, size: [Int], decisions: Int
  ) throws {
    var site = SiteCall(name: "a")
    site.shape = shape
    guard case .tiles(let tiles) = SitePicture(site, kind: kind) else {
      Issue.record("\(kind) has no tiles")
      return
    }
    #expect(tiles.isMap == isMap && tiles.count == count && tiles.decisions == decisions)
    #expect(tiles.size == Size(width: size[0], height: size[1]))
    // What decides about each element, told in another way: by the mask over the whole tensor.
    let drawn = try DropoutKinds.kind(kind).drawnShape(for: shape)
    let deciding = (0..<shape.reduce(1, *)).map { element in
      var (rest, place, stride) = (element, 0, 1)
      for axis in shape.indices.reversed() {
        let (whole, index) = rest.quotientAndRemainder(dividingBy: shape[axis])
        place += drawn[axis] == 1 ? 0 : index * stride
        stride *= drawn[axis]
        rest = whole
      }
      return place
    }
    for sample in 0..<tiles.samples {
      for tile in 0..<tiles.count {
        for row in 0..<size[1] {
          for column in 0..<size[0] {
            let element = tiles.element(sample, tile, row, column)
            #expect(tiles.decision(sample, tile, row, column) == deciding[element])
          }
        }
      }
    }
  }

  @Test func `where nothing is drawn a channel is still a channel`() throws {
    var arrival = try Self.arrival("convnet")
    arrival.call.phase = .eval
    for index in arrival.call.sites.indices {
      arrival.call.sites[index].draw = .nothing
      arrival.call.sites[index].drawn = nil
      arrival.call.sites[index].decisions = nil
    }
    let text = picture(arrival, Size(width: 120, height: 40))
    #expect(text.contains("8/8 channels"))
    #expect(!text.contains("╲╱"))
  }

  @Test(arguments: [
    ("gaussian", [32, 64], "turned"), ("word", [4, 6, 8], "The rest stays as it is"),
    ("dropblock:block=3", [2, 4, 8, 8], "asked 20.0%, expected"),
    ("locked", [2, 6, 8], "6 times × 8 features"), ("embedding", [9, 8], "9 words × 8 features"),
    ("dropconnect", [9, 8], "9 units × 8 inputs"), ("spatial", [2, 6, 6, 4], "4 channels of 6×6"),
    ("alpha", [8, 16], "dropped"), ("droppath", [8, 6], "1 branch"),
  ])
  func `a lone layer of any kind says what is dropped, and by how much the rest is multiplied`(
    kind: String, shape: [Int], words: String
  ) throws {
    let text = picture(try Self.module(kind, shape), Size(width: 120, height: 40))
    #expect(text.contains(words), "\(kind)")
    if kind == "gaussian" { #expect(!text.contains("not known") && !text.contains("––")) }
  }

  @Test func `weights have a bar a unit, and say what it is`() throws {
    let text = picture(try Self.module("dropconnect", [12, 20]), Size(width: 120, height: 40))
    #expect(text.contains("bars: sd of a unit over masks, inputs 1"))
    // The first unit's spread is not the last one's: bars end in different eighths.
    let ends = text.split(separator: "\n").compactMap { $0.firstMatch(of: #/█+([▏▎▍▌▋▊▉]) /#)?.1 }
    #expect(Set(ends).count > 1)
  }

  @Test func `a block's seed is marked in its midst, as many as were drawn`() throws {
    let arrival = try Self.module("dropblock:rule=timm,block=3", [4, 2, 10, 10])
    let seeds = try #require(arrival.call.sites[0].seeds)
    let first = (0..<100).count { seeds[$0] }
    // The footer has a key of that name.
    let text = picture(arrival, Size(width: 120, height: 40)).split(separator: "\n")
      .filter { $0.hasPrefix("│") }.joined()
    #expect(first > 0 && text.matches(of: #/\+ /#).count == first)
  }

  @Test func `of a table too long for its box all rows stand in a strip, and some below`() throws {
    let arrival = try Self.module("embedding", [60, 16])
    let text = picture(arrival, Size(width: 120, height: 40))
    #expect(text.contains(/above all words, below 1…\d+ of 60/))
    let last = picture(arrival, Size(width: 120, height: 40), unit: 59)
    #expect(last.contains(/below \d+…60 of 60/))
  }

  @Test func `features that are locked have their mask once more above them`() throws {
    let arrival = try Self.module("locked", [2, 6, 8])
    let text = picture(arrival, Size(width: 120, height: 40))
    let mask = try #require(arrival.call.sites[0].mask)
    let dropped = (0..<8).count { !mask[$0] }
    #expect(dropped > 0 && text.matches(of: /¦/).count == 6 * dropped)
  }

  @Test func `factors stand over the normal distribution that they are drawn from`() throws {
    let text = picture(try Self.module("gaussian", [32, 40]), Size(width: 120, height: 40))
    for words in ["factor mean", "factor var", "turned", "expected of N(1, 0.50²)"] {
      #expect(text.contains(words))
    }
    #expect(!text.contains("zeros after"))
  }

  @Test(arguments: [
    ("dropconnect", [6, 8], "weight", 48), ("dropconnect:per=row", [6, 8], "row", 6),
    ("embedding", [9, 8], "row", 9), ("word", [4, 6, 8], "word", 6),
    ("locked", [2, 6, 8], "feature", 8), ("dropout2d", [2, 5, 4, 4], "channel", 5),
    ("attention", [2, 2, 4, 4], "weight", 32), ("dropout", [4, 8], "unit", 8),
  ])
  func `the view of units counts what is drawn, and says so`(
    kind: String, shape: [Int], word: String, count: Int
  ) throws {
    let text = picture(try Self.module(kind, shape), Size(width: 120, height: 40), view: 5)
    #expect(text.contains("how often each \(word) was kept"))
    #expect(text.contains("\(count) \(word)s"))
  }

  @Test func `sheets stand inside their area, whatever their form and size`() throws {
    var site = SiteCall(name: "a")
    for (kind, shape) in [
      ("dropconnect", [24, 48]), ("embedding", [40, 24]), ("locked", [3, 10, 24]),
      ("attention", [2, 4, 8, 8]), ("dropblock:block=3", [2, 6, 12, 12]), ("word", [2, 90, 7]),
    ] {
      site.shape = shape
      guard case .tiles(let picture) = SitePicture(site, kind: kind) else { continue }
      for width in stride(from: 1, through: 120, by: 7) {
        for height in 1...30 {
          let area = Rect(x: 3, y: 2, width: width, height: height)
          for pairs in [true, false] {
            guard let layout = picture.layout(in: area, pairs: pairs, selected: 5) else { continue }
            for index in 0..<layout.count {
              let rect = layout.rect(index)
              #expect(rect.x >= area.x && rect.maxX + layout.edge <= area.maxX, "\(kind) \(area)")
              #expect(rect.y >= area.y && rect.maxY <= area.maxY, "\(kind) \(area)")
            }
            if let strip = layout.strip { #expect(strip.rect.maxY < layout.rect(0).y) }
            #expect(layout.height <= height)
          }
        }
      }
    }
  }

  @Test func `tiles stand inside their area and share no cell, at any size`() {
    for count in [1, 2, 8, 16, 33, 64] {
      let tiles = Tiles(count: count, cells: Size(width: 8, height: 4))
      for width in stride(from: 1, through: 90, by: 7) {
        for height in 1...12 {
          let area = Rect(x: 3, y: 2, width: width, height: height)
          guard let layout = TileLayout(tiles, in: area) else { continue }
          var taken: Set<[Int]> = []
          for index in 0..<layout.count {
            let rect = layout.rect(index)
            #expect(rect.x >= area.x && rect.maxX <= area.maxX, "\(count) \(width) \(height)")
            #expect(rect.y >= area.y && rect.maxY <= area.maxY, "\(count) \(width) \(height)")
            for y in rect.y..<rect.maxY {
              for x in rect.x..<rect.maxX { #expect(taken.insert([x, y]).inserted) }
            }
          }
        }
      }
    }
  }

  private static func arrival(_ preset: String) throws -> Arrival {
    var options = SimulationOptions(preset: try #require(Preset(rawValue: preset)))
    options.dialect = .philox
    options.batch = 8
    var timeline = try SimulationTimeline(options)
    let reached = timeline.approach(3)
    var arrival = Arrival(
      header: timeline.header, call: try #require(reached), points: timeline.points(endingAt: 3),
      annotations: [], newest: 3)
    arrival.trace = timeline.trace
    return arrival
  }

  private static func module(_ kind: String, _ shape: [Int]) throws -> Arrival {
    var options = SimulationOptions(preset: .module)
    options.kind = try DropoutKinds.kind(kind)
    options.shape = shape
    options.rate = try Rate(0.2)
    var timeline = try SimulationTimeline(options)
    let reached = timeline.approach(3)
    var arrival = Arrival(
      header: timeline.header, call: try #require(reached), points: timeline.points(endingAt: 3),
      annotations: [], newest: 3)
    arrival.trace = timeline.trace
    return arrival
  }

  private func frame(_ preset: String, _ size: Size) throws -> String {
    picture(try Self.arrival(preset), size)
  }

  private func picture(
    _ arrival: Arrival, _ size: Size, unit: Int? = nil, view: Int = 1
  ) -> String {
    var state = ScreenState(
      size: size, look: .init(depth: .none, ascii: false), themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    _ = update(&state, .arrived(arrival), at: 0)
    if view != 1 { _ = update(&state, .key(.character(Character("\(view)"))), at: 0) }
    if let site = state.selectedSite, view == 5 {
      var history = UnitHistory(site: site.name)
      history.take(arrival.call, kind: arrival.header.site(site.name)?.kind)
      let question = UnitsQuestion(site: site.name)
      _ = update(&state, .answered(Answered(question, UnitsAnswer(history))), at: 0)
    }
    state.unit = unit
    var canvas = Canvas(size: size)
    draw(state, into: &canvas)
    return ansi(canvas, .none)
  }
}
