import Files
import FoundationEssentials
import Interface
import PlainText
import TensorFiles

/// The person's own defaults, which options on the command line win over.
struct ConfigFile {
  /// What is wrong with a place in the file, in one line.
  struct Problem: Equatable {
    var line: Int
    var words: String
    /// Whether it is a key that is not known: the program goes on without it.
    var isUnknownKey = false
  }

  private let path: String
  private var values: [(key: ConfigKey, text: String)] = []
  /// Arguments that say which keys do what others do, and how far panels extend.
  private var more: [String] = []
  private(set) var problems: [Problem] = []

  /// $XDG_CONFIG_HOME/dropscope/config.yaml, or the same under ~/.config; nil without a home.
  static var path: String? {
    let environment = ProcessInfo.processInfo.environment
    let configured = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let base = configured ?? environment["HOME"].map { $0 + "/.config" }
    return base.map { $0 + "/dropscope/config.yaml" }
  }

  /// The person's file; nil where there is none.
  static func load() throws(Failure) -> ConfigFile? {
    guard let path, FileStatus(path: path)?.kind == .plainFile else { return nil }
    return try ConfigFile(path: path)
  }

  init(path: String) throws(Failure) {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try readBytes(path) } catch { throw Failure(error) }
    try self.init(String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// - Throws: ``Failure`` where it is no YAML, or no mapping.
  init(_ text: String, path: String) throws(Failure) {
    self.path = path
    let root: YAMLNode?
    do throws(YAMLError) { root = try YAMLNode.root(of: text) } catch {
      switch error {
      case .syntax(let problem, let line): throw Failure(told(line, plain(problem)))
      case .twice(let keys):
        throw Failure("\(path): the key \(plain(keys.joined(separator: ", "))) stands there twice")
      case .unreadable: throw Failure("\(path): it cannot be read as YAML")
      }
    }
    // A file of comments alone says nothing.
    guard let root, root.scalar?.isEmpty != true else { return }
    guard let pairs = root.pairs else {
      throw Failure(told(1, "it may hold keys and values, as theme: auto"))
    }
    for (key, value) in pairs { take(key, value) }
  }

  private mutating func take(_ name: String, _ value: YAMLNode) {
    if name == "keys" { return takeKeys(value) }
    if name == "panels" { return takePanels(value) }
    guard let key = ConfigKey.all.first(where: { $0.name == name }) else {
      let known = (ConfigKey.all.map(\.name) + ["keys", "panels"]).joined(separator: ", ")
      let words = "\(plain(name)): there is no such key; it may be \(known)"
      problems.append(Problem(line: value.line, words: words, isUnknownKey: true))
      return
    }
    guard let text = value.scalar else {
      problems.append(Problem(line: value.line, words: "\(name): it may be one value"))
      return
    }
    do throws(ValueError) {
      try key.check(text)
      values.append((key, text))
    } catch {
      let words = "\(name): '\(plain(text))' is invalid: \(error)"
      problems.append(Problem(line: value.line, words: words))
    }
  }

  private mutating func takeKeys(_ value: YAMLNode) {
    guard let pairs = value.pairs else {
      let words = "keys: it may be keys and those that they stand for, as p: space"
      problems.append(Problem(line: value.line, words: words))
      return
    }
    for (typed, meant) in pairs {
      let text = "\(typed)=\(meant.scalar ?? "")"
      do throws(ValueError) {
        _ = try KeyAlias(text)
        more.append("--key=\(text)")
      } catch {
        let words = "keys: '\(plain(text))' is invalid: \(error)"
        problems.append(Problem(line: meant.line, words: words))
      }
    }
  }

  /// Sizes of screens, and under each the rows or columns of panels.
  private mutating func takePanels(_ value: YAMLNode) {
    let sizes = value.pairs ?? []
    guard !sizes.isEmpty, sizes.allSatisfy({ $0.1.pairs != nil }) else {
      let words = "panels: it may be sizes and panels, as 120x40: {time: 8}"
      problems.append(Problem(line: value.line, words: words))
      return
    }
    for (size, panels) in sizes {
      for (panel, extent) in panels.pairs ?? [] {
        let text = "\(size):\(panel)=\(extent.scalar ?? "")"
        do throws(ValueError) {
          _ = try PanelExtent(text)
          more.append("--panel=\(text)")
        } catch {
          let words = "panels: '\(plain(text))' is invalid: \(error)"
          problems.append(Problem(line: extent.line, words: words))
        }
      }
    }
  }

  /// A problem with its file and line.
  func told(_ problem: Problem) -> String { told(problem.line, problem.words) }

  private func told(_ line: Int, _ words: String) -> String { "\(path): line \(line): \(words)" }

  /// The first of the keys that are not known, which is told on the screen, without those that are:
  /// a line has no room for them.
  var notice: String? {
    problems.first(where: \.isUnknownKey).map { problem in
      told(problem.line, String(problem.words.prefix { $0 != ";" }))
    }
  }

  /// What was typed, and behind it what the file says and nobody typed.
  ///
  /// - Parameters:
  ///   - command: the one that is named or meant; nil for the screen on a simulation.
  ///   - hasSubject: whether a preset is named.
  /// - Throws: the first value that is none.
  func completed(
    _ typed: [String], command: String?, hasSubject: Bool
  ) throws(Failure) -> [String] {
    let isSimulation = command == nil || command == "screen"
    guard isSimulation || command == "replay" || command == "attach" else { return typed }
    if let problem = problems.first(where: { !$0.isUnknownKey }) {
      throw Failure.usage(told(problem))
    }
    var arguments = typed
    for (key, text) in values {
      let isTyped = key.options.contains { option in
        typed.contains { $0 == option || $0.hasPrefix(option + "=") }
      }
      let isUnfit = key.isOfSimulation && !isSimulation || key.name == "preset" && hasSubject
      guard !isTyped, !isUnfit, let argument = key.argument(text) else { continue }
      arguments.append(argument)
    }
    return arguments + more
  }

  /// A file with every key there is, none of them in force.
  static var template: String {
    let width = ConfigKey.all.map { $0.name.count + $0.example.count + 2 }.max() ?? 0
    let rows = ConfigKey.all.map { key in
      let setting = "\(key.name): \(key.example)"
      let space = String(repeating: " ", count: max(0, width - setting.count))
      return "# \(setting)\(space)  # \(key.summary)\n"
    }
    return "# Defaults of dropscope's screen; options on the command line win over them.\n"
      + rows.joined() + "# keys:  # what a key does instead, by the key that does it\n"
      + "#   p: space\n"
      + "# panels:  # rows of time, columns of the others, on screens of a size and larger\n"
      + "#   120x40: {time: 8, layers.side: 40, findings.list: 60}\n"
  }
}
