public import DropoutEngine
public import SessionLog

/// Holds the records of a log against the simulation that its session record describes.
public struct Verification {
  private var again: Resimulation
  private let comparison: CallComparison

  /// - Parameters:
  ///   - options: what the session record says, with the contents of its files.
  ///   - isTrusted: whether the log may ask for any amount of work.
  public init(
    _ options: SimulationOptions, comparison: CallComparison, isTrusted: Bool
  ) throws(CannotSimulate) {
    again = try Resimulation(options, isTrusted: isTrusted)
    self.comparison = comparison
  }

  /// The simulation, after the last call that was taken.
  public var timeline: SimulationTimeline { again.timeline }

  /// The number of the last call that was taken and not taken back; 0 before the first.
  public var last: Int { again.last }

  /// Takes the next record.
  ///
  /// - Returns: the first thing in it that differs; nil when it is as simulated.
  public mutating func take(_ record: LogRecord) throws(CannotSimulate) -> Mismatch? {
    if case .session(let session) = record {
      return comparison.firstDifference(session.header, again.timeline.header)
    }
    guard let simulated = try again.take(record), case .call(let recorded, _) = record else {
      return nil
    }
    return comparison.firstDifference(recorded, simulated)
  }
}
