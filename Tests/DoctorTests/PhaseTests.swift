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

  @Test func `a module outside the model's tree is a finding`() throws {
    var session = try session { $0.sites[1].phase = .train }
    var header = session.header()
    header.sites[1].isRegistered = false
    var examination = Examination(lanes: [header])
    for number in 1...20 { examination.take(try session.call(number)) }
    #expect(examination.verdict().brief == ["D01 b"])
  }

  @Test func `training without gradients is a finding only where the same root trains`() throws {
    for (root, rules) in [("net", ["D01"]), ("teacher", [])] {
      var session = try Session()
      session.evaluates = false
      session.edit = { number, call in
        call.root = number.isMultiple(of: 3) ? root : "net"
        call.grad = !number.isMultiple(of: 3)
      }
      let verdict = try session.verdict()
      #expect(verdict.findings.map(\.rule) == rules)
      #expect(verdict.notes.map(\.rule) == (rules.isEmpty ? ["D01"] : []))
    }
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
      $1.grad = true
    }
    #expect(try session.verdict().brief == ["D02"])
  }

  @Test func `modules that never run are noted`() throws {
    var session = try Session()
    var header = session.header()
    header.modules = [
      ModuleHeader(name: "drop", rate: .half), ModuleHeader(name: "lost", rate: .half),
      ModuleHeader(name: "off", rate: .zero),
    ]
    var examination = Examination(lanes: [header])
    for number in 1...120 { examination.take(try session.call(number)) }
    let verdict = examination.verdict()
    #expect(verdict.isHealthy)
    #expect(verdict.notes.map(\.sites) == [["lost"]])
  }
}
