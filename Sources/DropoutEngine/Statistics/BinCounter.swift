/// Counts values into the bins of an axis, eight at a time.
///
/// Behind a ReLU most values fall into one bin; four tables side by side keep one increment from
/// waiting for the one before.
struct BinCounter {
  private static let tableCount = 4
  /// A slot for what lies below, the bins, one for what lies above, one for what is not finite.
  private static let slotCount = HistogramAxis.binCount + 3

  private var counts = [UInt32](repeating: 0, count: tableCount * slotCount)
  private let finder: SlotFinder
  private var lanes = SIMD8<Double>.zero
  /// What no vector held.
  private var rest: [Double] = []

  init(axis: HistogramAxis) {
    finder = SlotFinder(axis)
  }

  var below: Int { total(0) }
  var above: Int { total(HistogramAxis.binCount + 1) }
  var bins: [Int] { (1...HistogramAxis.binCount).map { total($0) } }

  private func total(_ slot: Int) -> Int {
    var sum = 0
    for table in 0..<Self.tableCount { sum += Int(counts[table * Self.slotCount + slot]) }
    return sum
  }

  /// The sum of the squared distances of what was counted; it means nothing when a value is not
  /// finite.
  var squares: Double { rest.reduce(lanes.sum(), +) }

  /// Counts values, and adds up their squared distances to `mean`. Of a tensor in stretches all but
  /// the last are whole vectors.
  mutating func count(_ values: UnsafeBufferPointer<Float>, around mean: Double) {
    let whole = values.count / 8 * 8
    var squares = lanes
    let finder = finder
    counts.withUnsafeMutableBufferPointer { counts in
      guard let base = values.baseAddress, let counts = counts.baseAddress else { return }
      for index in stride(from: 0, to: whole, by: 8) {
        let x = vector(base + index)
        squares += squaredDistances(x, mean)
        let packed = finder.slots(x)
        for lane in 0..<8 {
          let slot = Int(packed &>> UInt64(8 * lane) & 0xff)
          counts[lane % Self.tableCount * Self.slotCount + slot] &+= 1
        }
      }
    }
    lanes = squares
    for index in whole..<values.count {
      let x = SIMD8<Float>(repeating: values[index])
      rest.append(squaredDistances(x, mean)[0])
      counts[Int(finder.slots(x) & 0xff)] += 1
    }
  }
}

/// Eight squared distances in double precision.
@inline(__always)
private func squaredDistances(_ x: SIMD8<Float>, _ mean: Double) -> SIMD8<Double> {
  let low = SIMD4<Double>(x.lowHalf) - mean
  let high = SIMD4<Double>(x.highHalf) - mean
  return SIMD8(lowHalf: low * low, highHalf: high * high)
}

/// Finds the slots of eight values at once.
private struct SlotFinder {
  private let width: Float
  private let inverseWidth: Float
  /// The axis in units of bins, from the bin that begins at zero.
  private let firstBin: Float
  private let endBin: Float

  init(_ axis: HistogramAxis) {
    width = axis.width
    inverseWidth = axis.inverseWidth
    firstBin = -Float(axis.zeroBin)
    endBin = Float(HistogramAxis.binCount - axis.zeroBin)
  }

  /// The slot of each of eight values, one a byte, first value lowest.
  @inline(__always)
  func slots(_ x: SIMD8<Float>) -> UInt64 {
    // Adding and taking away 1.5 x 2^23 rounds to the nearest whole number without a conversion.
    let magic: Float = 0x1.8p23
    let y = x * inverseWidth
    var bin = (y + magic) - magic
    // Compared in units of x: a denormal may have vanished from y, but is negative all the same.
    bin.replace(with: bin - 1, where: bin * width .> x)
    bin.replace(with: endBin - 1, where: bin .>= endBin)
    bin.replace(with: firstBin - 1, where: bin .< firstBin)
    bin.replace(with: endBin, where: y .> endBin)
    bin.replace(with: endBin + 1, where: (x - x) .!= 0)
    let shifted = bin + (1 - firstBin) + magic
    let bits = unsafeBitCast(shifted, to: SIMD8<UInt32>.self)
    return unsafeBitCast(SIMD8<UInt8>(truncatingIfNeeded: bits), to: UInt64.self)
  }
}
