import Files
import Interface
import PlainText
import TensorFiles

/// The themes that t walks: the built-in ones, the person's own, and a file that was named.
struct ThemeLibrary {
  /// At least one.
  private(set) var themes: [Theme] = []
  /// Index of the chosen one.
  private(set) var chosen = 0
  /// What was wrong with themes of the person's that nobody asked for, a line each.
  private(set) var problems: [String] = []
  private let ownFiles: [(name: String, path: String)]

  /// Finds the themes without reading them.
  init() {
    ownFiles = Self.ownFiles()
  }

  /// Reads the themes.
  ///
  /// - Parameter name: a theme's name, or the path of a base16 YAML file; nil for the default.
  init(chosen name: String?) throws {
    self.init()
    themes = Theme.builtIn
    var names = Theme.builtInNames
    for (own, path) in ownFiles {
      do {
        let theme = try Self.read(path)
        if let index = names.firstIndex(of: own) {
          themes[index] = theme
        } else {
          themes.append(theme)
          names.append(own)
        }
      } catch let failure as Failure {
        if own == name { throw failure }
        problems.append(failure.message)
      }
    }
    guard let name else { return }
    if let index = names.firstIndex(of: name.lowercased()) ?? names.firstIndex(of: name) {
      chosen = index
    } else if Self.isPath(name) {
      themes.append(try Self.read(name))
      chosen = themes.count - 1
    } else {
      let list = names.joined(separator: ", ")
      throw Failure.usage(
        "there is no theme '\(printable(name))'; it may be \(list), or the path of a base16 file")
    }
  }

  /// All names, the built-in ones first.
  var names: [String] {
    let builtIn = Theme.builtInNames
    return builtIn + ownFiles.map(\.name).filter { !builtIn.contains($0) }
  }

  private static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      || FileStatus(path: name) != nil
  }

  private static func read(_ path: String) throws -> Theme {
    do {
      let bytes = try readBytes(path)
      if let form = FileForm(bytes) {
        let way = form.unpacking(printable(path)).map { "; unpack it: \($0) >NEW.yaml" } ?? ""
        throw Failure("\(printable(path)): the theme is not YAML: it is \(form.name)\(way)")
      }
      return try Theme(yaml: String(decoding: bytes, as: UTF8.self))
    } catch let error as FileError {
      throw Failure(error)
    } catch let error as ThemeError {
      throw Failure("\(printable(path)): \(error.description)")
    }
  }

  /// The YAML files in $XDG_CONFIG_HOME/dropscope/themes, or ~/.config/dropscope/themes.
  private static func ownFiles() -> [(name: String, path: String)] {
    let home = environmentVariable("HOME").map { $0 + "/.config" }
    let configured = environmentVariable("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 }
    guard let base = configured ?? home else { return [] }
    let folder = base + "/dropscope/themes"
    return Folder.names(in: folder).sorted().compactMap { file in
      for ending in [".yaml", ".yml"] where file.hasSuffix(ending) {
        return (String(file.dropLast(ending.count)), folder + "/" + file)
      }
      return nil
    }
  }
}
