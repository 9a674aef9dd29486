import DropoutEngine
import Reports
import SessionLog
import TensorFiles

/// Writes the masks of a session as .npy files: one for each array, and the numbers of its calls
/// where those are not all.
struct MaskExporter {
  private let layout: MaskLayout
  private let outline: SessionOutline
  /// The arrays, each with its calls; nil for all.
  private let tables: [(table: MaskTable, calls: [Int]?)]
  private var files: [OutputFile] = []

  /// Creates the files, or none of them.
  init(
    _ tables: [MaskTable], _ layout: MaskLayout, of outline: SessionOutline, stem: String,
    force: Bool, source: String
  ) throws {
    self.layout = layout
    self.outline = outline
    self.tables = tables.map { table in
      let calls = table.calls(outline)
      return (table, calls.count == outline.numbers.count ? nil : calls)
    }
    let names = tables.map { LogFiles.fileName($0.id.name) + $0.suffix }
    let partial = zip(names, self.tables).filter { $0.1.calls != nil }.map { $0.0 + "-calls" }
    let paths = LogFiles.unique(names + ["calls"] + partial).map { "\(stem)-\($0).npy" }
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
  mutating func export(_ calls: inout SessionCalls) throws {
    let numbers = outline.numbers
    for (file, (table, calls)) in zip(files, tables) {
      let count = calls?.count ?? numbers.count
      try file.write(NPYFile.preamble(type: "|u1", shape: table.shape(calls: count)))
    }
    while let call = try calls.next() {
      for row in layout.rows(call, at: calls.place) {
        try files[row.table].write(tables[row.table].table.bytes(row.mask))
      }
    }
    let lists = [numbers] + tables.compactMap(\.calls)
    for (file, numbers) in zip(files[tables.count...], lists) { try write(numbers, to: file) }
    for file in files { try file.flush() }
  }

  private func write(_ numbers: [Int], to file: OutputFile) throws {
    try file.write(NPYFile.preamble(type: "<i8", shape: [numbers.count]))
    for number in numbers {
      try file.write((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }
  }

  /// Takes away what could not be finished.
  func removeAll() {
    for file in files { file.remove() }
  }
}
