import DropoutEngine

/// How much work a log from outside may ask for: few numbers in it could stand for hours.
///
/// Calls that were recorded are always simulated. What is bounded are the calls in between, that
/// were not, and the size of the network.
struct WorkLimit {
  /// Weights of the network; eight copies of them stay far below half a gigabyte.
  private static let weights = 1 << 21
  /// Words that a sequential dialect passes over before its first mask: a second's worth.
  private static let words = 500_000_000
  /// Elements that run through the layers in one call.
  private static let elements = 1 << 22
  /// Multiplications and additions that may be spent on calls that were not recorded: seconds.
  static let spareWork = 8_000_000_000
  /// A call costs that much whatever its size.
  private static let fixedWork = 200_000

  private var spare: Int
  /// A recorded call earns as many, so that a session with many rewinds is not refused.
  private static let earned = 16

  /// The limit for a network of these options.
  ///
  /// - Throws: ``CannotSimulate/tooLarge``.
  init(
    _ options: SimulationOptions, spareWork: Int = WorkLimit.spareWork
  ) throws(CannotSimulate) {
    let rows = options.batch ?? options.input?.shape.dropLast().reduce(1, *) ?? 32
    let given = options.weights?.map { $0.weight.shape[0] } ?? options.widths ?? [128, 64]
    let features = options.input?.shape.last ?? 64
    if let dialect = options.dialect { try Self.check(dialect) }
    if let shape = options.shape, elementCount(shape) > Self.elements { throw .tooLarge }
    if let size = try Self.size(options) {
      let rows = options.batch ?? options.input?.shape.first ?? 32
      guard rows <= 1 << 20, size.parameters <= Self.weights, size.work <= 16 * Self.weights,
        size.elements * rows <= Self.elements
      else { throw .tooLarge }
      spare = spareWork / (Self.fixedWork + size.work * rows)
      return
    }
    var work = Self.fixedWork
    var elements = 0
    for (inputs, units) in zip([features] + given, given + [10]) {
      guard [inputs, units, rows].allSatisfy({ 0...1 << 20 ~= $0 }) else { throw .tooLarge }
      work += inputs * units * rows
      elements += units * rows
      guard inputs * units <= Self.weights, elements <= Self.elements else { throw .tooLarge }
    }
    guard (work - Self.fixedWork) / max(rows, 1) <= Self.weights else { throw .tooLarge }
    spare = spareWork / work
  }

  private static func size(_ options: SimulationOptions) throws(CannotSimulate) -> NetworkSize? {
    do { return try options.networkSize() } catch { throw .options(error) }
  }

  /// Makes sure that a dialect does not ask for hours before its first mask.
  static func check(_ dialect: Dialect) throws(CannotSimulate) {
    let options = dialect.options
    guard options[.skipWords] <= words, options[.splitCount] ?? 0 <= 1 << 16 else {
      throw .tooLarge
    }
  }

  /// Takes note of the calls that were run for one that was recorded.
  mutating func spend(_ calls: Int) { spare -= calls }

  /// Takes note of a call that was recorded.
  mutating func earn() { spare += Self.earned }

  /// Whether more may be run.
  var isSpent: Bool { spare < 0 }
}
