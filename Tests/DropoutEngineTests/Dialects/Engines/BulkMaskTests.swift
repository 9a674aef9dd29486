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

  @Test("Threefry's bits, in both layouts and both widths")
  func threefry() {
    let engine = Threefry2x32(key: (0x0123_4567, 0x89ab_cdef))
    for size in bulkSizes {
      let bits = (0..<UInt64(size)).map { UInt64(engine.bits(at: $0) >> 9) }
      let original = engine.originalWords(count: size).map { UInt64($0 >> 9) }
      for test in keepTests(bits: 23) {
        let place: Comment = "\(size) elements, \(test)"
        #expect(engine.maskPartitionable(count: size, test: test) == Mask(bits, test: test), place)
        #expect(engine.maskOriginal(count: size, test: test) == Mask(original, test: test), place)
      }
      let wide = (0..<UInt64(size)).map { engine.bits64(at: $0) >> 12 }
      for test in keepTests(bits: 52) {
        #expect(engine.maskPartitionable64(count: size, test: test) == Mask(wide, test: test))
      }
    }
  }

  @Test("Philox's words as CUDA threads take them", arguments: [1, 2, 4, 8])
  func cuda(width: Int) {
    let philox = Philox4x32(seed: 0x0123_4567_89ab_cdef)
    for (threads, block) in [(256, 0), (512, 1 << 32 - 1)] as [(Int, UInt64)] {
      let launch = CUDALaunch(threads: threads, width: width, block: block)
      let words = (0..<5000).map { UInt64(philox.word(of: $0, launch: launch)) }
      for size in bulkSizes {
        for test in keepTests(bits: 32) {
          let expected = Mask(Array(words.prefix(size)), test: test)
          let mask = philox.mask(count: size, launch: launch, test: test)
          #expect(mask == expected, "\(size) elements, \(launch), \(test)")
        }
      }
    }
  }
}
