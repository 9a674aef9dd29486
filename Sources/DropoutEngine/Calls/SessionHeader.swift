/// What holds for a whole session: what runs, from which seed, through which sites, on which rank.
public struct SessionHeader: Sendable, Equatable {
  /// Where the calls come from: `simulation`, or what a log says.
  public var source: String
  /// The preset's name; nil for a session that is no simulation.
  public var preset: String?
  /// The scenario that is played: what goes wrong on purpose; nil for most sessions.
  public var scenario: String?
  /// The seed; nil where it is not known.
  public var seed: UInt64?
  /// Whose bits the masks are made of; nil where it is not known.
  public var dialect: String?
  /// Units per layer of the network, input to output: [64, 128, 64, 10]; empty where not known.
  public var widths: [Int]
  /// One id for all ranks of a run.
  public var run: String?
  /// This process's rank, from 0.
  public var rank: Int?
  /// How many ranks there are.
  public var ranks: Int?
  /// What ran the network.
  public var framework: Framework?
  /// What is recorded how often, and which budgets hold, in the writer's own words.
  public var policy: [PolicyItem] = []
  /// The dropout modules that the model holds, whether they ever run or not.
  public var modules: [ModuleHeader] = []
  /// The sites that are known so far, in the order in which they came.
  public var sites: [SiteHeader]

  /// The fields that a simulation knows.
  public init(
    source: String, preset: String? = nil, seed: UInt64? = nil, dialect: String? = nil,
    widths: [Int] = [], sites: [SiteHeader] = []
  ) {
    self.source = source
    self.preset = preset
    self.seed = seed
    self.dialect = dialect
    self.widths = widths
    self.sites = sites
  }

  /// The site of that name.
  public func site(_ name: String) -> SiteHeader? { sites.first { $0.name == name } }
}

/// What holds for one site over a whole session.
public struct SiteHeader: Sendable, Equatable {
  /// The site's name.
  public var name: String
  /// What kind of dropout it is: `dropout` for the element-wise one; nil where it is not known.
  public var kind: String?
  /// The shape of its tensor when it was first seen, batch first.
  public var shape: [Int]?
  /// Its rate when it was first seen.
  public var rate: Rate?
  /// The class of its module.
  public var module: String?
  /// Where it is called: `train.py:31`.
  public var place: String?
  /// Whether the model's tree of modules holds it.
  public var isRegistered: Bool?

  /// The fields that a simulation knows.
  public init(name: String, kind: String? = "dropout", shape: [Int]? = nil, rate: Rate? = nil) {
    self.name = name
    self.kind = kind
    self.shape = shape
    self.rate = rate
  }
}

/// What ran a network: `torch` 2.15.0 on `cpu`.
public struct Framework: Sendable, Equatable {
  /// Its name.
  public var name: String
  /// Its version, as it says it itself.
  public var version: String?
  /// What it ran on.
  public var device: String?

  /// All fields.
  public init(name: String, version: String? = nil, device: String? = nil) {
    self.name = name
    self.version = version
    self.device = device
  }
}

/// One thing that a recorder says about what it records.
public struct PolicyItem: Sendable, Equatable {
  /// What it is about.
  public var name: String
  /// What holds.
  public var value: Value

  /// A number or a word.
  public enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
  }

  /// Both fields.
  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

/// A dropout module that a model holds.
public struct ModuleHeader: Sendable, Equatable {
  /// Its path in the model.
  public var name: String
  /// What kind of dropout it is.
  public var kind: String?
  /// Its rate.
  public var rate: Rate?

  /// All fields.
  public init(name: String, kind: String? = nil, rate: Rate? = nil) {
    self.name = name
    self.kind = kind
    self.rate = rate
  }
}
