import DropoutEngine
import Reports
import SessionLog
import Testing

/// The records of a small simulation, as a log holds them.
struct RecordedSession {
  var session: SessionRecord
  var records: [LogRecord] = []
  private(set) var timeline: SimulationTimeline

  /// A small network that learns digits.
  init(mode: Mode = .inverted) throws {
    var options = SimulationOptions(preset: .digits)
    options.widths = [9, 5]
    options.batch = 4
    options.mode = mode
    timeline = try SimulationTimeline(options)
    session = SessionRecord(
      simulation: options, header: timeline.header, app: "test", started: "")
    records = [.session(session)]
  }

  /// Runs and records calls.
  mutating func run(_ numbers: ClosedRange<Int>) {
    for number in numbers {
      guard var call = timeline.approach(number) else { continue }
      call.tensors = nil
      records.append(.call(call, ms: 0))
    }
  }

  /// Changes a setting and records that.
  mutating func change(_ change: SettingChange, from number: Int) throws {
    let changed = timeline.change(change, from: number)
    let annotation = try #require(changed)
    records.append(.annotation(annotation, ms: 0))
  }

  /// The first call that is recorded.
  var firstCall: ForwardCall {
    get throws {
      for case .call(let call, _) in records { return call }
      throw CannotSimulate.tooFar(call: 1)
    }
  }

  /// What a verification finds.
  func mismatch(isTrusted: Bool = false, tolerance: Double = 0) throws -> Mismatch? {
    var verification = try Verification(
      SimulationOptions(session), comparison: CallComparison(tolerance: tolerance),
      isTrusted: isTrusted)
    for record in records {
      if let mismatch = try verification.take(record) { return mismatch }
    }
    return nil
  }
}
