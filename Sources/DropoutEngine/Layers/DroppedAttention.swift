internal import RealModule

/// Attention whose weights are dropped, forward and back: A = softmax(Q Kᵀ/√d), D = A · f c, O = D V.
///
/// Tensors stand as (groups, queries or keys, d), a group for each sample and head. Sums are taken
/// in float64: PyTorch's last bits depend on the order of its own.
public struct DroppedAttention: Sendable {
  let groups: Int
  let queries: Int
  let keys: Int
  let depth: Int
  /// Whether a query sees only keys up to its own place.
  let isCausal: Bool

  /// All fields.
  public init(groups: Int, queries: Int, keys: Int, depth: Int, isCausal: Bool = false) {
    self.groups = groups
    self.queries = queries
    self.keys = keys
    self.depth = depth
    self.isCausal = isCausal
  }

  /// A, (groups, queries, keys), each row a softmax.
  public func weights(_ q: [Float], _ k: [Float]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(groups * queries * keys)
    for group in 0..<groups {
      for query in 0..<queries {
        let seen = isCausal ? min(query + 1, keys) : keys
        var scores = (0..<seen).map { key in
          (0..<depth).reduce(0.0) { sum, place in
            sum + Double(q[(group * queries + query) * depth + place])
              * Double(k[(group * keys + key) * depth + place])
          } / Double(depth).squareRoot()
        }
        let largest = scores.max() ?? 0
        for index in scores.indices { scores[index] = Double.exp(scores[index] - largest) }
        let sum = scores.reduce(0, +)
        result += scores.map { Float($0 / sum) }
        result += Array(repeating: 0, count: keys - seen)
      }
    }
    return result
  }

  /// O of D and V, (groups, queries, d).
  public func output(_ dropped: [Float], _ v: [Float]) -> [Float] {
    product(dropped, v, rows: queries, columns: depth, inner: keys) { group, row, inner in
      (group * queries + row) * keys + inner
    } right: { group, inner, column in
      (group * keys + inner) * depth + column
    }
  }

  /// The gradients of Q, K and V from that of O.
  ///
  /// - Parameters:
  ///   - weights: A, before dropout.
  ///   - applied: the dropout of them.
  public func backward(
    _ gradient: [Float], _ q: [Float], _ k: [Float], _ v: [Float], weights: [Float],
    applied: AppliedDropout
  ) -> (q: [Float], k: [Float], v: [Float]) {
    let dropped = applied.after(weights)
    let forV = product(dropped, gradient, rows: keys, columns: depth, inner: queries) {
      group, row, inner in
      (group * queries + inner) * keys + row
    } right: { group, inner, column in
      (group * queries + inner) * depth + column
    }
    let ofWeights = product(gradient, v, rows: queries, columns: keys, inner: depth) {
      group, row, inner in
      (group * queries + row) * depth + inner
    } right: { group, inner, column in
      (group * keys + column) * depth + inner
    }
    let scores = scoreGradient(applied.backward(ofWeights), weights)
    let forQ = product(scores, k, rows: queries, columns: depth, inner: keys) {
      group, row, inner in
      (group * queries + row) * keys + inner
    } right: { group, inner, column in
      (group * keys + inner) * depth + column
    }
    let forK = product(scores, q, rows: keys, columns: depth, inner: queries) {
      group, row, inner in
      (group * queries + inner) * keys + row
    } right: { group, inner, column in
      (group * queries + inner) * depth + column
    }
    return (forQ, forK, forV)
  }

  /// dS/√d = A · (dA - Σ dA A)/√d row by row, with the A before dropout.
  private func scoreGradient(_ ofWeights: [Float], _ weights: [Float]) -> [Float] {
    let scale = 1 / Double(depth).squareRoot()
    var result: [Float] = []
    for start in stride(from: 0, to: weights.count, by: max(keys, 1)) {
      let row = start..<start + keys
      let mean = row.reduce(0.0) { $0 + Double(ofWeights[$1]) * Double(weights[$1]) }
      result += row.map { Float(Double(weights[$0]) * (Double(ofWeights[$0]) - mean) * scale) }
    }
    return result
  }

  private func product(
    _ a: [Float], _ b: [Float], rows: Int, columns: Int, inner: Int,
    left: (_ group: Int, _ row: Int, _ inner: Int) -> Int,
    right: (_ group: Int, _ inner: Int, _ column: Int) -> Int
  ) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(groups * rows * columns)
    for group in 0..<groups {
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = 0.0
          for index in 0..<inner {
            sum += Double(a[left(group, row, index)]) * Double(b[right(group, index, column)])
          }
          result.append(Float(sum))
        }
      }
    }
    return result
  }
}
