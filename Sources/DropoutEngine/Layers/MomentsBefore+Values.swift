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
    var sums = [(sum: Double, count: Double, others: Double)](
      repeating: (0, 0, 0), count: max(drawnShape.reduce(1, *), 1))
    let groups = BroadcastIndex(of: drawnShape, over: shape)
    groups.forEach { element, group in
      let value = values[element]
      guard value.isFinite else { return }
      sums[group].sum += Double(value)
      sums[group].count += 1
      if value != 0 { sums[group].others += 1 }
    }
    for group in sums where group.count > 0 {
      add(sum: group.sum, count: group.count, others: group.others)
    }
  }
}
