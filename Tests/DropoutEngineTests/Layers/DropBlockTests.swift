import TestSupport
import Testing

@testable import DropoutEngine

struct DropBlockTests {
  private func kind(_ rule: DropBlock.Rule, _ block: Int) -> DropBlock {
    var kind = DropBlock()
    kind.rule = rule
    kind.block = block
    return kind
  }

  @Test func `seeds lie where the library puts them, and masks are shared as it shares them`() {
    let shape = [2, 3, 8, 8]
    #expect(BlockMap(kind(.torchvision, 3), shape: shape).seedShape == [2, 3, 6, 6])
    #expect(BlockMap(kind(.timm, 3), shape: shape).seedShape == [2, 1, 8, 8])
    #expect(BlockMap(kind(.miguelvr, 3), shape: shape).seedShape == [2, 8, 8])
    #expect(kind(.torchvision, 3).drawnShape(for: shape) == shape)
    #expect(kind(.timm, 3).drawnShape(for: shape) == [2, 1, 8, 8])
    var own = kind(.timm, 3)
    own.areChannelsCoupled = false
    #expect(own.drawnShape(for: shape) == shape)
  }

  @Test func `a block's middle falls with it, and lies no farther from one end than the other`() {
    for (rule, block) in [(DropBlock.Rule.timm, 3), (.torchvision, 3), (.miguelvr, 5), (.timm, 1)] {
      let (kind, shape) = (kind(rule, block), [1, 1, 9, 9])
      let map = BlockMap(kind, shape: shape)
      for seed in 0..<map.seeds[0] * map.seeds[1] {
        var seeds = [Bool](repeating: false, count: map.seeds[0] * map.seeds[1])
        seeds[seed] = true
        let middles = kind.middles(of: Mask(seeds), in: shape)
        let kept = map.kept(around: Mask(seeds))
        #expect(middles.count == 1 && !kept[middles[0]])
        let fallen = (0..<81).filter { !kept[$0] }
        guard fallen.count == block * block else { continue }
        #expect(fallen.reduce(0, +) == middles[0] * fallen.count)
      }
    }
    // A log says what it likes.
    #expect(kind(.timm, 3).middles(of: Mask([true]), in: [1, 1, 9, 9]).isEmpty)
    #expect(kind(.timm, 3).middles(of: Mask([true]), in: [3]).isEmpty)
  }

  @Test func `an element falls where any block reaches it`() {
    for (rule, block) in [
      (DropBlock.Rule.timm, 3), (.timm, 4), (.miguelvr, 2), (.miguelvr, 5), (.torchvision, 3),
    ] {
      let map = BlockMap(kind(rule, block), shape: [1, 1, 6, 7])
      let (rows, columns) = (map.reaching(0), map.reaching(1))
      let width = map.seeds[1]
      for seed in 0..<map.seeds[0] * width {
        var seeds = [Bool](repeating: false, count: map.seeds[0] * width)
        seeds[seed] = true
        let kept = map.kept(around: Mask(seeds))
        for place in 0..<42 {
          let isReached =
            rows[place / 7].contains(seed / width) && columns[place % 7].contains(seed % width)
          #expect(kept[place] != isReached, "\(rule), block \(block), seed \(seed), \(place)")
        }
      }
    }
  }

  @Test func `what is really dropped is the table's, whatever was asked`() throws {
    for (size, block, expected) in [
      (28, 7, [0.094, 0.133, 0.084]), (14, 7, [0.093, 0.209, 0.074]),
      (8, 3, [0.095, 0.140, 0.081]),
      (8, 5, [0.094, 0.250, 0.070]), (7, 7, [0.100, 0.930, 0.055]),
    ] {
      for (rule, share) in zip([DropBlock.Rule.torchvision, .timm, .miguelvr], expected) {
        let kept = try #require(
          kind(rule, block).keptShare(shape: [4, 2, size, size], rate: try Rate(0.1)))
        #expect(abs(1 - kept.mean - share) < 0.0006, "\(size), \(block), \(rule)")
      }
    }
  }

  @Test func `the scale is elements over those kept, and no block is dropped at rate 0`() throws {
    let run = try KindRun(kind(.torchvision, 3), [2, 3, 8, 8], p: 0.1, seed: 1)
    let mask = try #require(run.applied.mask)
    #expect(abs(run.applied.effect.scale - 384 / Double(mask.kept)) < 1e-6)
    #expect(try wordsDrawn(run.after, seed: 1) == 2 * 2 * 3 * 36)
    #expect(try KindRun(kind(.timm, 3), [2, 3, 8, 8], p: 0).applied.mask == nil)
    let all = try KindRun(kind(.miguelvr, 1), [2, 2, 3, 3], p: 1)
    #expect(all.applied.after(Array(repeating: 3, count: 36)).allSatisfy { $0 == 0 })
    for dialect in [Dialect.philox, .numpy, .numpyLegacy, .jax, .torchMKL] {
      let run = try KindRun(kind(.timm, 3), [4, 2, 8, 8], p: 0.1, dialect: dialect)
      #expect(run.applied.drawn?.count == 256)
    }
  }

  @Test func `every element falls that a seed's block reaches, and no other`() throws {
    var random = SplitMix64(state: 5)
    for rule in DropBlock.Rule.allCases {
      for (block, map) in [
        (1, [3, 5]), (3, [7, 64]), (5, [9, 130]), (2, [4, 63]), (7, [6, 5]),
      ] {
        if rule == .torchvision, min(block, map.min() ?? 1) % 2 == 0 { continue }
        let shape = [2, 3] + map
        let places = BlockMap(kind(rule, block), shape: shape)
        let count = places.seedShape.reduce(1, *)
        let seeds = Mask((0..<count).map { _ in random.next() % 40 == 0 })
        let kept = places.kept(around: seeds)
        #expect(kept.count == places.planes * map.reduce(1, *))
        let (rows, columns) = (places.seeds[0], places.seeds[1])
        for place in 0..<kept.count {
          let (plane, inside) = place.quotientAndRemainder(dividingBy: map[0] * map[1])
          let (y, x) = inside.quotientAndRemainder(dividingBy: map[1])
          let isReached = places.reaching(0)[y].contains { row in
            places.reaching(1)[x].contains { column in
              seeds[(plane * rows + row) * columns + column]
            }
          }
          #expect(kept[place] == !isReached, "\(rule), block \(block), map \(map), at \(place)")
        }
      }
    }
  }

  @Test func `blocks without a middle and chances above 1 are refused`() throws {
    #expect(
      refusal(kind(.torchvision, 4), [2, 2, 8, 8]) == "block size has to be odd, but got 4")
    #expect(refusal(kind(.torchvision, 9), [2, 2, 8, 8]) == "block size has to be odd, but got 8")
    #expect(refusal(kind(.torchvision, 4), [2, 2, 8, 8], p: 0) == nil)
    #expect(refusal(kind(.timm, 4), [2, 2, 8, 8]) == nil)
    #expect(refusal(kind(.timm, 3), [2, 8, 8])?.contains("four axes") == true)
    var wild = kind(.timm, 1)
    wild.seedScale = 30
    #expect(refusal(wild, [2, 2, 8, 8])?.contains("between 0 and 1, but got 15") == true)
    #expect(
      try DropoutKinds.kind("dropblock:rule=timm,block=3,channels=own,seed-scale=2.0,scaled=false")
        .fullName == "dropblock:rule=timm,block=3,channels=own,seed-scale=2.0,scaled=false")
    #expect(try DropoutKinds.kind("dropblock:rule=paper").fullName == "dropblock")
  }
}
