public import DropoutEngine

/// The first record of a log: who wrote it, when, in which version of the format, about what.
public struct SessionRecord: Sendable, Equatable {
  /// The version of the format that this module writes, and the highest that it reads.
  public static let currentVersion = 1

  /// The format's version.
  public var version: Int
  /// The program that wrote the log, with its version; empty where the log does not say.
  public var app: String
  /// When the session started, in UTC as ISO 8601; empty where the log does not say.
  public var started: String
  /// What runs, from which seed, through which layers.
  public var header: SessionHeader
  /// How many samples a batch holds; nil where it is not known.
  public var batch: Int?
  /// The options the session was started with, in the order in which they were given.
  public var options: [Option]

  /// An option of the session, as the command line would take it.
  public struct Option: Sendable, Equatable {
    /// The option's name, without dashes.
    public var name: String
    /// Its value as text.
    public var value: String

    /// Both fields.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All fields.
  public init(
    version: Int = currentVersion, app: String, started: String, header: SessionHeader,
    batch: Int? = nil, options: [Option] = []
  ) {
    self.version = version
    self.app = app
    self.started = started
    self.header = header
    self.batch = batch
    self.options = options
  }
}
