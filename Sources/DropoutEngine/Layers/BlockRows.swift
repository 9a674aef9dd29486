/// What the blocks of seeds reach, a row of a map in words of its own: 64 elements at a time.
///
/// Along an axis an element is reached where a seed lies among the `side` places that end `back`
/// behind it. Of a run of places the half is taken first, then it is laid over itself: so a block
/// costs the logarithm of its side.
struct BlockRows {
  private let map: BlockMap
  /// Words of a row: as far as blocks reach beyond its end.
  private let width: Int
  private var words: [UInt64]
  /// Bits of the last axis.
  private let extent: Int

  /// - Parameter seeds: of all planes, in C order.
  init(_ map: BlockMap, seeds: Mask) {
    self.map = map
    let last = map.extents.count - 1
    extent = map.extents[last]
    width = Mask.wordCount(for: max(map.seeds[last] + map.sides[last], extent + map.back[last]))
    let lines = map.planes * map.seeds[..<last].reduce(1, *)
    words = Array(repeating: 0, count: lines * width)
    for line in 0..<lines {
      load(line, from: seeds, at: line * map.seeds[last], count: map.seeds[last])
      reach(line, side: map.sides[last], back: map.back[last])
    }
    for axis in (0..<last).reversed() { grow(along: axis) }
  }

  /// The elements that no block reaches.
  var kept: Mask {
    let lines = width == 0 ? 0 : words.count / width
    var writer = MaskWriter(count: lines * extent)
    for line in 0..<lines {
      for start in stride(from: 0, to: extent, by: 64) {
        writer.append(
          first: min(64, extent - start), of: ~words[line * width + start / 64])
      }
    }
    return writer.mask(inverted: false)
  }

  private mutating func load(_ line: Int, from seeds: Mask, at start: Int, count: Int) {
    for first in stride(from: 0, to: count, by: 64) {
      let (index, shift) = ((start + first) / 64, UInt64((start + first) % 64))
      var bits = seeds.words[index] >> shift
      if shift > 0, index + 1 < seeds.words.count { bits |= seeds.words[index + 1] << (64 - shift) }
      let size = min(64, count - first)
      words[line * width + first / 64] = size < 64 ? bits & (1 << UInt64(size) - 1) : bits
    }
  }

  /// Lets the seeds of a row reach their blocks along it.
  private mutating func reach(_ line: Int, side: Int, back: Int) {
    let row = line * width..<(line + 1) * width
    guard row.contains(where: { words[$0] != 0 }) else { return }
    var covered = 1
    while covered < side {
      let step = min(covered, side - covered)
      for index in row.reversed() { words[index] |= shifted(index, in: row, by: step) }
      covered += step
    }
    for index in row { words[index] = shifted(index, in: row, by: -back) }
  }

  /// A word of a row that is moved towards its end, or its start.
  private func shifted(_ index: Int, in row: Range<Int>, by step: Int) -> UInt64 {
    let (whole, part) = (abs(step) / 64, UInt64(abs(step) % 64))
    let sign = step < 0 ? 1 : -1
    let near = index + sign * whole
    let far = near + sign
    let own = row.contains(near) ? words[near] : 0
    guard part > 0 else { return own }
    let other = row.contains(far) ? words[far] : 0
    return step < 0 ? own >> part | other << (64 - part) : own << part | other >> (64 - part)
  }

  /// Lets every row reach those of its block along another axis.
  private mutating func grow(along axis: Int) {
    let (from, to) = (map.seeds[axis], map.extents[axis])
    let (side, back) = (map.sides[axis], map.back[axis])
    let slot = map.extents[(axis + 1)..<(map.extents.count - 1)].reduce(1, *) * width
    let outer = map.planes * map.seeds[..<axis].reduce(1, *)
    let places = max(from + side - 1, to + back)
    var grown = [UInt64](repeating: 0, count: outer * to * slot)
    var room = [UInt64](repeating: 0, count: places * slot)
    for block in 0..<outer {
      for index in 0..<from * slot { room[index] = words[block * from * slot + index] }
      for index in from * slot..<places * slot { room[index] = 0 }
      var covered = 1
      while covered < side {
        let step = min(covered, side - covered) * slot
        for index in stride(from: places * slot - 1, through: step, by: -1) {
          room[index] |= room[index - step]
        }
        covered += step / max(slot, 1)
      }
      for index in 0..<to * slot { grown[block * to * slot + index] = room[back * slot + index] }
    }
    words = grown
  }
}
