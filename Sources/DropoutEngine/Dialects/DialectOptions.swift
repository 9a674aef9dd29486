/// One thing that a dialect's bits depend on beside seed, rate and shapes, under the name that it has
/// on the command line and in a dialect's full name.
///
/// Options stand beside the dialects that take them, as static members for values of their type.
public struct DialectOption<Value: Sendable & Equatable>: DialectSetting {
  /// The name, as `sm-count`.
  public let name: String
  /// What it is, for help texts.
  public let help: String
  /// What holds where nothing is set.
  public let standard: Value
  /// The values that it may have, for messages.
  let needs: String
  /// The value of a text; nil for a text that is none.
  let read: @Sendable (String) -> Value?
  /// The text of a value; nil where it goes without saying.
  let write: @Sendable (Value) -> String?

  /// Takes a value from text.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)``.
  public func set(_ text: String, in options: inout DialectOptions) throws(DialectError) {
    guard let value = read(text) else { throw .option(name, has: text, needs: needs) }
    options[self] = value
  }

  /// The text that sets the value there is; nil for the default.
  public func text(in options: DialectOptions) -> String? {
    options[self] == standard ? nil : write(options[self])
  }
}

/// An option of whatever type.
public protocol DialectSetting: Sendable {
  /// The name, as `sm-count`.
  var name: String { get }
  /// What it is, for help texts.
  var help: String { get }
  /// Takes a value from text.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)``.
  func set(_ text: String, in options: inout DialectOptions) throws(DialectError)
  /// The text that sets the value there is; nil for the default.
  func text(in options: DialectOptions) -> String?
}

/// The values of a dialect's options.
public struct DialectOptions: Sendable {
  private var values: [String: any Sendable] = [:]

  /// The defaults.
  public init() {}

  /// An option's value.
  public subscript<Value>(option: DialectOption<Value>) -> Value {
    get { values[option.name] as? Value ?? option.standard }
    set { values[option.name] = newValue }
  }
}

extension DialectOption {
  /// One of a few values by name.
  static func choice(
    _ name: String, help: String, standard: Value, _ values: KeyValuePairs<String, Value>
  ) -> DialectOption {
    DialectOption(
      name: name, help: help, standard: standard,
      needs: values.map(\.key).joined(separator: ", "),
      read: { text in values.first { $0.key == text }?.value },
      write: { value in values.first { $0.value == value }?.key })
  }
}

extension DialectOption where Value == Int {
  /// A whole number within a range.
  static func number(
    _ name: String, help: String, standard: Int, in range: ClosedRange<Int>
  ) -> DialectOption {
    DialectOption(
      name: name, help: help, standard: standard, needs: range.words,
      read: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, write: { "\($0)" })
  }
}

extension DialectOption where Value == Int? {
  /// A whole number within a range, or none.
  static func number(
    _ name: String, help: String, in range: ClosedRange<Int>
  ) -> DialectOption {
    DialectOption(
      name: name, help: help, standard: nil, needs: range.words,
      read: { text in Int(text).flatMap { range.contains($0) ? .some($0) : nil } },
      write: { value in value.map { "\($0)" } })
  }
}

extension ClosedRange<Int> {
  /// For messages.
  fileprivate var words: String { "a whole number from \(lowerBound) to \(upperBound)" }
}
