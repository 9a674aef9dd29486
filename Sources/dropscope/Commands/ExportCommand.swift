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
      csv has a row for each stage of each layer of each call, and goes to standard output, or to the \
      file that --out names. npy writes a file for each layer, an array of shape (calls, *layer \
      shape), and one with the numbers of the calls; --out names them: NAME-hidden1.npy, \
      NAME-calls.npy. Calls that were taken back are left out.

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

  @Option(help: ArgumentHelp("Only the layer of this name.", valueName: "name"))
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
      let calls = try SessionCalls(path: file)
      if let layer, !calls.outline.sites.contains(where: { $0.name == layer }) {
        throw Failure("\(file): its first call has no layer '\(printable(layer))'")
      }
      switch format {
      case .csv: try exportStatistics(calls)
      case .npy: try exportMasks(calls)
      }
      if let tail = calls.outline.tornTail { report(tornTail: tail, in: file) }
    } catch let error as LogError {
      throw Failure(error)
    } catch let error as FileError {
      throw Failure(error)
    }
  }

  private func exportStatistics(_ calls: SessionCalls) throws {
    var calls = calls
    guard let out else {
      var output = TextOutput()
      try output.print(StatisticsTable.header)
      while let call = try calls.next() {
        try output.print(StatisticsTable.rows(call, layer: layer))
      }
      return try output.flush()
    }
    let target = try OutputFile(out, force: force, source: file)
    do {
      try target.write(StatisticsTable.header.utf8)
      while let call = try calls.next() {
        try target.write(StatisticsTable.rows(call, layer: layer).utf8)
      }
      try target.flush()
    } catch {
      target.remove()
      throw error
    }
  }

  private func exportMasks(_ calls: SessionCalls) throws {
    let tables = calls.outline.sites.enumerated()
      .filter { layer == nil || $0.element.name == layer }
      .map { MaskTable($0.element, at: $0.offset, isPacked: packed) }
    guard !tables.isEmpty else { throw Failure("\(file): it has no masks: no call is recorded") }
    var exporter = try MaskExporter(
      tables, stem: out ?? LogFiles.stem(file), force: force, source: file)
    do {
      try exporter.export(calls)
    } catch let error as MaskTableError {
      exporter.removeAll()
      throw Failure("\(file): \(error.description)")
    } catch {
      exporter.removeAll()
      throw error
    }
  }
}
