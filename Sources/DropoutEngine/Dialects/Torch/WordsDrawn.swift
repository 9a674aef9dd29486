/// How many words of PyTorch's CPU generator building modules and drawing tensors takes, as
/// measured on 2.6 and 2.15 (dialects.md 4.4).
public enum WordsDrawn {
  /// Adds up terms such as `Linear(64,128) + 2*Conv2d(3,16,3,bias=False) + randn(10) + 5`, where a
  /// number alone stands for so many words.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)`` naming the first term that is not understood.
  public static func by(_ sum: String) throws(DialectError) -> Int {
    var total = 0
    for term in sum.filter({ $0 != " " }).splitOutsideParentheses(at: "+") {
      guard let words = words(term), words <= most else {
        throw .option("after", has: String(term), needs: needs)
      }
      total += words
    }
    return total
  }

  /// The most words that are passed over one by one.
  static let most = 1 << 40

  private static let needs =
    "sums of Linear(in,out), Conv2d(in,out,kernel), LSTM(in,hidden), MultiheadAttention(size,heads), "
    + "Embedding(rows,columns), LayerNorm(n), rand(n), randn(n), randint(n), randperm(n) and the like "
    + "in torch.nn, with N* before it or not, as in 2*Linear(3,4,bias=False)"

  private static func words(_ term: Substring) -> Int? {
    if let number = Int(term), number >= 0 { return number }
    let factors = term.splitOutsideParentheses(at: "*")
    guard factors.count <= 2, let call = factors.last.flatMap(TorchCall.init) else { return nil }
    guard let count = factors.count == 2 ? Int(factors[0]) : 1, 0...1_000_000 ~= count else {
      return nil
    }
    return call.words.map { $0 * count }
  }
}

extension StringProtocol {
  /// The parts between separators, leaving alone those inside parentheses.
  func splitOutsideParentheses(at separator: Character) -> [SubSequence] {
    var depth = 0
    return split(omittingEmptySubsequences: false) { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == separator && depth == 0
    }
  }
}
