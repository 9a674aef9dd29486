/// The calls of a simulation by number: any of them can be computed again, and a setting changed at
/// a past call simulates anew from there.
///
/// Memory stays bounded however long it runs: it keeps snapshots and computes what lies between.
public struct SimulationTimeline: Sendable {
  /// How many points a strip over time can ask for.
  public static let window = 640

  /// What holds for the whole session.
  public private(set) var header: SessionHeader
  /// The newest call computed so far; 0 before the first.
  public private(set) var newest = 0
  /// Changes and marks, in the order of their calls.
  public private(set) var annotations: [Annotation] = []
  /// How many calls the simulation behind it has run: where its work stands.
  public var position: Int { live.number }
  /// What it was begun with: the settings of call 1, unless a change at call 1 says otherwise.
  public private(set) var options: SimulationOptions
  /// The network of the call that was handed out last; nil where none is held.
  package private(set) var held: HeldNetwork?
  private var live: Simulation
  private var snapshots: SnapshotStore
  private(set) var changes: [(number: Int, change: SettingChange)] = []
  private var history = PointHistory()
  private var whole = SessionOverview()
  /// How far from its rate every site kept, over the whole session.
  package private(set) var trace = KeptTrace()

  /// A timeline before its first call.
  ///
  /// - Throws: ``SimulationError`` when the options do not fit together.
  public init(_ options: SimulationOptions) throws(SimulationError) {
    self.options = options
    live = try Simulation(options)
    header = live.header
    trace.learn(header.sites)
    snapshots = SnapshotStore(start: live)
  }

  /// The simulation before its first call.
  var beginning: Simulation { snapshots.latest(upTo: 0) }

  /// Works its way to call `number`, at most `limit` calls at a time.
  ///
  /// - Parameter visit: gets every call that is computed on the way, also those computed before.
  /// - Returns: the call with its tensors, or nil when it takes more work: then ask again.
  public mutating func approach(
    _ number: Int, limit: Int = .max, visit: (ForwardCall) -> Void = { _ in }
  ) -> ForwardCall? {
    precondition(number >= 1, "calls are numbered from 1")
    if live.number != number - 1 || !isOnTheWay(to: number) {
      let start = snapshots.latest(upTo: base(for: number))
      if !isOnTheWay(to: number) || start.number > live.number { live = start }
    }
    var steps = 0
    while steps < limit {
      let call = step(withTensors: live.number + 1 == number)
      visit(call)
      if call.number == number { return call }
      steps += 1
    }
    return nil
  }

  /// How much of the way to call `number` lies behind, in 0...1, seen from call `start`.
  public func progress(to number: Int, from start: Int) -> Double {
    number > start ? Double(max(0, live.number - start)) / Double(number - start) : 0
  }

  /// The points of the calls that end with `number`, oldest first.
  public func points(endingAt number: Int) -> [CallPoint] {
    history.ending(at: number, count: Self.window)
  }

  /// Points of the whole session, evenly spaced.
  package var overview: [CallPoint] { whole.points }

  private mutating func step(withTensors: Bool) -> ForwardCall {
    let next = live.number + 1
    for (number, change) in changes where number == next { live.apply(change) }
    if withTensors { held = live.held }
    let call = live.next(withTensors: withTensors)
    if withTensors { held?.call = call }
    snapshots.offer(live)
    let point = CallPoint(call)
    history.add(point)
    trace.add(call)
    if call.number > newest {
      newest = call.number
      if whole.wantsNext() { whole.add(point) }
    }
    return call
  }

  /// Whether running on from where the simulation stands reaches `number` with all its points.
  private func isOnTheWay(to number: Int) -> Bool {
    guard live.number < number else { return false }
    let first = max(1, number - Self.window + 1)
    return live.number < first || history.covers(first...live.number)
  }

  /// The call to start from so that the points before `number` are known.
  private func base(for number: Int) -> Int {
    let first = max(1, number - Self.window + 1)
    let known = number == 1 || first < number && history.covers(first...(number - 1))
    return known ? number - 1 : first - 1
  }
}

extension SimulationTimeline {
  /// Changes a setting: call `number` is the first it holds for, and calls from there on are
  /// simulated anew.
  ///
  /// - Returns: the change as annotated; nil when nothing changes, also when a dialect refuses the
  ///   seed or defines no such kind, or a kind refuses the rate.
  @discardableResult
  public mutating func change(_ change: SettingChange, from number: Int) -> Annotation? {
    guard let outcome = settings(at: number).outcome(of: change), isPossible(change, at: number)
    else {
      return nil
    }
    forget(from: number)
    let existing = changes.lastIndex { $0.number == number && $0.change.isSameSetting(as: change) }
    let before = settings(at: number, ignoring: existing)
    if let existing { changes.remove(at: existing) }
    annotations.removeAll { $0.number == number && $0.isChange(of: outcome) }
    if let standing = before.outcome(of: change) {
      changes.append((number, change))
      insert(Annotation(number: number, kind: .change(standing)))
    }
    return Annotation(number: number, kind: .change(outcome))
  }

  /// Marks a call.
  public mutating func mark(_ number: Int, text: String) {
    insert(Annotation(number: number, kind: .mark(text: text)))
  }

  /// Pins what a person said to its call; it changes no call.
  package mutating func pin(_ annotation: Annotation) { insert(annotation) }

  /// Takes back the calls from `number` on, and the changes and marks that are pinned to them.
  public mutating func rewind(to number: Int) {
    precondition(number >= 1, "calls are numbered from 1")
    forget(from: number)
    changes.removeAll { $0.number == number }
    annotations.removeAll { $0.number == number }
  }

  /// Begins again before call 1, with the settings now in force.
  ///
  /// - Throws: ``SimulationError`` when the dialect refuses the seed.
  public mutating func restart(seed: UInt64) throws(SimulationError) {
    var next = options
    let state = settings(at: .max)
    next.seed = seed
    next.mode = state.mode
    next.phase = state.phase
    next.dialect = state.dialect
    next.scenario = state.fault ?? (options.scenario?.canBegin == false ? options.scenario : nil)
    for entry in state.rates { next.layerRates[entry.site] = entry.rate }
    self = try SimulationTimeline(next)
  }

  /// The settings that call `number` runs under.
  public func settings(at number: Int) -> Settings { settings(at: number, ignoring: nil) }

  private func settings(at number: Int, ignoring index: Int?) -> Settings {
    var state = Settings(
      mode: options.mode, phase: options.phase,
      rates: header.sites.map { Settings.SiteRate(site: $0.name, rate: $0.rate ?? .zero) },
      dialect: options.dialect ?? options.preset.defaultDialect, fault: options.scenario)
    for (position, entry) in changes.enumerated()
    where entry.number <= number && position != index { state.apply(entry.change) }
    return state
  }

  /// Whether the session's dialect and kinds take the change at a call.
  private func isPossible(_ change: SettingChange, at number: Int) -> Bool {
    var next = settings(at: number)
    next.apply(change)
    if case .fault(let scenario) = change, scenario?.canBegin == false { return false }
    let sites = header.sites.map { (site: $0, kind: $0.kind.flatMap(DropoutKinds.named)) }
    if case .dialect(let dialect) = change {
      guard (try? dialect.generator(seed: options.seed)) != nil else { return false }
      return sites.allSatisfy { $0.kind.map(dialect.defines) ?? true }
    }
    return sites.allSatisfy { site, kind in
      guard let kind, let shape = site.shape else { return true }
      let rate = next.rate(of: site.name) ?? .zero
      return (try? kind.check(shape: shape, rate: rate, phase: next.phase)) != nil
    }
  }

  private mutating func forget(from number: Int) {
    snapshots.removeAll(from: number)
    history.removeAll(from: number)
    whole.removeAll(from: number)
    trace.removeAll(from: number)
    changes.removeAll { $0.number > number }
    annotations.removeAll { $0.number > number }
    newest = min(newest, number - 1)
    if live.number >= number { live = snapshots.latest(upTo: number - 1) }
  }

  private mutating func insert(_ annotation: Annotation) {
    let index = annotations.firstIndex { $0.number > annotation.number } ?? annotations.endIndex
    annotations.insert(annotation, at: index)
  }
}

extension Annotation {
  /// Whether it tells of a change of the setting that `change` is about.
  fileprivate func isChange(of change: Change) -> Bool {
    if case .change(let own) = kind { own.isSameSetting(as: change) } else { false }
  }
}
