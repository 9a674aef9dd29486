extension MomentsBefore {
  /// The moments of values, in groups that share a draw.
  ///
  /// - Parameters:
  ///   - drawnShape: the shape of the draw: the tensor's own, but 1 along axes that share one.
  ///   - shape: the tensor's.
  public init(_ values: [Float], drawnShape: [Int], over shape: [Int]) {
    var count = 0
    var zeros = 0
    var (sum, squares) = (0.0, 0.0)
    for value in values where value.isFinite {
      count += 1
      if value == 0 { zeros += 1 }
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let mean = count == 0 ? nil : sum / Double(count)
    let variance = mean.map { max(0, squares / Double(count) - $0 * $0) }
    let isShared = drawnShape != shape
    self.init(
      mean: mean, sd: variance?.squareRoot(), count: count, zeros: zeros,
      draws: isShared ? drawnShape.reduce(1, *) : count,
      groups: isShared ? GroupSums(values, drawnShape: drawnShape, over: shape) : nil,
      shape: shape)
  }
}

extension GroupSums {
  /// The sums of a tensor's groups.
  public init(_ values: [Float], drawnShape: [Int], over shape: [Int]) {
    self.init()
    let groups = max(drawnShape.reduce(1, *), 1)
    var sums = [Double](repeating: 0, count: groups)
    var counts = sums
    var others = sums
    let index = BroadcastIndex(of: drawnShape, over: shape)
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        counts.withUnsafeMutableBufferPointer { counts in
          others.withUnsafeMutableBufferPointer { others in
            index.forEachRow { range, group, step in
              let row = UnsafeBufferPointer(rebasing: values[range])
              if step == 0 {
                var (sum, count, other) = (sums[group], 0, 0)
                for value in row {
                  let isFinite = value - value == 0
                  sum += isFinite ? Double(value) : 0
                  count += isFinite ? 1 : 0
                  other += isFinite && value != 0 ? 1 : 0
                }
                sums[group] = sum
                counts[group] += Double(count)
                others[group] += Double(other)
              } else {
                for (place, value) in row.enumerated() {
                  let isFinite = value - value == 0
                  sums[group + place] += isFinite ? Double(value) : 0
                  counts[group + place] += isFinite ? 1 : 0
                  others[group + place] += isFinite && value != 0 ? 1 : 0
                }
              }
            }
          }
        }
      }
    }
    for group in 0..<groups where counts[group] > 0 {
      add(sum: sums[group], count: counts[group], others: others[group])
    }
  }
}
