import DropoutEngine

// Commands about the session: where it is, what it runs under, where it is written.
extension LineCommands {
  static let time: [LineCommand] = [
    LineCommand(name: "goto", takes: "N", example: "500", summary: "goes to call N") {
      (state, line, _) throws(LineError) in
      guard let number = Int(line.argument), number >= 0 else {
        throw .notACall(shown(line.argument))
      }
      return state.visit(number)
    }
  ]

  static let dropout: [LineCommand] = [
    LineCommand(
      name: "rate", takes: "P", example: "0.2", summary: "rate of the selected site, 0 to 1",
      choices: { _ in ["0", "0.1", "0.2", "0.3", "0.5", "0.8"] }
    ) { (state, line, _) throws(LineError) in
      guard let value = Double(line.argument), let rate = try? Rate(value) else {
        throw .notARate(shown(line.argument))
      }
      guard let site = state.selectedSite else { throw .nothingYet }
      return try state.change(.rate(site: site.name, rate), line)
    },
    LineCommand(
      name: "mode", takes: "[NAME]", example: "vanilla",
      summary: "vanilla, inverted; the other one",
      choices: { _ in Mode.allCases.map(\.rawValue) }
    ) { (state, line, _) throws(LineError) in
      let current = state.mode ?? .inverted
      let other: Mode = current == .vanilla ? .inverted : .vanilla
      return try state.change(.mode(chosen("mode", line.argument) ?? other), line)
    },
    LineCommand(
      name: "phase", takes: "[NAME]", example: "eval", summary: "train or eval; the other one",
      choices: { _ in Phase.allCases.map(\.rawValue) }
    ) { (state, line, _) throws(LineError) in
      let other: Phase = state.phase == .train ? .eval : .train
      return try state.change(.phase(chosen("phase", line.argument) ?? other), line)
    },
    LineCommand(
      name: "dialect", takes: "NAME", example: "jax", summary: "whose bits the masks are made of",
      choices: { $0.fittingDialects.map(\.family) }
    ) { (state, line, _) throws(LineError) in
      let dialect: Dialect
      do throws(DialectError) { dialect = try Dialect.named(line.argument) } catch {
        throw .dialect(error)
      }
      guard state.arrival?.kind != .simulated || state.isFitting(dialect) else {
        throw .unfitDialect(dialect.name)
      }
      return try state.change(.dialect(dialect), line)
    },
    LineCommand(
      name: "seed", takes: "N", example: "7", summary: "begins again from that seed"
    ) { (state, line, _) throws(LineError) in
      guard let seed = UInt64(line.argument) else { throw .notASeed(shown(line.argument)) }
      guard state.arrival?.kind == .simulated else { throw .isRecord }
      return state.restart(seed: seed)
    },
  ]

  static let places: [LineCommand] = [
    LineCommand(
      name: "site", takes: "NAME", example: "hidden2", summary: "selects a site",
      choices: { $0.siteNames }
    ) { (state, line, _) throws(LineError) in
      let (_, found) = completions(of: "site " + line.argument, state)
      let exact = state.siteNames.first { $0 == line.argument }
      guard let name = exact ?? (found.count == 1 ? found[0] : nil) else {
        let known = found.isEmpty ? state.siteNames : found
        throw .notOne(of: known, what: "site", given: shown(line.argument))
      }
      state.select(SiteRun(name: name))
      return []
    }
  ]

  static let session: [LineCommand] = [
    LineCommand(
      name: "write", takes: "[FILE]", example: "run.jsonl",
      summary: "records to a new file; alone it stops"
    ) { (state, line, _) throws(LineError) in
      if case .on(let name) = state.recording {
        guard line.argument.isEmpty else { throw .isRecording(name: shown(name)) }
        return [.stopRecording]
      }
      guard !line.argument.isEmpty else { throw .notRecording }
      return [.record(to: line.argument)]
    },
    LineCommand(
      name: "screenshot", takes: "FILE", example: "call.svg",
      summary: "writes the frame: .svg, .ans or .txt"
    ) { (_, line, _) throws(LineError) in
      guard Screenshot.Form(fileName: line.argument) != nil else {
        throw .notAPicture(shown(line.argument))
      }
      return [.screenshot(path: line.argument)]
    },
    LineCommand(
      name: "open", takes: "FILE", example: "run.jsonl", summary: "another session's log"
    ) { (_, line, _) throws(LineError) in [.open(path: line.argument)] },
    LineCommand(name: "fork", summary: "a recording goes on as a simulation") {
      (state, _, _) throws(LineError) in
      guard let arrival = state.arrival else { throw .nothingYet }
      guard arrival.kind != .simulated else { throw .isSimulation }
      return [.fork(at: arrival.call.number)]
    },
    LineCommand(
      name: "accept", takes: "[RULE:SITE]", example: "D05:net.drop1",
      summary: "a finding no longer counts",
      choices: { $0.acceptable }
    ) { (state, line, _) throws(LineError) in
      let known = state.acceptable
      guard !known.isEmpty else { throw .nothingFound }
      let named = known.filter { name in
        line.argument.isEmpty || name.lowercased() == line.argument.lowercased()
          || name.lowercased().hasPrefix(line.argument.lowercased() + ":")
      }
      guard !named.isEmpty, !line.argument.isEmpty || known.count == 1 else {
        throw .notOne(of: known, what: "finding", given: shown(line.argument))
      }
      return named.map { name in
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        return .accept(rule: parts[0], site: parts.count > 1 ? parts[1] : nil)
      }
    },
  ]

  static let screen: [LineCommand] = [
    LineCommand(
      name: "theme", takes: "NAME", example: "okabe-dark", summary: "a theme by its name",
      choices: { $0.themes.map(\.slug) }
    ) { (state, line, _) throws(LineError) in
      let slug = line.argument.lowercased().replacingSpaces
      guard let index = state.themes.firstIndex(where: { $0.slug == slug }) else {
        let known = state.themes.map(\.slug)
        throw .notOne(of: known, what: "theme", given: shown(line.argument))
      }
      state.theme = index
      return []
    },
    LineCommand(name: "help", summary: "what is seen, and all keys") {
      (state, _, _) throws(LineError) in
      state.helpIsOpen = true
      state.helpTop = 0
      return []
    },
    LineCommand(name: "quit", summary: "leaves") { (_, _, _) throws(LineError) in [.quit(0)] },
  ]

  /// One of the names that a setting may have; nil where none was typed.
  private static func chosen<Value: RawRepresentable<String> & CaseIterable>(
    _ what: String, _ name: String
  ) throws(LineError) -> Value? {
    guard !name.isEmpty else { return nil }
    guard let value = Value(rawValue: name.lowercased()) else {
      throw .notOne(of: Value.allCases.map(\.rawValue), what: what, given: shown(name))
    }
    return value
  }
}

extension ScreenState {
  /// Changes a setting, unless that replaces calls that lie ahead and nobody said that it may.
  fileprivate mutating func change(
    _ change: SettingChange, _ line: LineCommand.Line
  ) throws(LineError) -> [Request] {
    guard let arrival else { throw .nothingYet }
    guard arrival.kind == .simulated else { throw .isRecord }
    if !line.isForced, let calls = replaced(by: .toggleMode) {
      throw .replaces(calls, unless: "\(line.name)! \(line.argument)")
    }
    return ask(change)
  }

  /// The sites that can be selected, in the order in which they run.
  var siteNames: [String] {
    guard let arrival else { return [] }
    var known: Set<String> = []
    let all = arrival.call.sites.map(\.name) + arrival.header.sites.map(\.name)
    return all.filter { known.insert($0).inserted }
  }

  /// The findings that count, as `accept` names them.
  fileprivate var acceptable: [String] {
    findings.flatMap { finding in
      finding.sites.isEmpty ? [finding.rule] : finding.sites.map { "\(finding.rule):\($0)" }
    }
  }
}

extension Theme {
  /// Its name as it is typed: `okabe-dark`.
  package var slug: String { name.lowercased().replacingSpaces }
}

extension String {
  fileprivate var replacingSpaces: String { String(map { $0 == " " ? "-" : $0 }) }
}
