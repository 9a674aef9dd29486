import Testing

@testable import DropoutEngine

/// The forms in which logs hold masks, or what is left of masks that are too large.
struct MaskPackingTests {
  @Test("Packed bits and their digest are those of numpy.packbits and hashlib")
  func digests() {
    // numpy 2.4.6, hashlib: sha256(packbits(...).tobytes()).hexdigest()[:16]
    let vectors: [(count: Int, kept: (Int) -> Bool, head: [UInt8], digest: String)] = [
      (0, { _ in true }, [], "e3b0c44298fc1c14"),
      (1, { _ in true }, [0x80], "76be8b528d0075f7"),
      (7, { $0 % 3 != 1 }, [0xb6], "ca41841c5c98e34f"),
      (64, { $0 % 3 != 1 }, [0xb6, 0xdb, 0x6d], "828b35cf7eac7670"),
      (65, { $0 % 3 != 1 }, [0xb6, 0xdb, 0x6d], "866336f119666ef4"),
      (130, { $0 % 5 == 0 }, [0x84, 0x21, 0x08], "907f0b7ab0b15166"),
      (4096, { $0 % 3 != 1 }, [0xb6, 0xdb, 0x6d], "b7bc8326948849f8"),
      (100_003, { $0 * $0 % 7 < 3 }, [0xdb, 0xb7, 0x6e], "dad705765bc4c053"),
    ]
    for vector in vectors {
      let mask = Mask((0..<vector.count).map(vector.kept))
      #expect(mask.packed.count == (vector.count + 7) / 8)
      #expect(Array(mask.packed.prefix(3)) == vector.head)
      #expect(mask.digest == vector.digest, "\(vector.count) elements")
    }
  }

  /// Counted one by one, the parts as `numpy.array_split` makes them.
  private func counted(_ mask: Mask, height: Int, width: Int) -> [Int] {
    let (rows, columns) = (min(height, 64), min(width, 64))
    var counts = [Int](repeating: 0, count: rows * columns)
    let row = parts(height)
    let column = parts(width)
    for index in 0..<mask.count where mask[index] {
      counts[row[index / width] * columns + column[index % width]] += 1
    }
    return counts
  }

  /// Which part each of `extent` lines falls into.
  private func parts(_ extent: Int) -> [Int] {
    let count = min(extent, 64)
    return (0..<count).flatMap { part in
      let size = extent / count + (part < extent % count ? 1 : 0)
      return Array(repeating: part, count: size)
    }
  }

  @Test(
    "Tiles count what is kept, at most 64 x 64, the first ones larger",
    arguments: [
      [3, 50, 130], [1], [64], [65], [1000], [64, 64], [65, 63], [200, 1], [1, 1], [2, 3, 4, 5],
      [63, 129], [],
    ])
  func tiles(shape: [Int]) {
    let count = shape.reduce(1, *)
    let mask = Mask((0..<count).map { $0 * $0 % 7 < 3 })
    let (height, width) = (shape.dropLast().reduce(1, *), shape.last ?? 1)
    let tiles = mask.tiles(shape: shape)
    #expect(tiles.rows == min(height, 64) && tiles.columns == min(width, 64))
    #expect(tiles.kept == counted(mask, height: height, width: width))
    #expect(tiles.kept.reduce(0, +) == mask.kept)
  }

  @Test("Tiles of a known mask are numpy's sums over array_split")
  func knownTiles() {
    let tiles = Mask((0..<19_500).map { $0 * $0 % 7 < 3 }).tiles(shape: [3, 50, 130])
    #expect(Array(tiles.kept.prefix(5)) == [6, 6, 6, 3, 5])
    #expect(Array(tiles.kept.suffix(5)) == [2, 3, 3, 2, 4])
    #expect(tiles.kept.reduce(0, +) == 13_929)
  }

  @Test("A tensor without elements has no tiles", arguments: [[0], [0, 5], [5, 0], [3, 0, 2]])
  func empty(shape: [Int]) {
    #expect(Mask(repeating: true, count: 0).tiles(shape: shape).kept.isEmpty)
  }
}
