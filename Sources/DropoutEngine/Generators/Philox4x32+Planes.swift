internal import CMaskKernels

extension Philox4x32 {
  /// The key as kernels take it.
  var maskKey: MaskKey { MaskKey(k0: key.0, k1: key.1) }

  /// A mask that drops the elements whose 40-bit numbers are below a limit of 1 to 2^40 - 1.
  func maskOfPlanes(
    count: Int, limit: UInt64, at site: DrawSite, kernels: MaskKernels = .best
  ) -> Mask {
    Mask(count: count, inverted: false) { words in
      guard let base = words.baseAddress else { return }
      kernels.philox_planes(maskKey, PhiloxSite(site), limit, base, words.count)
    }
  }

  /// That mask times activations times a scale, for all elements of two buffers of one size.
  func productOfPlanes(
    _ values: UnsafeBufferPointer<Float>, limit: UInt64, at site: DrawSite, scale: Float,
    into product: UnsafeMutableBufferPointer<Float>, kernels: MaskKernels = .best
  ) {
    precondition(values.count == product.count, "a product has the size of its factors")
    guard let from = values.baseAddress, let to = product.baseAddress else { return }
    kernels.philox_product(
      maskKey, PhiloxSite(site), limit, from, scale, to, values.count)
  }
}

extension PhiloxSite {
  /// The counters of one layer's mask in one call (``PhiloxMasks``).
  fileprivate init(_ site: DrawSite) {
    let call = UInt64(site.call)
    let high = UInt32(truncatingIfNeeded: call >> 32) & 0x00ff_ffff
    self.init(
      c1: UInt32(truncatingIfNeeded: site.layer), c2: UInt32(truncatingIfNeeded: call),
      c3: high, ties: high | RandomStream.Purpose.ties.rawValue << 24)
  }
}
