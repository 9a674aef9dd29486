internal import RealModule

/// Which input goes through the masks of an ensemble, and what was done to it.
package struct TrialInput: Sendable, Hashable {
  /// Which of the rows that inputs are taken from; any number, round about.
  package var row: Int
  /// By how many times 15 degrees it is turned to the left.
  package var turns: Int
  /// Uniform noise instead of the row.
  package var isNoise: Bool

  package init(row: Int = 0, turns: Int = 0, isNoise: Bool = false) {
    self.row = row
    self.turns = turns
    self.isNoise = isNoise
  }

  /// How many turns come back to the beginning.
  package static let fullTurn = 24

  /// More rows than there are: where numbers of rows begin anew.
  package static let manyRows = 1 << 30

  package var degrees: Int { turns * 15 }
}

/// An input of a network as it goes in.
package struct TrialSample: Sendable, Equatable {
  /// The number of its row in the data.
  package var row: Int
  /// One number a feature; of a lone layer the whole tensor.
  package var values: [Float]
  /// The true class; nil where there is none, as of noise.
  package var truth: Int?
}

extension HeldNetwork {
  /// Whether inputs are pictures of as many rows as columns, which can be turned.
  package var hasSquareInput: Bool { !isLoneLayer && source.features.squareSide != nil }

  /// The input that is meant.
  package func sample(_ input: TrialInput) -> TrialSample {
    let rows = inputRows
    guard !isLoneLayer, !rows.isEmpty else {
      return TrialSample(row: 0, values: call.tensors?.input ?? [], truth: nil)
    }
    let row = rows.lowerBound + ((input.row % rows.count) + rows.count) % rows.count
    var (values, truth) = source.row(row)
    if input.isNoise {
      var stream = RandomStream(seed: seed, purpose: .data, index: -1 - row)
      values = values.map { _ in Float(stream.uniform()) }
      truth = nil
    }
    if input.turns % TrialInput.fullTurn != 0, hasSquareInput {
      values = values.turned(degrees: Double(input.degrees))
    }
    return TrialSample(row: row, values: values, truth: truth)
  }
}

extension Int {
  /// The side of a square of so many cells; nil where there is none.
  fileprivate var squareSide: Int? {
    let side = Int(Double(self).squareRoot().rounded())
    return side > 1 && side * side == self ? side : nil
  }
}

extension [Float] {
  /// A square picture turned to the left about its middle: each pixel is read where it came from,
  /// between four others by how near they are (bilinear); beyond the edges all is 0.
  func turned(degrees: Double) -> [Float] {
    guard let side = count.squareSide else { return self }
    let middle = Double(side - 1) / 2
    let angle = degrees * .pi / 180
    let (sine, cosine) = (Double.sin(angle), Double.cos(angle))
    func pixel(_ x: Int, _ y: Int) -> Double {
      0..<side ~= x && 0..<side ~= y ? Double(self[y * side + x]) : 0
    }
    return indices.map { index in
      let (x, y) = (Double(index % side) - middle, Double(index / side) - middle)
      let (fromX, fromY) = (cosine * x - sine * y + middle, sine * x + cosine * y + middle)
      let (left, top) = (fromX.rounded(.down), fromY.rounded(.down))
      let (dx, dy) = (fromX - left, fromY - top)
      let (column, row) = (Int(left), Int(top))
      let upper = pixel(column, row) * (1 - dx) + pixel(column + 1, row) * dx
      let lower = pixel(column, row + 1) * (1 - dx) + pixel(column + 1, row + 1) * dx
      return Float(upper * (1 - dy) + lower * dy)
    }
  }
}
