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
  func mask(count: Int, launch: CUDALaunch, test: KeepTest) -> Mask {
    if launch.width == 4 { return fourWide(count: count, launch: launch, test: test) }
    var element = 0
    return Mask(count: count, test: test) {
      defer { element += 1 }
      return UInt64(word(of: element, launch: launch))
    }
  }

  /// Four words of one block are four consecutive elements, and threads follow one another: the
  /// common case, of float32 tensors.
  private func fourWide(count: Int, launch: CUDALaunch, test: KeepTest) -> Mask {
    precondition(launch.threads % 64 == 0, "a grid is made of whole warps")
    let buffer = PhiloxBuffer()
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      let (turn, thread) = (writer.filled / 4).quotientAndRemainder(dividingBy: launch.threads)
      let start = counter(block: launch.block &+ UInt64(turn), UInt64(thread))
      buffer.fill(
        self, from: SIMD4(start.0, start.1, start.2, start.3), step: SIMD4(0, 0, 1, 0))
      for group in 0..<8 where writer.left > 0 {
        var bits = SignBits()
        for place in 0..<4 {
          let words = buffer.eight(group, place: place)
          bits.addEveryFourth(Self.belowSigns(words, test.limit), place: UInt32(place))
        }
        writer.append(first: min(32, writer.left), of: bits.word)
      }
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// Numbers that are negative where a 32-bit word is below a limit of up to 2^32: the difference
  /// of the halves, less one where an odd limit's last bit is not in the word.
  @inline(__always)
  private static func belowSigns(_ words: SIMD8<UInt32>, _ limit: UInt64) -> SIMD8<UInt32> {
    let borrow = ~words & UInt32(limit & 1)
    return (words &>> 1) &- UInt32(limit >> 1) &- borrow
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
