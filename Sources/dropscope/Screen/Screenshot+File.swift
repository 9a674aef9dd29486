import Interface
import TensorFiles

extension Screenshot {
  /// Writes the frame to a new file.
  ///
  /// - Returns: what became of it, in a sentence.
  static func save(_ state: ScreenState, to path: String) -> String {
    guard let form = Form(fileName: path) else { return "\(path) is no name of a screenshot" }
    do throws(FileError) {
      let file = try OutputFile(path, force: false, source: "")
      do throws(FileError) {
        try file.write(Array(write(state, as: form).utf8))
        try file.flush()
      } catch {
        file.remove()
        throw error
      }
      return "wrote \(path)"
    } catch {
      return error.description
    }
  }
}
