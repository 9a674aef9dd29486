import DropoutEngine

/// The members of one object of a plan; what is wrong with one is told with its place and name.
struct PlanFields {
  /// Where the object stands: `plan.json: cases[2]: calls[0]`.
  let place: String
  private var members: [String: JSON]

  init(_ value: JSON, place: String) throws(Failure) {
    guard case .object(let members) = value else {
      throw Failure("\(place) is \(value.shown); it should be an object")
    }
    self.place = place
    self.members = members
  }

  /// The object itself.
  var value: JSON { .object(members) }

  /// The same without a member.
  func without(_ name: String) -> PlanFields {
    var fields = self
    fields.members[name] = nil
    return fields
  }

  /// The strings of a list; none where it is no list.
  func words(_ name: String) -> [String] {
    guard case .array(let items) = members[name] else { return [] }
    return items.map { if case .string(let text) = $0 { text } else { $0.shown } }
  }

  func inner(_ value: JSON, _ name: String) throws(Failure) -> PlanFields {
    try PlanFields(value, place: "\(place): \(name)")
  }

  func failure(_ name: String, has: String, needs: String) -> Failure {
    Failure("\(place): \(name) is \(has); it may be \(needs)")
  }

  /// Runs what may find a value that no dialect takes.
  func attempt(_ body: () throws(DialectError) -> Void) throws(Failure) {
    do { try body() } catch { throw Failure("\(place): \(error.description)") }
  }

  func has(_ name: String) -> Bool { members[name].map { $0 != .null } ?? false }

  private func needed(_ name: String, _ needs: String) throws(Failure) -> JSON {
    guard let value = members[name], value != .null else {
      throw failure(name, has: "missing", needs: needs)
    }
    return value
  }

  /// A string, or nil where there is none.
  func string(_ name: String) throws(Failure) -> String? {
    guard has(name), let value = members[name] else { return nil }
    guard case .string(let text) = value else {
      throw failure(name, has: value.shown, needs: "a string")
    }
    return text
  }

  /// A string, number or truth value as text.
  func text(_ name: String) -> String? {
    switch members[name] {
    case .string(let text), .number(let text): text
    case .bool(let value): "\(value)"
    case .array(let items) where items.allSatisfy({ Self.whole($0) != nil }):
      items.compactMap(Self.whole).map(String.init).joined(separator: "+")
    case .array, .object: members[name]?.shown
    case .null, nil: nil
    }
  }

  /// A truth value; nil where none stands.
  func flag(_ name: String) throws(Failure) -> Bool? {
    guard has(name), let value = members[name] else { return nil }
    guard case .bool(let isTrue) = value else {
      throw failure(name, has: value.shown, needs: "true or false")
    }
    return isTrue
  }

  func list(_ name: String) throws(Failure) -> [JSON] {
    let value = try needed(name, "a list")
    guard case .array(let values) = value else {
      throw failure(name, has: value.shown, needs: "a list")
    }
    return values
  }

  /// A whole number from 0 on, 0 where there is none.
  func number(_ name: String) throws(Failure) -> Int {
    guard has(name), let value = members[name] else { return 0 }
    guard let number = Self.whole(value), 0...(1 << 53) ~= number else {
      throw failure(name, has: value.shown, needs: "a whole number from 0 on")
    }
    return number
  }

  /// A list of whole numbers from 0 on.
  func whole(_ name: String) throws(Failure) -> [Int] {
    let numbers = try signed(name)
    guard let bad = numbers.first(where: { $0 < 0 }) else { return numbers }
    throw failure(name, has: "a list with \(bad)", needs: "a list of whole numbers from 0 on")
  }

  /// A list of whole numbers.
  func signed(_ name: String) throws(Failure) -> [Int] {
    let needs = "a list of whole numbers, as [4, 5]"
    let value = try needed(name, needs)
    guard case .array(let items) = value else {
      throw failure(name, has: value.shown, needs: needs)
    }
    var numbers: [Int] = []
    for item in items {
      guard let number = Self.whole(item) else {
        throw failure(name, has: "a list with \(item.shown)", needs: needs)
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func whole(_ value: JSON) -> Int? {
    guard case .number(let text) = value else { return nil }
    return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// Whole numbers in lists of any depth, in their order.
  func numbers(_ name: String) throws(Failure) -> [Int] {
    try flat(.array(try list(name)), name)
  }

  private func flat(_ value: JSON, _ name: String) throws(Failure) -> [Int] {
    if case .array(let items) = value {
      var numbers: [Int] = []
      for item in items { numbers += try flat(item, name) }
      return numbers
    }
    guard let number = Self.whole(value), number >= 0 else {
      throw failure(name, has: "a list with \(value.shown)", needs: "whole numbers from 0 on")
    }
    return [number]
  }

  /// Extents, nil where null stands.
  func extents(_ name: String) throws(Failure) -> [Int?] {
    var extents: [Int?] = []
    for item in try list(name) {
      guard item == .null || Self.whole(item) != nil else {
        throw failure(name, has: "a list with \(item.shown)", needs: "whole numbers or null")
      }
      extents.append(Self.whole(item))
    }
    return extents
  }

  /// A whole number of 64 bits with a sign, or its digits in a string.
  func signed64(_ name: String) throws(Failure) -> Int64 {
    guard let text = text(name), let number = Int64(text) else {
      throw failure(name, has: members[name]?.shown ?? "missing", needs: "a whole number")
    }
    return number
  }

  /// A whole number of 64 bits, or its digits in a string.
  func unsigned64(_ name: String) throws(Failure) -> UInt64 {
    guard let text = text(name), let number = UInt64(text) else {
      throw failure(name, has: members[name]?.shown ?? "missing", needs: "a whole number")
    }
    return number
  }

  /// A number, or nil where there is none.
  func double(_ name: String) throws(Failure) -> Double? {
    guard has(name), let value = members[name] else { return nil }
    guard case .number(let text) = value, let number = Double(text) else {
      throw failure(name, has: value.shown, needs: "a number")
    }
    return number
  }

  /// The probability of dropping, to the nearest double.
  func rate() throws(Failure) -> Rate {
    let value = try needed("rate", "a number from 0 to 1")
    guard case .number(let text) = value, let number = Double(text), let rate = try? Rate(number)
    else { throw failure("rate", has: value.shown, needs: "a number from 0 to 1") }
    return rate
  }

  /// A number, its digits in a string, or a list of either.
  func seed() throws(Failure) -> Seed {
    let needs = "a whole number, its digits in a string, or a list of either"
    let value = try needed("seed", needs)
    if let number = Self.seedNumber(value) { return .number(number) }
    guard case .array(let items) = value else {
      throw failure("seed", has: value.shown, needs: needs)
    }
    var numbers: [WholeNumber] = []
    for item in items {
      guard let number = Self.seedNumber(item) else {
        throw failure("seed", has: "a list with \(item.shown)", needs: needs)
      }
      numbers.append(number)
    }
    return .sequence(numbers)
  }

  private static func seedNumber(_ value: JSON) -> WholeNumber? {
    switch value {
    case .string(let text), .number(let text): WholeNumber(text)
    default: nil
    }
  }
}
