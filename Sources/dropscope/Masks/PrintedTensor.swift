import PlainText

/// A tensor as PyTorch and NumPy print it: nested brackets, with words around them.
struct PrintedTensor {
  private(set) var values: [Double] = []
  /// The extents, read off the brackets.
  private(set) var shape: [Int] = []
  /// The extent of the lists at each depth.
  private var extents: [Int: Int] = [:]

  init(_ text: String, file: String) throws {
    guard let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]"), open < close
    else {
      throw Failure(
        "\(file) is neither a tensor in brackets, digits of 0 and 1, hex, nor an .npy file")
    }
    // Behind the last bracket stand dtype=, device= or grad_fn=.
    try read(text[open...close], file: file)
  }

  private mutating func read(_ text: Substring, file: String) throws {
    var counts: [Int] = []
    var word = ""
    for character in text {
      switch character {
      case "[":
        counts.append(0)
      case "]", ",", " ", "\n", "\t", "\r":
        try end(&word, &counts, file: file)
        if character == "]" { try close(&counts, file: file) }
      default: word.append(character)
      }
    }
    guard counts.isEmpty else { throw Failure("\(file) has a bracket that is not closed") }
    shape = extents.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func end(_ word: inout String, _ counts: inout [Int], file: String) throws {
    guard !word.isEmpty else { return }
    defer { word = "" }
    if word.hasPrefix("...") || word == "…" {
      throw Failure(
        "\(file) leaves elements out (...): print all, with torch.set_printoptions(threshold=10**9) "
          + "or numpy.set_printoptions(threshold=10**9)")
    }
    let number = word == "True" ? 1 : word == "False" ? 0 : Double(word)
    guard let number, !counts.isEmpty else {
      throw Failure("\(file) has '\(printable(String(word.prefix(40))))' where a number should be")
    }
    values.append(number)
    counts[counts.count - 1] += 1
  }

  /// Notes the extent of the list that ends here, which all lists of its depth must have.
  private mutating func close(_ counts: inout [Int], file: String) throws {
    guard let count = counts.popLast() else { throw Failure("\(file) has a bracket too many") }
    let depth = counts.count
    if !counts.isEmpty { counts[depth - 1] += 1 }
    if extents[depth] == nil { extents[depth] = count }
    guard extents[depth] == count else {
      throw Failure(
        "\(file) has lists of \(extents[depth] ?? 0) and of \(count) elements at one depth")
    }
  }
}
