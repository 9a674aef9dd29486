/// Dropout of whole rows of an embedding table (V, H), so that a dropped word is gone wherever it
/// occurs (Y. Gal and Z. Ghahramani, 2016): fastai's `EmbeddingDropout`, awd-lstm's
/// `embedded_dropout`. A decision is drawn for every word of the vocabulary.
public struct EmbeddingDropout: DropoutKind {
  /// The only one.
  public init() {}

  /// `embedding`.
  public var name: String { "embedding" }

  /// `row`.
  public var unit: (one: String, many: String) { ("row", "rows") }

  /// `embedding`.
  public var word: String { name }

  /// `drops whole rows of the table`.
  public var deed: String? { "drops whole rows of the table: a word is gone wherever it stands" }

  /// A row of it.
  public var source: String { "the table as it was learned" }

  /// A table has words.
  public var hasSamples: Bool { false }

  /// A decision a row.
  public var law: DrawLaw { .groups }

  /// Words and features.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(2...2, shape, "two axes: words, features")
  }

  /// Words down and features across.
  public func picture(of shape: [Int]) -> KindPicture {
    guard shape.count == 2 else { return .units }
    return .sheets(PictureAxes(down: [0], across: [1], rows: "words", columns: "features"))
  }

  /// Words.
  public func drawnShape(for shape: [Int]) -> [Int] { [shape[0], 1] }

  /// By `bernoulli_`.
  public func request(for call: MaskCall) -> MaskCall { decisions(for: call) }
}

/// An embedding table seen through the numbers of words.
public struct EmbeddingLookup: Sendable {
  /// The numbers of the words, in the order of their places.
  public let words: [Int]
  /// Features a word.
  public let width: Int
  /// The word that learns nothing.
  public let padding: Int?

  /// - Parameter words: each below the number of rows of the tables that are looked into.
  public init(words: [Int], width: Int, padding: Int? = nil) {
    self.words = words
    self.width = width
    self.padding = padding
  }

  /// The rows of a table at the places.
  public func forward(_ table: [Float]) -> [Float] {
    words.flatMap { table[$0 * width..<($0 + 1) * width] }
  }

  /// What the table is to learn: for each word the sum over its places, in their order and in float32.
  ///
  /// - Parameter rows: how many words there are.
  public func backward(_ gradient: [Float], rows: Int) -> [Float] {
    var result = [Float](repeating: 0, count: rows * width)
    for (place, word) in words.enumerated() where word != padding {
      for feature in 0..<width {
        result[word * width + feature] += gradient[place * width + feature]
      }
    }
    return result
  }
}
