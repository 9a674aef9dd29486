public import DropoutEngine
import Files
public import SessionLog

/// Everything a report tells of one run: the verdict, and what its sites kept and handed on.
///
/// The logs are read once, and as far as the first masks of some findings once more.
public struct SessionReport {
  /// What the doctor concludes.
  public let verdict: Verdict
  /// What people call the logs.
  let name: String
  let survey: SessionSurvey
  let files: [File]
  /// The masks that findings are about, by their place among the findings.
  private(set) var pairs: [Int: MaskPair] = [:]

  /// One log.
  struct File {
    var name: String
    var bytes: Int
    var calls: String
    /// Who wrote it.
    var origin: String
  }

  /// Findings whose masks are looked up.
  private static let mostPairs = 8

  /// Examines a log, or one for each rank of a run.
  ///
  /// - Parameters:
  ///   - paths: the logs.
  ///   - expectsEqualRanks: whether ranks are meant to draw alike.
  ///   - accepted: findings that a person accepts, at one site or wherever they are.
  public init(
    _ paths: [String], expectsEqualRanks: Bool = false,
    accepted: [(rule: String, site: String?)] = []
  ) throws(LogError) {
    try self.init(
      paths, reading: [:], expectsEqualRanks: expectsEqualRanks, accepted: accepted)
  }

  /// The same, where some of the paths stand for what came through a pipe.
  package init(
    _ paths: [String], reading inputs: [String: InputSpool], expectsEqualRanks: Bool,
    accepted: [(rule: String, site: String?)]
  ) throws(LogError) {
    var survey = SessionSurvey()
    let examination = LogExamination(
      paths, expectsEqualRanks: expectsEqualRanks, accepted: accepted
    ).reading(inputs)
    verdict = try examination.verdict(before: &survey, .whole)
    self.survey = survey
    let names = paths.map { $0 == "-" ? "standard input" : $0 }
    name = names.count == 1 ? names[0] : "\(names[0]) and \(names.count - 1) more"
    files = zip(paths, zip(names, survey.lanes)).map { path, told in
      let (name, lane) = told
      let first = NumberText.grouped(lane.first ?? 0)
      return File(
        name: name, bytes: FileStatus(path: path)?.size ?? 0,
        calls: "\(first) to \(NumberText.grouped(lane.last))",
        origin: lane.session.app.isEmpty ? "" : "written by \(lane.session.app)")
    }
    try findPairs(paths, inputs)
  }

  /// The rank of a log among several, as it says itself, else its place.
  func rank(ofLane lane: Int) -> Int {
    survey.lanes.indices.contains(lane) ? survey.lanes[lane].session.header.rank ?? lane : lane
  }

  private mutating func findPairs(
    _ paths: [String], _ inputs: [String: InputSpool]
  ) throws(LogError) {
    for (index, finding) in verdict.findings.enumerated() where pairs.count < Self.mostPairs {
      guard let site = finding.sites.first, let from = finding.from else { continue }
      let lane = finding.lanes.first ?? 0
      guard paths.indices.contains(lane) else { continue }
      switch finding.rule {
      case "D06":
        pairs[index] = try MaskPair.again(
          paths[lane], inputs[paths[lane]], site: site,
          from: finding.count("first drawn in call") ?? from,
          lane: lane)
      case "D05":
        guard let other = finding.lanes.dropFirst().first, paths.indices.contains(other) else {
          continue
        }
        pairs[index] = try MaskPair.onRanks(
          (paths[lane], paths[other]), inputs, site: site, from: from, lanes: (lane, other))
      default: break
      }
    }
  }

  /// The page of one run or of several, one below the other.
  ///
  /// - Parameters:
  ///   - version: of the program.
  ///   - command: the command line that made it.
  public static func page(_ reports: [SessionReport], version: String, command: String) -> String {
    ReportPage(reports: reports, version: version, command: command).html()
  }

  /// The verdict, the findings and the sites of some runs in GitHub's Markdown, within its limits.
  ///
  /// - Parameter version: of the program.
  public static func markdown(_ reports: [SessionReport], version: String) -> String {
    ReportMarkdown(reports: reports, version: version).text()
  }
}
