import CMaskKernels
import Testing

@testable import DropoutEngine

/// Whole masks against the same engine drawn one integer at a time, at every size in sequence, so
/// that each mask begins where the one before ended.
struct BulkMaskTests {
  /// Draws masks of all sizes with all tests and compares them, and what is drawn after.
  private func check<Engine>(
    _ start: Engine, bits: UInt64, draw: (inout Engine) -> UInt64,
    mask: (inout Engine, Int, KeepTest) -> Mask
  ) {
    for test in keepTests(bits: bits) {
      var bulk = start
      var single = start
      for size in bulkSizes {
        let expected = Mask((0..<size).map { _ in draw(&single) }, test: test)
        #expect(mask(&bulk, size, test) == expected, "\(size) elements, \(test)")
      }
      #expect(draw(&bulk) == draw(&single), "after all sizes, \(test)")
    }
  }

  @Test(
    "MT19937's doubles, NumPy's and PyTorch's, from even and odd words", arguments: [0, 1, 623])
  func twister53(skipped: Int) {
    var start = MersenneTwister(seed: 5489)
    start.skip(words: skipped)
    for style in [DoubleStyle.numpy, .torch] {
      check(start, bits: 53) {
        $0.next53(style: style)
      } mask: {
        $0.mask53(count: $1, style: style, test: $2)
      }
    }
  }

  @Test("MT19937's floats")
  func twister24() {
    check(MersenneTwister(key: [1, 2, 3]), bits: 24) {
      UInt64($0.next() & 0xff_ffff)
    } mask: {
      $0.mask24(count: $1, test: $2)
    }
  }

  @Test("PCG64's doubles")
  func pcg53() {
    check(PCG64(seedSequence: SeedSequence(entropy: [42])), bits: 53) {
      $0.next() >> 11
    } mask: {
      $0.mask53(count: $1, test: $2)
    }
  }

  @Test("PCG64's floats, also where half a word is left")
  func pcg24() {
    check(PCG64(seedSequence: SeedSequence(entropy: [42])), bits: 24) {
      UInt64($0.next32() >> 8)
    } mask: {
      $0.mask24(count: $1, test: $2)
    }
  }

  @Test("MCG31m1's outputs", arguments: [0, 1, 0x7fff_fffe, UInt32.max])
  func mcg31(seed: UInt32) {
    check(MCG31(seed: seed), bits: 31) {
      UInt64($0.next())
    } mask: {
      $0.mask(count: $1, test: $2)
    }
  }

  @Test("Threefry's bits, in both layouts and both widths, on every kind of vector")
  func threefry() {
    let engine = Threefry2x32(key: (0x0123_4567, 0x89ab_cdef))
    for size in bulkSizes {
      let bits = (0..<UInt64(size)).map { UInt64(engine.bits(at: $0) >> 9) }
      let original = engine.originalWords(count: size).map { UInt64($0 >> 9) }
      let wide = (0..<UInt64(size)).map { engine.bits64(at: $0) >> 12 }
      let words = engine.originalWords(count: 2 * size).map { UInt64($0) }
      let wideOriginal = (0..<size).map { (words[$0] << 32 | words[size + $0]) >> 12 }
      for kernels in MaskKernels.available {
        for test in keepTests(bits: 23) {
          let place: Comment = "\(size) elements, \(test), \(kernels.title)"
          let mask = engine.maskPartitionable(count: size, test: test, kernels: kernels)
          #expect(mask == Mask(bits, test: test), place)
          let halves = engine.maskOriginal(count: size, test: test, kernels: kernels)
          #expect(halves == Mask(original, test: test), place)
        }
        for test in keepTests(bits: 52) {
          let mask = engine.maskPartitionable64(count: size, test: test, kernels: kernels)
          let place: Comment = "\(size) elements, \(test), \(kernels.title)"
          #expect(mask == Mask(wide, test: test), place)
          let halves = engine.maskOriginal64(count: size, test: test, kernels: kernels)
          #expect(halves == Mask(wideOriginal, test: test), place)
        }
      }
    }
  }

  @Test("Where the upper 31 bits of a double tie, the others decide")
  func threefryTies() {
    let engine = Threefry2x32(key: (7, 11))
    // Every element is a tie of a limit made from it, with less or more in the low bits.
    for element in [0, 63, 64, 4095, 4096, 5000] {
      let number = engine.bits64(at: UInt64(element)) >> 12
      let halves = engine.hash(UInt32(element), UInt32(5001 + element))
      let original = (UInt64(halves.0) << 32 | UInt64(halves.1)) >> 12
      for (limit, isKept) in [(original, false), (original + 1, true)] {
        let test = KeepTest(limit: limit, keepsBelow: true)
        for kernels in MaskKernels.available {
          let mask = engine.maskOriginal64(count: 5001, test: test, kernels: kernels)
          #expect(mask[element] == isKept, "element \(element), \(kernels.title)")
        }
      }
      for (limit, isKept) in [(number, false), (number + 1, true)] {
        let test = KeepTest(limit: limit, keepsBelow: true)
        for kernels in MaskKernels.available {
          let mask = engine.maskPartitionable64(count: 5001, test: test, kernels: kernels)
          #expect(mask[element] == isKept, "element \(element), \(kernels.title)")
        }
      }
    }
  }

  @Test("Philox's words as CUDA threads take them", arguments: [1, 2, 4, 8])
  func cuda(width: Int) {
    let philox = Philox4x32(seed: 0x0123_4567_89ab_cdef)
    for (threads, block) in [(256, 0), (512, 1 << 32 - 1), (1280, 3)] as [(Int, UInt64)] {
      let launch = CUDALaunch(threads: threads, width: width, block: block)
      let words = (0..<12_000).map { UInt64(word(of: $0, philox, launch)) }
      for size in bulkSizes + [12_000] {
        for test in keepTests(bits: 32) {
          let expected = Mask(Array(words.prefix(size)), test: test)
          for kernels in MaskKernels.available {
            let mask = philox.mask(count: size, launch: launch, test: test, kernels: kernels)
            #expect(mask == expected, "\(size) elements, \(launch), \(test), \(kernels.title)")
          }
        }
      }
    }
  }

  @Test("Runs of Philox's words, also those that go on behind the largest")
  func ranges() {
    let philox = Philox4x32(seed: 7)
    let launch = CUDALaunch(threads: 256, width: 1, block: 9)
    let words = (0..<3000).map { UInt64(word(of: $0, philox, launch)) }
    for (first, length) in [
      (0, 0), (0, 1 << 32), (5, 1 << 31), (1 << 32 - 1, 1), (3 << 30, 1 << 31), (1 << 32, 1 << 30),
    ] as [(UInt64, UInt64)] {
      let range = KeepRange(bits: 32, first: first, length: length)
      let expected = Mask(words.map { ($0 + 1 << 32 - first) % (1 << 32) < length })
      #expect(Mask(words.map(range.keeps)) == expected)
      for kernels in MaskKernels.available {
        let mask = philox.mask(count: 3000, launch: launch, range: range, kernels: kernels)
        #expect(mask == expected, "\(first), \(length), \(kernels.title)")
      }
    }
  }

  @Test("Philox's numbered blocks, their first words and all of them, from any word")
  func numbered() {
    let philox = Philox4x32(seed: 0x0123_4567_89ab_cdef)
    for (start, high, shift) in [(0, 0, 0), (1 << 32 - 3, 5, 1), (.max - 8, 0, 9), (7, 1 << 40, 0)]
      as [(UInt64, UInt64, UInt32)]
    {
      let blocks = (0..<200).map { index in
        let words = philox.block(Philox4x32.counter(start / 4 &+ UInt64(index), high))
        return [words.0, words.1, words.2, words.3].map { UInt64($0 << shift) }
      }
      let words = Array(blocks.joined().dropFirst(Int(start % 4)))
      let firsts = (0..<200).map { index in
        UInt64(philox.block(Philox4x32.counter(start &+ UInt64(index), 0)).0 << shift)
      }
      for range in [(0, 1 << 31), (3 << 30, 3 << 30), (9, 0)] as [(UInt64, UInt64)] {
        let range = KeepRange(bits: 32, first: range.0, length: range.1)
        for size in [0, 1, 3, 60, 61, 62, 63, 64, 65, 127, 128, 200] {
          for kernels in MaskKernels.available {
            let place: Comment = "\(size) elements from \(start), \(kernels.title)"
            let mask = philox.maskOfWords(
              count: size, from: start, high: high, shift: shift, range: range, kernels: kernels)
            #expect(mask == Mask(words.prefix(size).map(range.keeps)), place)
            let first = philox.maskOfFirstWords(
              count: size, from: start, shift: shift, range: range, kernels: kernels)
            #expect(first == Mask(firsts.prefix(size).map(range.keeps)), place)
          }
        }
      }
    }
  }

  @Test("curand's doubles, two a block")
  func cudaDoubles() {
    let philox = Philox4x32(seed: 0x0123_4567_89ab_cdef)
    let range = KeepRange(bits: 53, first: 1 << 52, length: 3 << 51)
    for (threads, block) in [(256, 0), (512, 1 << 32 - 1)] as [(Int, UInt64)] {
      let launch = CUDALaunch(threads: threads, width: 1, block: block)
      for size in bulkSizes + [3000] {
        let expected = (0..<size).map { element in
          let (turn, rest) = element.quotientAndRemainder(dividingBy: 2 * threads)
          let words = philox.block(
            Philox4x32.counter(block + UInt64(turn), UInt64(rest % threads)))
          let pair = rest < threads ? (words.0, words.1) : (words.2, words.3)
          return range.keeps(UInt64(pair.0) ^ UInt64(pair.1) << 21)
        }
        let mask = philox.maskOfDoubles(count: size, launch: launch, range: range)
        #expect(mask == Mask(expected), "\(size) elements, \(launch)")
      }
    }
  }

  /// The word of one element, as dialects.md 5 says it.
  private func word(of element: Int, _ philox: Philox4x32, _ launch: CUDALaunch) -> UInt32 {
    let (width, threads) = (launch.width, launch.threads)
    let turn: Int
    let rest: Int
    let (subsequence, block, lane): (Int, Int, Int)
    if width == 1 {
      (turn, rest) = element.quotientAndRemainder(dividingBy: 4 * threads)
      (lane, subsequence) = rest.quotientAndRemainder(dividingBy: threads)
      block = turn
    } else {
      (turn, rest) = element.quotientAndRemainder(dividingBy: width * threads)
      subsequence = rest / width
      block = turn * ((width + 3) / 4) + rest % width / 4
      lane = rest % width % 4
    }
    let number = launch.block &+ UInt64(block)
    let words = philox.block(
      (
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32),
        UInt32(truncatingIfNeeded: subsequence), UInt32(truncatingIfNeeded: subsequence >> 32)
      ))
    return [words.0, words.1, words.2, words.3][lane]
  }
}
