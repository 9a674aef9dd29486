internal import CMaskKernels

/// How a CUDA dropout kernel spreads the elements of a tensor over its threads (dialects.md 5).
struct CUDALaunch: Sendable, Hashable {
  /// Threads in all, a multiple of 256; each draws from the subsequence of its own number.
  var threads: Int
  /// How many consecutive elements a thread takes at once: 1, 2, 4 or 8. One that takes 1 has its
  /// next element after all the other threads.
  var width: Int
  /// The first block of every subsequence: the generator's offset / 4.
  var block: UInt64

  /// Words of a mask that all threads write before the first has its next turn.
  fileprivate var turn: Int { threads * (width == 1 ? 4 : width) / 64 }
  /// Blocks that a thread draws in a turn.
  fileprivate var blocks: Int { (width + 3) / 4 }
}

extension Philox4x32 {
  /// A mask of one 32-bit word an element, in the order of a CUDA dropout kernel.
  func mask(
    count: Int, launch: CUDALaunch, test: KeepTest, kernels: MaskKernels = .best
  ) -> Mask {
    mask(count: count, launch: launch, range: KeepRange(test, bits: 32), kernels: kernels)
  }

  /// The same, where a run of the words is kept.
  func mask(
    count: Int, launch: CUDALaunch, range: KeepRange, kernels: MaskKernels = .best
  ) -> Mask {
    precondition(launch.threads % 64 == 0, "a grid is made of whole warps")
    precondition(range.bits == 32, "an element is drawn from a word")
    if let kept = range.constant { return Mask(repeating: kept, count: count) }
    return Mask(count: count, inverted: false) { words in
      for (number, start) in stride(from: 0, to: words.count, by: launch.turn).enumerated() {
        let turn = CUDATurn(
          philox: self, launch: launch, range: range, kernels: kernels,
          block: launch.block &+ UInt64(number * launch.blocks))
        let end = min(start + launch.turn, words.count)
        turn.write(to: UnsafeMutableBufferPointer(rebasing: words[start..<end]))
      }
    }
  }
}

/// What all threads of a CUDA kernel draw once.
private struct CUDATurn {
  let philox: Philox4x32
  let launch: CUDALaunch
  let range: KeepRange
  let kernels: MaskKernels
  let block: UInt64

  /// Writes a turn, or the beginning of one.
  func write(to words: UnsafeMutableBufferPointer<UInt64>) {
    // Threads are taken 64 at a time, and 1024 for every call of the kernel.
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4 * 16 * launch.blocks) { lanes in
      for first in stride(from: 0, to: launch.threads / 64, by: 16) {
        // What is not written need not be drawn.
        guard first * launch.width < words.count else { return }
        let size = min(16, launch.threads / 64 - first)
        draw(size, from: first, into: lanes)
        for group in 0..<size {
          let start = (first + group) * launch.width
          if launch.width == 1 {
            writeLanes(lanes, group, at: start, to: words)
          } else {
            writeInTurns(lanes, group, at: start, to: words)
          }
        }
      }
    }
  }

  /// Draws for `size` times 64 threads, one block after the other.
  private func draw(
    _ size: Int, from first: Int, into lanes: UnsafeMutableBufferPointer<UInt64>
  ) {
    guard let base = lanes.baseAddress else { return }
    for number in 0..<launch.blocks {
      kernels.philox_lanes(
        philox.maskKey, block &+ UInt64(number), UInt64(64 * first), UInt32(range.first),
        UInt32(range.length), base + 64 * number, size)
    }
  }

  /// Threads that take one element at a time: four words far from each other.
  private func writeLanes(
    _ lanes: UnsafeMutableBufferPointer<UInt64>, _ group: Int, at start: Int,
    to words: UnsafeMutableBufferPointer<UInt64>
  ) {
    for lane in 0..<4 {
      let index = start + lane * launch.threads / 64
      if index < words.count { words[index] = lanes[4 * group + lane] }
    }
  }

  /// Threads that take some elements at once: these follow one another.
  private func writeInTurns(
    _ lanes: UnsafeMutableBufferPointer<UInt64>, _ group: Int, at start: Int,
    to words: UnsafeMutableBufferPointer<UInt64>
  ) {
    let width = launch.width
    for part in 0..<width where start + part < words.count {
      var word: UInt64 = 0
      for place in 0..<width {
        let bits = lanes[64 * (place / 4) + 4 * group + place % 4] >> UInt64(part * 64 / width)
        word |= bits.spread(by: width) << UInt64(place)
      }
      words[start + part] = word
    }
  }
}

extension UInt64 {
  /// The low `64 / stride` bits, `stride` apart: 2, 4 or 8.
  @inline(__always)
  fileprivate func spread(by stride: Int) -> UInt64 {
    switch stride {
    case 2:
      var bits = self & 0xffff_ffff
      bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff
      bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff
      bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f
      bits = (bits | bits << 2) & 0x3333_3333_3333_3333
      return (bits | bits << 1) & 0x5555_5555_5555_5555
    case 4:
      var bits = self & 0xffff
      bits = (bits | bits << 24) & 0x0000_00ff_0000_00ff
      bits = (bits | bits << 12) & 0x000f_000f_000f_000f
      bits = (bits | bits << 6) & 0x0303_0303_0303_0303
      return (bits | bits << 3) & 0x1111_1111_1111_1111
    default:
      var bits = self & 0xff
      bits = (bits | bits << 28) & 0x0000_000f_0000_000f
      bits = (bits | bits << 14) & 0x0003_0003_0003_0003
      return (bits | bits << 7) & 0x0101_0101_0101_0101
    }
  }
}
