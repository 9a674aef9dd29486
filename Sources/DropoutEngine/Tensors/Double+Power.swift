extension Double {
  /// The power of a whole exponent, 0 or more, by squaring: the same bits on every machine, which the
  /// C library's `pow` does not promise.
  package func power(_ exponent: Int) -> Double {
    var (result, square, left) = (1.0, self, exponent)
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
