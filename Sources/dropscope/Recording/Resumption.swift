import DropoutEngine
import PlainText
import Reports
import SessionLog
import Sessions

/// A recorded run that goes on: simulated anew up to its last call, and held against the log on the
/// way, so that what is appended is the same session.
struct Resumption {
  /// The session after the last call in the log.
  let timeline: SimulationTimeline
  /// The time of the last record, in milliseconds.
  private(set) var age = 0
  private let path: String

  /// Reads the log and simulates its calls.
  ///
  /// - Throws: ``Failure`` when the log is of another session than `options` give, or holds other
  ///   calls.
  init(_ path: String, options: SimulationOptions, header: SessionHeader) throws(Failure) {
    self.path = path
    do {
      var verification = try Verification(
        options, comparison: CallComparison(), isTrusted: true)
      var reader = try LogReader(path: path, checksKept: false)
      while let record = try reader.next() {
        if case .session(let session) = record {
          let own = SessionRecord(simulation: options, header: header, app: "", started: "")
          try Self.check(session, own, path)
        }
        if let mismatch = try verification.take(record) {
          throw Failure("\(path): not this session, nothing appended: \(mismatch.description)")
        }
        age = record.milliseconds ?? age
      }
      if let tail = reader.tornTail { report(tornTail: tail, in: path) }
      timeline = verification.timeline
    } catch let failure as Failure {
      throw failure
    } catch let error as LogError {
      throw Failure(error)
    } catch {
      throw Failure("\(path): \(error)")
    }
  }

  /// A recorder that goes on with the log.
  func recorder() throws(Failure) -> Recorder {
    do {
      return try Recorder(
        appendingTo: path, timeline: timeline, age: age, now: Surroundings.program.now)
    } catch {
      throw Failure(error)
    }
  }

  /// Paths of files may differ where their contents are the same.
  private static func check(
    _ recorded: SessionRecord, _ own: SessionRecord, _ path: String
  ) throws(Failure) {
    var fields: [(name: String, recorded: String?, own: String?)] = [
      ("preset", recorded.header.preset, own.header.preset),
      ("seed", recorded.header.seed.map(String.init), own.header.seed.map(String.init)),
      ("dialect", recorded.header.dialect, own.header.dialect),
      ("batch", recorded.batch.map(String.init), own.batch.map(String.init)),
    ]
    for name in ["mode", "phase", "layers", "net", "scenario", "input-hash", "weights-hash"] {
      fields.append((name, recorded.option(name), own.option(name)))
    }
    guard let other = fields.first(where: { $0.recorded != $0.own }) else { return }
    throw Failure(
      "\(path): another session: its \(other.name) is \(plain(other.recorded ?? "not given")), "
        + "not \(plain(other.own ?? "the default")); nothing was appended")
  }
}
