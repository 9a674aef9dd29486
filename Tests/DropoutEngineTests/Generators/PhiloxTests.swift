import CMaskKernels
import Testing

@testable import DropoutEngine

/// The generator and the dialect made of it against a plain scalar Philox.
struct PhiloxTests {
  @Test(
    "Known answers of Random123",
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], [.max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func knownAnswers(counter: [UInt32], key: [UInt32], answer: [UInt32]) {
    #expect(scalarPhilox(counter, key) == answer, "the oracle itself")
    let philox = Philox4x32(seed: UInt64(key[0]) | UInt64(key[1]) << 32)
    let block = philox.block((counter[0], counter[1], counter[2], counter[3]))
    #expect([block.0, block.1, block.2, block.3] == answer)
  }

  @Test("Elements take their bits in the documented order", arguments: boundarySizes + [300])
  func order(size: Int) throws {
    let seed: UInt64 = 0x0123_4567_89ab_cdef
    for call in [1, 2, 1 << 32, 5 << 32 + 7] {
      for layer in [0, 1, 3] {
        for rate in [0.2, 0.5, 0.9] {
          let site = DrawSite(call: call, layer: layer)
          let mask = PhiloxMasks(seed: seed).mask(count: size, rate: .known(rate), at: site)
          let expected = scalarMask(seed: seed, count: size, rate: rate, site: site)
          #expect(mask?.text == expected, "size \(size), \(site), rate \(rate)")
        }
      }
    }
  }

  @Test(
    "Ties are settled in the documented order, at rates of every kind",
    arguments: [
      0x1p-40, 0x1p-9, 0x1p-8, 0.1, 0.3, 0.34375, 0.5 + 0x1p-40, 0.75, 1 - 0x1p-8, 0.999,
      1 - 0x1p-40,
    ])
  func ties(rate: Double) {
    let seed: UInt64 = 0xfedc_ba98_7654_3210
    let site = DrawSite(call: 3 << 32 + 9, layer: 2)
    let limit = UInt64(rate * 0x1p40)
    // More than two chunks, of 8192 elements, of the kernels.
    let expected = scalarMask(seed: seed, count: 20_000, rate: rate, site: site)
    for size in [1023, 1024, 1025, 8191, 8192, 8193, 16_384, 20_000] {
      for kernels in MaskKernels.available {
        let mask = Philox4x32(seed: seed)
          .maskOfPlanes(count: size, limit: limit, at: site, kernels: kernels)
        #expect(mask.text == String(expected.prefix(size)), "size \(size), \(kernels.title)")
      }
    }
  }

  @Test("Rates are rounded to multiples of 2^-40")
  func resolution() {
    let masks = PhiloxMasks(seed: 1)
    let site = DrawSite(call: 1, layer: 0)
    for rate in [0x1p-9, 0.5, 0.7] {
      let rounded = (rate * 0x1p40).rounded() * 0x1p-40
      for other in [rounded - 0x1.8p-42, rounded + 0x1.8p-42] {
        let mask = masks.mask(count: 5000, rate: .known(other), at: site)
        #expect(mask == masks.mask(count: 5000, rate: .known(rate), at: site))
      }
    }
  }

  @Test("Rate 0 draws nothing and rate 1 drops everything", arguments: boundarySizes)
  func ends(size: Int) {
    let masks = PhiloxMasks(seed: 1)
    let site = DrawSite(call: 1, layer: 0)
    #expect(masks.mask(count: size, rate: .known(0), at: site) == nil)
    #expect(masks.mask(count: size, rate: .known(1), at: site)?.kept == 0)
  }

  @Test("Rates next to 0 and 1 are not mistaken for them")
  func almostEnds() {
    let masks = PhiloxMasks(seed: 1)
    let site = DrawSite(call: 1, layer: 0)
    for rate in [1e-300, 0x1p-42, 0x1p-40] {
      #expect(masks.mask(count: 129, rate: .known(rate), at: site)?.kept == 129)
      #expect(masks.mask(count: 129, rate: .known(1 - rate), at: site)?.kept == 0)
    }
    #expect(masks.mask(count: 129, rate: .known(1 - 0x1p-53), at: site)?.kept == 0)
  }

  @Test("A higher rate drops what a lower one drops, and more")
  func nesting() throws {
    let site = DrawSite(call: 3, layer: 1)
    let masks = try [0.1, 0.3, 0.5, 0.7, 0.9].map { rate in
      try #require(PhiloxMasks(seed: 8).mask(count: 1000, rate: .known(rate), at: site))
    }
    for (lower, higher) in zip(masks, masks.dropFirst()) {
      for (a, b) in zip(lower.words, higher.words) { #expect(b & ~a == 0) }
      #expect(higher.kept < lower.kept)
    }
  }

  /// What the documentation of ``PhiloxMasks`` says, one element at a time.
  private func scalarMask(seed: UInt64, count: Int, rate: Double, site: DrawSite) -> String {
    let limit = UInt64((rate * 1_099_511_627_776).rounded())
    var planes: [[UInt32]] = []
    return String(
      (0..<count).map { element in
        var number: UInt64 = 0
        let (group, rest) = element.quotientAndRemainder(dividingBy: 128)
        if rest == 0 {
          planes = (0..<8).map { plane in
            scalarBlock(8 * group + plane, seed: seed, purpose: 0, site: site)
          }
        }
        for block in planes {
          number = 2 * number + UInt64(block[rest / 32] >> UInt32(rest % 32) & 1)
        }
        let low = scalarBlock(element / 4, seed: seed, purpose: 3, site: site)[element % 4]
        return number << 32 + UInt64(low) < limit ? "0" : "1"
      })
  }

  private func scalarBlock(
    _ block: Int, seed: UInt64, purpose: UInt32, site: DrawSite
  ) -> [UInt32] {
    let call = (UInt32(truncatingIfNeeded: site.call), UInt32(site.call >> 32))
    return scalarPhilox(
      [UInt32(block), UInt32(site.layer), call.0, call.1 + purpose << 24],
      [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)])
  }

  @Test func `blocks count on into the upper half of the counter`() {
    let philox = Philox4x32(seed: 77)
    let range = KeepRange(bits: 32, first: 1 << 30, length: 1 << 31)
    for before in [UInt64(1), 5, 16, 17, 40] {
      let (low, high) = (UInt64.max - before + 1, UInt64(9))
      let mask = philox.maskOfBlocks(count: 150, low: low, high: high, range: range)
      for element in 0..<150 {
        let (place, carries) = low.addingReportingOverflow(UInt64(element / 4))
        let upper = high &+ (carries ? 1 : 0)
        let words = philox.block(
          (
            UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32),
            UInt32(truncatingIfNeeded: upper), UInt32(truncatingIfNeeded: upper >> 32)
          ))
        let word = [words.0, words.1, words.2, words.3][element % 4]
        #expect(mask[element] == range.keeps(UInt64(word)), "\(before), \(element)")
      }
    }
  }
}

/// Philox4x32-10 as the paper writes it.
private func scalarPhilox(_ counter: [UInt32], _ key: [UInt32]) -> [UInt32] {
  var c = counter
  var k = key
  for _ in 0..<10 {
    let p = c[0].multipliedFullWidth(by: 0xD251_1F53)
    let q = c[2].multipliedFullWidth(by: 0xCD9E_8D57)
    c = [q.high ^ c[1] ^ k[0], q.low, p.high ^ c[3] ^ k[1], p.low]
    k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
  }
  return c
}
