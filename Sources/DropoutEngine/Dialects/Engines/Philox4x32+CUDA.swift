internal import CMaskKernels

/// How a CUDA dropout kernel spreads the elements of a tensor over its threads (dialects.md 5).
struct CUDALaunch: Sendable, Hashable {
  /// Threads in all, a multiple of 256; each draws from the subsequence of its own number.
  var threads: Int
  /// How many consecutive elements a thread takes at once: 1, 2, 4 or 8.
  var width: Int
  /// The first block of every subsequence: the generator's offset / 4.
  var block: UInt64
}

extension Philox4x32 {
  /// A mask of one 32-bit word an element, in the order of a CUDA dropout kernel.
  func mask(
    count: Int, launch: CUDALaunch, test: KeepTest, kernels: MaskKernels = .best
  ) -> Mask {
    if launch.width == 4, test.limit < 1 << 32 {
      return fourWide(count: count, launch: launch, test: test, kernels: kernels)
    }
    var element = 0
    return Mask(count: count, test: test) {
      defer { element += 1 }
      return UInt64(word(of: element, launch: launch))
    }
  }

  /// Four words of one block are four consecutive elements, and threads follow one another: the
  /// common case, of float32 tensors.
  private func fourWide(
    count: Int, launch: CUDALaunch, test: KeepTest, kernels: MaskKernels
  ) -> Mask {
    precondition(launch.threads % 64 == 0, "a grid is made of whole warps")
    let turn = launch.threads / 16
    return Mask(count: count, test: test) { words in
      guard let base = words.baseAddress else { return }
      for start in stride(from: 0, to: words.count, by: turn) {
        kernels.philox_threads(
          maskKey, launch.block &+ UInt64(start / turn), 0, UInt32(test.limit), base + start,
          min(turn, words.count - start))
      }
    }
  }

  /// The word of one element.
  func word(of element: Int, launch: CUDALaunch) -> UInt32 {
    let (width, threads) = (launch.width, launch.threads)
    let subsequence: Int
    let block: Int
    let lane: Int
    if width == 1 {
      let (turn, rest) = element.quotientAndRemainder(dividingBy: 4 * threads)
      (lane, subsequence) = rest.quotientAndRemainder(dividingBy: threads)
      block = turn
    } else {
      let (turn, rest) = element.quotientAndRemainder(dividingBy: width * threads)
      let within = rest % width
      subsequence = rest / width
      block = turn * ((width + 3) / 4) + within / 4
      lane = within % 4
    }
    let words = self.block(counter(block: launch.block &+ UInt64(block), UInt64(subsequence)))
    return [words.0, words.1, words.2, words.3][lane]
  }

  private func counter(block: UInt64, _ subsequence: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    (
      UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
      UInt32(truncatingIfNeeded: subsequence), UInt32(truncatingIfNeeded: subsequence >> 32)
    )
  }
}
