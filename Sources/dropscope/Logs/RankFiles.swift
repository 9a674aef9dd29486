import DropoutEngine
import PlainText
import SessionLog
import Sessions

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The logs of a run's ranks as people name them: all of them, or by a pattern.
enum RankFiles {
  /// The logs in the order of their ranks: as the logs say, else as their names do, else as they were
  /// named.
  ///
  /// - Parameter follows: whether they may grow, and need not be there yet.
  static func open(_ files: [String], follows: Bool) throws -> [RankedTimeline.Source] {
    var sources: [(source: RankedTimeline.Source, rank: Int, run: String?)] = []
    for (place, file) in files.enumerated() {
      if LogOpening.isInput(file) {
        throw Failure.usage("standard input is one log, and no rank among others: name the files")
      }
      let log = try log(file, follows: follows)
      let header = log.log.session?.header
      let named = rank(ofName: file)
      sources.append(
        ((log, named), header?.rank ?? named ?? place, header?.run))
    }
    for (index, source) in sources.enumerated() {
      let name = source.source.log.log.name
      if let other = sources[..<index].first(where: { $0.rank == source.rank }) {
        throw Failure(
          "\(name): rank \(source.rank), as \(other.source.log.log.name); name each rank once")
      }
      if let run = source.run,
        let other = sources[..<index].first(where: { $0.run ?? run != run })
      {
        throw Failure(
          "\(name): of another run than \(other.source.log.log.name); name the ranks of one run")
      }
    }
    return sources.sorted { $0.rank < $1.rank }.map(\.source)
  }

  private static func log(_ file: String, follows: Bool) throws -> LoggedTimeline {
    guard follows, !InputSpool.isNeeded(for: file) else { return try LogOpening.file(file) }
    do {
      let log = try LogOpening.checked(try LogTimeline(path: file, waits: true))
      return LoggedTimeline(log, follows: true)
    } catch let error as LogError {
      throw Failure(error)
    }
  }

  /// `run.rank12.jsonl` is rank 12's: the last number behind `rank`.
  static func rank(ofName path: String) -> Int? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var found: Int?
    var rest = Substring(name.lowercased())
    while let range = rest.firstRange(of: "rank") {
      rest = rest[range.upperBound...]
      let digits = rest.drop { "-_.".contains($0) }.prefix { $0.isASCII && $0.isNumber }
      if let number = Int(digits), number < 1 << 20 { found = number }
    }
    return found
  }

  /// The files that names stand for: a pattern that no shell has taken is looked up, and waited for
  /// where nothing fits it yet. The ranks that a run is missing then are those of its other numbers.
  static func awaited(_ names: [String]) -> [String] { names.flatMap { awaited($0) } }

  private static func awaited(_ name: String) -> [String] {
    guard isPattern(name), access(name, F_OK) != 0 else { return [name] }
    var isTold = false
    while true {
      let found = expanded(name)
      if let first = found.first {
        // What is no log is told of when it is opened.
        guard let log = try? LogOpening.checked(LogTimeline(path: first, waits: true)) else {
          return found
        }
        // Half a first line does not say yet how many ranks there are.
        if let header = log.session?.header { return found + missing(in: name, found, header) }
      }
      if !isTold { printError(printable("dropscope: waiting for \(name)")) }
      isTold = true
      usleep(100_000)
    }
  }

  private static func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }

  /// The files that fit a pattern, by name.
  static func expanded(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }

  /// Names of the ranks that are not there yet, where a log tells how many there are and the pattern
  /// has one star in the place of the number.
  private static func missing(
    in pattern: String, _ found: [String], _ header: SessionHeader
  ) -> [String] {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts.joined().contains(where: { "?[".contains($0) }),
      let ranks = header.ranks, ranks <= 4096
    else { return [] }
    let all = (0..<ranks).map { "\(parts[0])\($0)\(parts[1])" }
    // Numbers with zeros in front, or other words, are not guessed.
    guard Set(found).isSubset(of: all) else { return [] }
    return all.filter { !found.contains($0) }
  }
}
