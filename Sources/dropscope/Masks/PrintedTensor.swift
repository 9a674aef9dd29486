import DropoutEngine
import PlainText

/// A tensor as PyTorch, NumPy, JAX or TensorFlow prints it, pasted from wherever: nested brackets with
/// words around them, colours of a terminal, and an ellipsis where elements are left out.
struct PrintedTensor {
  /// What was printed, in C order.
  private(set) var values: [Double] = []
  /// Where each of the values stands; nil where none is left out.
  private(set) var places: [Int]?
  /// The extents, read off the brackets, or as they were given.
  private(set) var shape: [Int] = []

  /// - Parameter shape: as the person gave it; without it nothing may be left out.
  init(_ text: String, shape given: [Int]? = nil, file: String) throws(Failure) {
    var reader = BracketReader(file: file)
    let root = try reader.read(Self.cleaned(text)[...])
    guard root.hasEllipsis else {
      shape = try root.extents(file)
      root.collect(into: &values)
      return
    }
    guard let given else {
      throw Failure(
        "\(file) leaves elements out (...): say how large it is with --shape, or print all, with "
          + "torch.set_printoptions(threshold=10**9) or numpy.set_printoptions(threshold=10**9)")
    }
    shape = given
    var places: [Int] = []
    try root.place(at: 0, of: given[...], file) { value, place in
      values.append(value)
      places.append(place)
    }
    self.places = places
  }

  /// Without the escapes of a terminal, and from the first word on that begins a tensor.
  private static func cleaned(_ text: String) -> String {
    let plain = withoutEscapes(text)
    let starts = ["tensor(", "array(", "Array(", "tf.Tensor(", "DeviceArray("]
    let first = starts.compactMap { plain.range(of: $0) }.min()
    return first.map { String(plain[$0...]) } ?? plain
  }

  /// Without colours and what else a terminal is told: `ESC [ … letter`, `ESC ] … BEL`, `ESC letter`.
  static func withoutEscapes(_ text: String) -> String {
    guard text.unicodeScalars.contains("\u{1b}") else { return text }
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\u{1b}" else {
        result.append(scalar)
        continue
      }
      switch scalars.next() {
      case "[": while let next = scalars.next(), !("\u{40}"..."\u{7e}" ~= next) {}
      case "]":
        while let next = scalars.next(), next != "\u{07}" {
          if next == "\u{1b}" {
            _ = scalars.next()
            break
          }
        }
      default: break
      }
    }
    return String(result)
  }
}

extension String {
  /// Where a text begins for the first time; nil where it does not occur.
  fileprivate func range(of text: String) -> Index? {
    guard let first = text.first else { return nil }
    var start = startIndex
    while let index = self[start...].firstIndex(of: first) {
      if self[index...].hasPrefix(text) { return index }
      start = self.index(after: index)
    }
    return nil
  }
}

/// A list as it was printed: numbers or lists, and where the ellipsis stood, if one did.
private struct PrintedList {
  var numbers: [Double] = []
  var lists: [PrintedList] = []
  /// How many elements stand before what was left out.
  var ellipsis: Int?

  var count: Int { numbers.count + lists.count }

  var hasEllipsis: Bool { ellipsis != nil || lists.contains(where: \.hasEllipsis) }

  func collect(into values: inout [Double]) {
    values += numbers
    for list in lists { list.collect(into: &values) }
  }

  /// The extents at each depth, which all lists of a depth must share.
  func extents(_ file: String) throws(Failure) -> [Int] {
    guard let first = lists.first else { return [count] }
    let inner = try first.extents(file)
    for list in lists.dropFirst() {
      let other = try list.extents(file)
      guard other != inner else { continue }
      if other.count == inner.count, let (a, b) = zip(inner, other).first(where: { $0 != $1 }) {
        throw Failure("\(file) has lists of \(a) and of \(b) elements at one depth")
      }
      throw Failure("\(file) has brackets of different depth side by side")
    }
    return [count] + inner
  }

  /// Hands out each number with its place in a tensor of a shape.
  func place(
    at start: Int, of shape: ArraySlice<Int>, _ file: String, _ body: (Double, Int) -> Void
  ) throws(Failure) {
    guard let extent = shape.first else {
      throw Failure("\(file) has more brackets than --shape has numbers")
    }
    let isLast = shape.count == 1
    guard isLast ? lists.isEmpty : numbers.isEmpty else {
      throw Failure("\(file) has brackets of another depth than --shape has numbers")
    }
    // What was left out is more than nothing.
    guard ellipsis == nil ? count == extent : count < extent else {
      throw Failure(
        "\(file) has a list of \(count)\(ellipsis == nil ? "" : " and more") elements where --shape "
          + "says \(extent)")
    }
    let stride = shape.dropFirst().reduce(1, *)
    for index in 0..<count {
      let place = index < ellipsis ?? count ? index : extent - count + index
      if isLast {
        body(numbers[index], start + place)
      } else {
        try lists[index].place(at: start + place * stride, of: shape.dropFirst(), file, body)
      }
    }
  }
}

/// Reads the first bracket of a text to its end.
private struct BracketReader {
  /// NumPy has no more axes.
  private static let deepest = 64

  let file: String
  private var open: [PrintedList] = []
  private var word = ""

  init(file: String) { self.file = file }

  mutating func read(_ text: Substring) throws(Failure) -> PrintedList {
    guard let first = text.firstIndex(of: "["), text[first...].contains("]") else {
      throw Failure(
        "\(file) is neither a tensor in brackets, digits of 0 and 1, hex, an .npy file, nor a session "
          + "log")
    }
    var index = first
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      switch character {
      case "[":
        try end()
        guard open.count < Self.deepest else {
          throw Failure("\(file) nests brackets deeper than \(Self.deepest)")
        }
        open.append(PrintedList())
      case "]":
        try end()
        guard let list = open.popLast() else { break }
        guard !open.isEmpty else {
          try checkRest(text[index...])
          return list
        }
        guard open[open.count - 1].numbers.isEmpty else {
          throw Failure("\(file) has numbers beside brackets")
        }
        open[open.count - 1].lists.append(list)
      case ",": try end()
      case _ where character.isWhitespace: try end()
      default: word.append(character)
      }
    }
    throw Failure("\(file) has a bracket that is not closed")
  }

  /// Behind the last bracket stand dtype=, device= or grad_fn=, and no further tensor.
  private func checkRest(_ rest: Substring) throws(Failure) {
    guard let bracket = rest.firstIndex(where: { "[]".contains($0) }) else { return }
    if rest[bracket] == "]" { throw Failure("\(file) has a bracket too many") }
    // A prompt of IPython, or what an axis is called.
    let before = rest[..<bracket]
    if before.hasSuffix("In ") || before.hasSuffix("Out") || before.hasSuffix("=") { return }
    throw Failure("\(file) has more than one list in brackets: give one tensor at a time")
  }

  private mutating func end() throws(Failure) {
    guard !word.isEmpty, !open.isEmpty else { return }
    defer { word = "" }
    let last = open.count - 1
    if word.hasPrefix("...") || word == "…" {
      guard open[last].ellipsis == nil else {
        throw Failure("\(file) has a list with two ellipses")
      }
      open[last].ellipsis = open[last].count
      return
    }
    let number = word == "True" ? 1 : word == "False" ? 0 : Double(word)
    guard let number else {
      throw Failure("\(file) has '\(printable(String(word.prefix(40))))' where a number should be")
    }
    guard open[last].lists.isEmpty else {
      throw Failure("\(file) has numbers beside brackets")
    }
    open[last].numbers.append(number)
  }
}
