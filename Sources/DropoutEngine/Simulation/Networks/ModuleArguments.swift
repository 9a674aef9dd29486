/// The arguments of a written module by their names, as its signature has them.
struct ModuleArguments {
  private let module: String
  private var values: [String: ModuleText.Value] = [:]

  /// - Parameters:
  ///   - signature: the names in the order in which they may stand without.
  ///   - ignored: names that change nothing that is run here.
  init(
    _ text: ModuleText, label: String, _ signature: [String], ignored: Set<String> = []
  ) throws(NetworkError) {
    module = label
    guard text.positional.count <= signature.count else {
      throw .setting(
        module: label, "it takes \(signature.count) arguments, but got \(text.positional.count)")
    }
    for (name, value) in zip(signature, text.positional) { values[name] = value }
    for (name, value) in text.named {
      guard signature.contains(name) || ignored.contains(name) else {
        let known = signature.joined(separator: ", ")
        throw .setting(
          module: label,
          known.isEmpty
            ? "it takes no argument '\(name)'"
            : "it takes no argument '\(name)'; it takes \(known)")
      }
      if values[name] != nil { throw .setting(module: label, "'\(name)' is given twice") }
      values[name] = value
    }
  }

  /// Nil where it is not given, or None.
  private func given(_ name: String) -> ModuleText.Value? {
    values[name] == .word("None") ? nil : values[name]
  }

  func isGiven(_ name: String) -> Bool { given(name) != nil }

  func integer(_ name: String, default standard: Int? = nil) throws(NetworkError) -> Int {
    guard let value = given(name) else {
      guard let standard else { throw .setting(module: module, "it needs '\(name)'") }
      return standard
    }
    return try integer(value, name)
  }

  private func integer(_ value: ModuleText.Value, _ name: String) throws(NetworkError) -> Int {
    guard case .number(let number) = value, let integer = Int(exactly: number),
      abs(integer) <= 1 << 30
    else { throw .setting(module: module, "'\(name)' may be a whole number") }
    return integer
  }

  func number(_ name: String, default standard: Double? = nil) throws(NetworkError) -> Double {
    guard let value = given(name) else {
      guard let standard else { throw .setting(module: module, "it needs '\(name)'") }
      return standard
    }
    guard case .number(let number) = value, number.isFinite else {
      throw .setting(module: module, "'\(name)' may be a number")
    }
    return number
  }

  func flag(_ name: String, default standard: Bool) throws(NetworkError) -> Bool {
    switch given(name) {
    case nil: return standard
    case .word("True"), .word("true"), .number(1): return true
    case .word("False"), .word("false"), .number(0): return false
    default: throw .setting(module: module, "'\(name)' may be True or False")
    }
  }

  func word(
    _ name: String, default standard: String, _ choices: [String]
  ) throws(NetworkError) -> String {
    guard let value = given(name) else { return standard }
    guard case .word(let word) = value, choices.contains(word) else {
      let known = choices.map { "'\($0)'" }.joined(separator: " or ")
      throw .setting(module: module, "'\(name)' may be \(known)")
    }
    return word
  }

  /// Whole numbers, one or a list of them.
  func integers(_ name: String) throws(NetworkError) -> [Int] {
    guard let value = given(name) else { throw .setting(module: module, "it needs '\(name)'") }
    guard case .list(let values) = value else { return [try integer(value, name)] }
    var integers: [Int] = []
    for value in values { integers.append(try integer(value, name)) }
    return integers
  }

  /// One number for both axes of a map, or one for each; a map of one axis is one of a single row.
  ///
  /// - Parameter row: what stands for the row that a map of one axis has.
  func pair(
    _ name: String, axes: Int, row: Int, default standard: Window.Pair? = nil
  ) throws(NetworkError) -> Window.Pair {
    if let standard, !isGiven(name) { return standard }
    let numbers = try integers(name)
    switch (axes, numbers.count) {
    case (1, 1): return Window.Pair(row, numbers[0])
    case (2, 1): return Window.Pair(numbers[0], numbers[0])
    case (2, 2): return Window.Pair(numbers[0], numbers[1])
    default:
      throw .setting(
        module: module,
        axes == 1 ? "'\(name)' may be one number" : "'\(name)' may be one number or two")
    }
  }

  /// A rate of dropout.
  func rate(_ name: String, default standard: Double?) throws(NetworkError) -> Rate {
    let value = try number(name, default: standard)
    do {
      return try Rate(value)
    } catch {
      throw .setting(module: module, error.description)
    }
  }
}
