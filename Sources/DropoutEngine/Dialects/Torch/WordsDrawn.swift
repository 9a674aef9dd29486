/// How many words of PyTorch's CPU generator building modules and drawing tensors takes, as
/// measured on 2.6 and 2.15 (dialects.md 4.4).
public enum WordsDrawn {
  /// Adds up terms such as `Linear(64,128) + 2*Linear(128,128,bias=False) + randn(10)`.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)`` naming the first term that is not understood.
  public static func by(_ sum: String) throws(DialectError) -> Int {
    var total = 0
    let terms = sum.filter { $0 != " " }.split(separator: "+", omittingEmptySubsequences: false)
    for term in terms.map(String.init) {
      guard let words = words(term), words <= DialectOption.mostWords else {
        throw .option(
          "after", has: term,
          needs: "sums of Linear(in,out), Conv2d(in,out,kernel), Embedding(rows,columns), "
            + "LayerNorm(n), Dropout(p), ReLU(), rand(n), randn(n), randint(n), randperm(n), "
            + "each with N* before it or not, the first two with bias=False or not")
      }
      total += words
    }
    return total
  }

  private static func words(_ term: String) -> Int? {
    let factors = term.split(separator: "*", omittingEmptySubsequences: false)
    guard factors.count <= 2, let call = factors.last else { return nil }
    guard let count = factors.count == 2 ? Int(factors[0]) : 1, 0...1_000_000 ~= count else {
      return nil
    }
    guard let open = call.firstIndex(of: "("), call.last == ")" else { return nil }
    var parts = call[call.index(after: open)...].dropLast().split(
      separator: ",", omittingEmptySubsequences: false)
    if parts == [""] { parts = [] }
    let hasBias = parts.last != "bias=False"
    if !hasBias || parts.last == "bias=True" { parts.removeLast() }
    let name = call[..<open]
    if ["LayerNorm", "Dropout", "ReLU"].contains(name) { return 0 }
    let numbers = parts.compactMap { Int($0) }.filter { 0...1_000_000_000 ~= $0 }
    guard numbers.count == parts.count else { return nil }
    return words(name, numbers, hasBias: hasBias).map { $0 * count }
  }

  private static func words(_ name: Substring, _ sizes: [Int], hasBias: Bool) -> Int? {
    let product = sizes.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    let whole = sizes.allSatisfy { $0 > 0 } && product <= DialectOption.mostWords
    switch (name, sizes.count) {
    case _ where !whole || product < 1: return nil
    case ("Linear", 2): return product + (hasBias ? sizes[1] : 0)
    case ("Conv2d", 3): return product * sizes[2] + (hasBias ? sizes[1] : 0)
    case ("Embedding", 2), ("randn", 1...): return normal(product)
    case ("rand", 1...): return product
    case ("randint", 1): return product
    case ("randperm", 1): return product - 1
    default: return nil
    }
  }

  /// `torch.randn` of so many numbers, with no half of a pair cached.
  private static func normal(_ count: Int) -> Int {
    if count < 16 { return 4 * ((count + 1) / 2) }
    return count + (count % 16 == 0 ? 0 : 16)
  }
}
