import ArgumentParser
import PlainText

/// Names of files that belong to a log.
enum LogFiles {
  /// A log's path without its ending.
  static func stem(_ path: String) -> String {
    path.hasSuffix(".jsonl") && path.count > 6 ? String(path.dropLast(6)) : path
  }

  /// A layer's name as a part of a file's: letters, digits, `.`, `_` and `-` stay.
  static func fileName(_ layer: String) -> String {
    let name = layer.utf8.prefix(80).map { byte -> Character in
      let character = Character(Unicode.Scalar(byte))
      return character.isASCII && (character.isLetter || character.isNumber)
        || "._-".contains(character) ? character : "_"
    }
    return name.isEmpty ? "layer" : String(name)
  }

  /// The same names, with a number behind those that came before.
  static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.map { name in
      var candidate = name
      var number = 2
      while !seen.insert(candidate.lowercased()).inserted {
        candidate = "\(name)-\(number)"
        number += 1
      }
      return candidate
    }
  }
}

/// Does the same for each of several files; one that fails is told and does not stop the others.
///
/// - Throws: the highest exit code, after the last file.
func forEachFile(_ files: [String], _ body: (String) throws -> Void) throws {
  var code: Int32 = 0
  for file in files {
    do {
      try body(file)
    } catch let failure as Failure {
      failure.report()
      code = max(code, failure.code)
    } catch let exit as ExitCode where exit != .success {
      code = max(code, exit.rawValue)
    }
  }
  if code != 0 { throw ExitCode(code) }
}

/// Says that the last line of a log was not finished and does not count.
func report(tornTail bytes: Int, in path: String) {
  printError(
    "dropscope: \(printable(path)): the last line is unfinished; its "
      + "\(bytes) \(bytes == 1 ? "byte does" : "bytes do") not count")
}
