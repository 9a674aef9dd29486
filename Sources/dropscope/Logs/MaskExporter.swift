import Reports
import SessionLog
import TensorFiles

/// Writes the masks of a session, one .npy file a layer.
struct MaskExporter {
  private let tables: [MaskTable]
  private var files: [OutputFile] = []

  /// Creates the files, or none of them.
  init(_ tables: [MaskTable], stem: String, force: Bool, source: String) throws {
    self.tables = tables
    let names = LogFiles.unique(tables.map { LogFiles.fileName($0.name) } + ["calls"])
    let paths = names.map { "\(stem)-\($0).npy" }
    if !force, let path = paths.first(where: OutputFile.exists) {
      throw FileError(file: path, problem: "already exists; choose another name or pass --force")
    }
    do {
      for path in paths { files.append(try OutputFile(path, force: force, source: source)) }
    } catch {
      removeAll()
      throw error
    }
  }

  /// Writes all calls.
  mutating func export(_ calls: SessionCalls) throws {
    var calls = calls
    let numbers = calls.outline.numbers
    for (file, table) in zip(files, tables) {
      try file.write(NPYFile.preamble(type: "|u1", shape: table.shape(calls: numbers.count)))
    }
    while let call = try calls.next() {
      for (file, table) in zip(files, tables) { try file.write(try table.bytes(call)) }
    }
    if let last = files.last {
      try last.write(NPYFile.preamble(type: "<i8", shape: [numbers.count]))
      for number in numbers {
        try last.write((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
      }
    }
    for file in files { try file.flush() }
  }

  /// Takes away what could not be finished.
  func removeAll() {
    for file in files { file.remove() }
  }
}
