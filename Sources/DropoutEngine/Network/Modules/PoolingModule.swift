/// PyTorch's `MaxPool2d`, `AvgPool2d` and `AdaptiveAvgPool2d`, and their forms of one axis.
struct PoolingModule: NetworkModule {
  /// What is made of a window's numbers.
  enum Rule: Sendable, Equatable {
    /// The largest; the first of equals, row by row, takes the gradient.
    case largest(Window)
    /// The mean of all places of the window, those beyond the map as zeros.
    case mean(Window)
    /// The mean of windows that share the map out among so many places.
    case adaptive(Window.Pair)
  }

  private let map: Window.Pair
  private let places: Window.Pair
  /// The indices on a map that each place looks at.
  private let windows: [[Int]]
  /// What a sum is divided by; nil for the largest.
  private let divisors: [Float]?
  /// The indices of the largest, of the last forward.
  private var chosen: [Int] = []
  private var count = 0

  init(_ rule: Rule, map: Window.Pair) {
    self.map = map
    let places = Self.places(rule, on: map)
    self.places = places
    var windows: [[Int]] = []
    for y in 0..<places.rows {
      for x in 0..<places.columns {
        let (rows, columns) = Self.spans(rule, map, y, x)
        windows.append(
          rows.flatMap { row in columns.map { column in row * map.columns + column } })
      }
    }
    self.windows = windows
    switch rule {
    case .largest: divisors = nil
    case .adaptive: divisors = windows.map { Float($0.count) }
    case .mean(let window):
      divisors = (0..<places.rows * places.columns).map { index in
        Self.divisor(window, map, index / places.columns, index % places.columns)
      }
    }
  }

  static func places(_ rule: Rule, on map: Window.Pair) -> Window.Pair {
    switch rule {
    case .largest(let window), .mean(let window): window.places(on: map)
    case .adaptive(let places): places
    }
  }

  /// The places of a window that lie on the map or on its padding.
  private static func divisor(_ window: Window, _ map: Window.Pair, _ y: Int, _ x: Int) -> Float {
    let top = y * window.stride.rows - window.padding.rows
    let left = x * window.stride.columns - window.padding.columns
    let rows = min(top + window.kernel.rows, map.rows + window.padding.rows) - top
    let columns = min(left + window.kernel.columns, map.columns + window.padding.columns) - left
    return Float(rows * columns)
  }

  private static func spans(
    _ rule: Rule, _ map: Window.Pair, _ y: Int, _ x: Int
  ) -> (rows: [Int], columns: [Int]) {
    switch rule {
    case .largest(let window), .mean(let window):
      func span(_ place: Int, _ stride: Int, _ padding: Int, _ kernel: Int, _ step: Int, _ end: Int)
        -> [Int]
      {
        (0..<kernel).map { place * stride - padding + $0 * step }.filter { 0..<end ~= $0 }
      }
      return (
        span(
          y, window.stride.rows, window.padding.rows, window.kernel.rows, window.dilation.rows,
          map.rows),
        span(
          x, window.stride.columns, window.padding.columns, window.kernel.columns,
          window.dilation.columns, map.columns)
      )
    case .adaptive(let places):
      func span(_ place: Int, _ count: Int, _ extent: Int) -> [Int] {
        Array(place * extent / count..<((place + 1) * extent + count - 1) / count)
      }
      return (span(y, places.rows, map.rows), span(x, places.columns, map.columns))
    }
  }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    let size = map.rows * map.columns
    count = input.count
    let maps = input.count / max(size, 1)
    if divisors == nil, chosen.count != maps * windows.count {
      chosen = Array(repeating: 0, count: maps * windows.count)
    }
    return [Float](writing: maps * windows.count) { output in
      for index in 0..<maps {
        for (place, window) in windows.enumerated() {
          let to = index * windows.count + place
          guard let divisors else {
            var best = index * size + (window.first ?? 0)
            for offset in window.dropFirst() {
              let value = input[index * size + offset]
              if value > input[best] || value.isNaN { best = index * size + offset }
            }
            chosen[to] = best
            output[to] = input[best]
            continue
          }
          var sum: Float = 0
          for offset in window { sum += input[index * size + offset] }
          output[to] = sum / divisors[place]
        }
      }
    }
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    guard wantsInput else { return [] }
    let size = map.rows * map.columns
    var result = [Float](repeating: 0, count: count)
    guard let divisors else {
      for (index, place) in chosen.enumerated() { result[place] += gradient[index] }
      return result
    }
    for index in 0..<count / max(size, 1) {
      for (place, window) in windows.enumerated() {
        let share = gradient[index * windows.count + place] / divisors[place]
        for offset in window { result[index * size + offset] += share }
      }
    }
    return result
  }

  mutating func forget() { chosen = [] }
}
