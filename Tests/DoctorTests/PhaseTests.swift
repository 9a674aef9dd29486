import DropoutEngine
import Testing

@testable import Doctor

/// Flags: whose decides, what is meant, and what is a fault.
struct PhaseTests {
  private func session(_ edit: @escaping (inout ForwardCall) -> Void) throws -> Session {
    var session = try Session([.init(name: "a"), .init(name: "b")])
    session.evaluates = false
    session.edit = { number, call in
      guard number.isMultiple(of: 4) else { return }
      call.phase = .eval
      call.grad = false
      for index in call.sites.indices { call.sites[index].phase = .eval }
      call.sites[0].draw = .nothing
      call.sites[0].kept = call.sites[0].size
      call.sites[0].stages = nil
      call.sites[0].scale = 1
      edit(&call)
    }
    return session
  }

  @Test func `a mask in evaluation`() throws {
    var session = try session { _ in }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D01 b"])
    #expect(verdict.findings[0].from == 4)
  }

  @Test func `MC dropout on purpose is a note`() throws {
    var session = try session { call in
      call.sites[1].phase = .train
      call.sites[1].chain = "eet"
    }
    let verdict = try session.verdict()
    #expect(verdict.brief == [])
    #expect(verdict.notes.map(\.rule) == ["D01"])
  }

  @Test func `a container that stayed in training is a finding`() throws {
    var session = try session { call in
      call.sites[1].phase = .train
      call.sites[1].chain = "ett"
    }
    #expect(try session.verdict().brief == ["D01 b"])
  }

  @Test func `a head in training on a network in evaluation is healthy where it learns`() throws {
    let cases = [(true, true, []), (true, false, ["D01 b"]), (false, true, ["D01 b"])]
    for (learns, grad, brief) in cases {
      var session = try session { _ in }
      session.edit = { number, call in
        call.phase = .eval
        call.grad = grad
        call.learns = learns
        call.sites.removeFirst()
        call.sites[0].chain = "ett"
      }
      #expect(try session.verdict().brief == brief)
    }
  }

  @Test func `a module outside the model's tree is a finding`() throws {
    var session = try session { $0.sites[1].phase = .train }
    var header = session.header()
    header.sites[1].isRegistered = false
    var examination = Examination(lanes: [header])
    for number in 1...20 { examination.take(try session.call(number)) }
    #expect(examination.verdict().brief == ["D01 b"])
  }

  @Test func `training without gradients is a finding only where the same root or site trains`()
    throws
  {
    for (root, rules) in [("net", ["D01"]), ("net.encoder", ["D01"]), ("teacher", [])] {
      var session = try Session()
      session.evaluates = false
      session.edit = { number, call in
        call.root = number.isMultiple(of: 3) ? root : "net"
        call.grad = !number.isMultiple(of: 3)
        if call.root == "teacher" { call.sites[0].name = "teacher.drop" }
      }
      let verdict = try session.verdict()
      #expect(verdict.findings.map(\.rule) == rules)
      #expect(verdict.notes.map(\.rule) == (rules.isEmpty ? ["D01"] : []))
    }
  }

  /// The rules of findings and notes where the calls of `without` have no gradients, and the
  /// optimizer has made `step(number)` steps before a call.
  private func rules(
    without: @escaping (Int) -> Bool, step: @escaping (Int) -> Int
  ) throws -> [[String]] {
    var session = try Session()
    session.evaluates = false
    session.edit = { number, call in
      call.grad = !without(number)
      call.step = step(number)
    }
    let verdict = try session.verdict()
    return [verdict.findings.map(\.rule), verdict.notes.map(\.rule)]
  }

  @Test func `what a generator makes for its discriminator's steps is no evaluation`() throws {
    // Made without gradients, a step of the discriminator, then with them and a step of its own.
    let meant = try rules(without: { $0 % 2 == 1 }, step: { $0 })
    #expect(meant == [[], ["D01"]])
    // After each step a look at the held-out rows: no step before the next batch.
    let forgotten = try rules(without: { $0 % 2 == 1 }, step: { ($0 + 1) / 2 })
    #expect(forgotten == [["D01"], []])
    // Samples once in ten batches, and the discriminator's step comes first in the next.
    let samples = try rules(without: { $0 % 10 == 0 }, step: { $0 })
    #expect(samples == [["D01"], []])
  }

  @Test func `a trial of shapes before the first batch is no evaluation`() throws {
    #expect(try rules(without: { $0 == 1 }, step: { $0 }) == [[], ["D01"]])
    #expect(try rules(without: { $0 == 2 }, step: { max(1, $0 - 2) }) == [[], ["D01"]])
    #expect(try rules(without: { $0 == 3 }, step: { $0 }) == [["D01"], []])
    #expect(try rules(without: { $0 <= 3 }, step: { $0 }) == [["D01"], []])
  }

  @Test func `a frozen backbone is healthy, and a network that never leaves evaluation is not`()
    throws
  {
    var session = try Session([.init(name: "frozen"), .init(name: "head")])
    session.calls = 200
    func freeze(_ call: inout ForwardCall, _ indices: Range<Int>) {
      for index in indices {
        call.sites[index].phase = .eval
        call.sites[index].draw = .nothing
        call.sites[index].kept = call.sites[index].size
        call.sites[index].stages = nil
        call.sites[index].scale = 1
      }
    }
    session.edit = { freeze(&$1, 0..<1) }
    #expect(try session.verdict().brief == [])
    session.evaluates = false
    session.edit = {
      freeze(&$1, 0..<2)
      $1.phase = .eval
      $1.grad = true
    }
    #expect(try session.verdict().brief == ["D02 frozen head"])
  }

  /// The verdict on a session whose model holds modules at a rate of one half.
  private func verdict(
    modules: [String], calls: Int = 120, off: Bool = false,
    edit: @escaping (inout ForwardCall) -> Void = { _ in }
  ) throws -> Verdict {
    var session = try Session([.init(name: "block.drop", rate: 0.5)])
    session.edit = { edit(&$1) }
    var header = session.header()
    header.modules = modules.map { ModuleHeader(name: $0, rate: off ? .zero : .half) }
    var examination = Examination(lanes: [header])
    for number in 1...calls { examination.take(try session.call(number)) }
    return examination.verdict()
  }

  @Test func `a module that what holds it does not run is a finding`() throws {
    let lost = "block.lost"
    func unused(_ call: inout ForwardCall) { call.unused = [lost] }
    #expect(try verdict(modules: [lost], edit: unused).brief == ["D02 block.lost"])
    #expect(try verdict(modules: ["block.drop"]) { $0.unused = ["block.drop"] }.brief == [])
    #expect(try verdict(modules: [lost], calls: 7, edit: unused).brief == [])
    #expect(try verdict(modules: [lost], off: true, edit: unused).brief == [])
  }

  @Test func `a module that has not run is noted where nothing is known of what holds it`() throws {
    let verdict = try verdict(modules: ["head.lost"])
    #expect(verdict.isHealthy)
    #expect(verdict.notes.map(\.sites) == [["head.lost"]])
    #expect(try self.verdict(modules: ["head.lost"], calls: 60).notes.isEmpty)
  }

  @Test func `modules inside a graph whose draws nobody sees are not missed`() throws {
    let verdict = try verdict(modules: ["block.lost"]) {
      $0.unused = ["block.lost"]
      $0.unseen = [UnseenDraws(what: "inductor", draws: 2)]
    }
    #expect(verdict.isHealthy && verdict.notes.isEmpty)
  }

  /// A session that trains, and from call 20 on steps in evaluation, every fifth call apart.
  private func forgotten(_ edit: @escaping (inout ForwardCall) -> Void = { _ in }) throws -> Session
  {
    var session = try Session()
    session.evaluates = false
    session.edit = { number, call in
      call.root = "net"
      guard number >= 20 else { return }
      call.phase = .eval
      call.grad = !number.isMultiple(of: 5)
      for index in call.sites.indices {
        call.sites[index].phase = .eval
        call.sites[index].draw = .nothing
        call.sites[index].kept = call.sites[index].size
        call.sites[index].stages = nil
        call.sites[index].scale = 1
      }
      edit(&call)
    }
    return session
  }

  @Test func `training that goes on in evaluation is told after some steps`() throws {
    var session = try forgotten()
    session.calls = 38
    #expect(try session.verdict().brief == [])
    session = try forgotten()
    #expect(try session.verdict().brief == ["D02 drop"])
  }

  @Test func `a short run that began in evaluation is told where its weights are known to learn`()
    throws
  {
    for (calls, learns, found) in [(5, true, []), (6, true, ["D02 drop"]), (15, nil, [])] {
      var session = try forgotten()
      let edit = session.edit
      session.edit = { number, call in
        edit(number + 20, &call)
        call.grad = true
        call.learns = learns
      }
      session.calls = calls
      #expect(try session.verdict().brief == found)
    }
  }

  @Test func `a part that does more than drop is not told as a dropout switched off`() throws {
    for (module, rules) in [("MultiheadAttention", ["D02"]), ("Dropout", [])] {
      var session = try Session([.init(name: "inner"), .init(name: "head")])
      session.evaluates = false
      session.edit = { _, call in
        call.sites[0].phase = .eval
        call.sites[0].chain = "te"
        call.sites[0].grad = true
        call.sites[0].draw = .nothing
        call.sites[0].kept = call.sites[0].size
        call.sites[0].stages = nil
        call.sites[0].scale = 1
      }
      var header = session.header()
      header.sites[0].module = module
      var examination = Examination(lanes: [header])
      for number in 1...60 { examination.take(try session.call(number)) }
      #expect(examination.verdict().findings.map(\.rule) == rules)
    }
  }

  @Test func `evaluation with gradients in which nothing of the network learns is healthy`()
    throws
  {
    let edits: [(inout ForwardCall) -> Void] = [
      { $0.learns = false }, { $0.sites[0].grad = false }, { $0.step = 20 }, { $0.grad = false },
    ]
    for edit in edits {
      var session = try forgotten(edit)
      #expect(try session.verdict().findings.allSatisfy { $0.rule != "D02" })
    }
  }

  @Test func `a part left in evaluation is told from a frozen one by its gradients`() throws {
    for (chain, grad, rules, notes) in [
      ("tee", true, ["D02"], []), ("tee", false, [], []), ("tte", true, [], ["D02"]),
    ] {
      var session = try Session([.init(name: "inner"), .init(name: "head")])
      session.evaluates = false
      session.edit = { _, call in
        call.sites[0].phase = .eval
        call.sites[0].chain = chain
        call.sites[0].grad = grad
        call.sites[0].draw = .nothing
        call.sites[0].kept = call.sites[0].size
        call.sites[0].stages = nil
        call.sites[0].scale = 1
      }
      let verdict = try session.verdict()
      #expect(verdict.findings.map(\.rule) == rules)
      #expect(verdict.notes.map(\.rule) == notes)
    }
  }
}
