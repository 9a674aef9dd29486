/// Lays the patches of a sample's map out as a matrix, a row for each place of the kernel in each
/// channel and a column for each place on the map, so that a convolution is a product of matrices.
struct Columns: Sendable {
  let channels: Int
  let map: Window.Pair
  let window: Window
  let places: Window.Pair

  init(channels: Int, map: Window.Pair, window: Window) {
    self.channels = channels
    self.map = map
    self.window = window
    places = window.places(on: map)
  }

  /// Rows of the matrix.
  var rows: Int { channels * window.kernel.rows * window.kernel.columns }
  /// Columns of the matrix.
  var count: Int { places.rows * places.columns }

  /// Writes the matrix of a sample; what lies beyond the map is 0.
  func unfold(_ sample: UnsafePointer<Float>, into matrix: UnsafeMutablePointer<Float>) {
    var to = matrix
    eachRow { channel, row, column, span in
      let from = sample + (channel &* map.rows &* map.columns)
      for y in 0..<places.rows {
        let source = y &* window.stride.rows &- window.padding.rows &+ row
        if source < 0 || source >= map.rows {
          for x in 0..<places.columns { to[x] = 0 }
        } else {
          let line = from + (source &* map.columns &- window.padding.columns &+ column)
          for x in 0..<span.lowerBound { to[x] = 0 }
          if window.stride.columns == 1 {
            for x in span { to[x] = line[x] }
          } else {
            for x in span { to[x] = line[x &* window.stride.columns] }
          }
          for x in span.upperBound..<places.columns { to[x] = 0 }
        }
        to += places.columns
      }
    }
  }

  /// Adds every number of the matrix to the place of the map that it was taken from.
  func fold(_ matrix: UnsafePointer<Float>, into sample: UnsafeMutablePointer<Float>) {
    var from = matrix
    eachRow { channel, row, column, span in
      let to = sample + (channel &* map.rows &* map.columns)
      for y in 0..<places.rows {
        let target = y &* window.stride.rows &- window.padding.rows &+ row
        if target >= 0 && target < map.rows {
          let line = to + (target &* map.columns &- window.padding.columns &+ column)
          if window.stride.columns == 1 {
            for x in span { line[x] += from[x] }
          } else {
            for x in span { line[x &* window.stride.columns] += from[x] }
          }
        }
        from += places.columns
      }
    }
  }

  /// Goes through the rows of the matrix.
  ///
  /// - Parameter body: gets the channel, how far the kernel's place lies from its first row and
  ///   column, and the places on a line at which that column is on the map.
  @inline(__always)
  private func eachRow(_ body: (Int, Int, Int, Range<Int>) -> Void) {
    for channel in 0..<channels {
      for row in 0..<window.kernel.rows {
        for column in 0..<window.kernel.columns {
          let shift = column * window.dilation.columns
          let step = window.stride.columns
          // Those x for which 0 <= x step - padding + shift < columns of the map.
          let first = max(0, (window.padding.columns - shift + step - 1) / step)
          let end = map.columns + window.padding.columns - shift
          let last = end <= 0 ? 0 : min(places.columns, (end + step - 1) / step)
          let low = min(first, places.columns)
          body(channel, row * window.dilation.rows, shift, low..<max(low, last))
        }
      }
    }
  }
}
