import ArgumentParser
import DropoutEngine
import Files
import PlainText
import Reports
import SessionLog
import TensorFiles

/// Writes a log in a form that other programs read.
struct ExportCommand: ParsableCommand {
  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, npy
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes statistics and histograms as CSV, or masks as .npy.",
    discussion: """
      csv has a row for each stage of each layer of each call, or one where no stages are on record, \
      and goes to standard output, or to the file that --out names. Calls that were taken back are \
      left out.

      npy writes a file for each layer, an array of shape (calls, *drawn shape), and one with the \
      numbers of the calls; --out names them: NAME-hidden1.npy, NAME-calls.npy. A layer that has no \
      mask in some calls gets NAME-hidden1-calls.npy, the numbers of its own; one that runs several \
      times in a call, or changes its shape, a file for each: NAME-hidden1-run2.npy, \
      NAME-hidden1-16x128.npy.

      EXAMPLES
        dropscope export d.jsonl --format csv --out d.csv
        dropscope export d.jsonl --format npy --packed --out masks
      """)

  @Argument(help: "A session log.")
  var file: String

  @Option(help: "csv for statistics and histograms, npy for masks.")
  var format: Format

  @Option(help: ArgumentHelp("The file, or what the names of files begin with.", valueName: "name"))
  var out: String?

  @Option(
    name: [.long, .customLong("site")],
    help: ArgumentHelp("Only the layer of this name.", valueName: "name"))
  var layer: String?

  @Flag(help: "npy: eight elements a byte, as numpy.packbits makes them.")
  var packed = false

  @Flag(help: "Overwrite files that exist.")
  var force = false

  func run() throws {
    guard FileStatus(path: file)?.kind == .plainFile else {
      throw Failure("\(file): not a plain file, which is needed since a log is read twice here")
    }
    do {
      let outline =
        switch format {
        case .csv: try exportStatistics()
        case .npy: try exportMasks()
        }
      if outline.late > 0 {
        printError(
          "dropscope: \(printable(file)): \(outline.late) recomputations come too long after their "
            + "calls and are left out")
      }
      if let tail = outline.tornTail { report(tornTail: tail, in: file) }
    } catch let error as LogError {
      throw Failure(error)
    } catch let error as FileError {
      throw Failure(error)
    }
  }

  private func exportStatistics() throws -> SessionOutline {
    var isThere = layer == nil
    var calls = try SessionCalls(path: file) { sites, _ in
      if !isThere { isThere = sites.contains { $0.name == layer } }
    }
    if let layer, !isThere { throw Failure("\(file): no call has a layer '\(printable(layer))'") }
    let table = StatisticsTable(calls.outline.session.header, layer: layer)
    var rows = LineBuffer()
    guard let out else {
      var output = TextOutput()
      try output.print(StatisticsTable.header)
      while let call = try calls.next() {
        rows.removeAll()
        table.append(call, to: &rows)
        try rows.withUnsafeBytes { try output.print($0) }
      }
      try output.flush()
      return calls.outline
    }
    let target = try OutputFile(out, force: force, source: file)
    do {
      try target.write(StatisticsTable.header.utf8)
      while let call = try calls.next() {
        rows.removeAll()
        table.append(call, to: &rows)
        try rows.withUnsafeBytes { try target.write($0) }
      }
      try target.flush()
    } catch {
      target.remove()
      throw error
    }
    return calls.outline
  }

  private func exportMasks() throws -> SessionOutline {
    var layout = MaskLayout(site: layer, isPacked: packed)
    var calls = try SessionCalls(path: file) { sites, place in layout.add(sites, at: place) }
    let tables = layout.settle(calls.outline)
    let missing = layout.unrecorded
    guard !tables.isEmpty else {
      if let layer, missing.isEmpty {
        throw Failure("\(file): no call has a layer '\(printable(layer))'")
      }
      throw Failure("\(file): no call has a mask on record; csv has the counts that there are")
    }
    var exporter = try MaskExporter(
      tables, layout, of: calls.outline, stem: out ?? LogFiles.stem(file), force: force,
      source: file)
    do {
      try exporter.export(&calls)
    } catch {
      exporter.removeAll()
      throw error
    }
    if let names = layout.unrecordedNames {
      printError("dropscope: \(printable(file)): no mask is on record of \(names)")
    }
    if layout.isFull {
      printError("dropscope: \(printable(file)): only \(MaskLayout.limit) arrays were written")
    }
    return calls.outline
  }
}
