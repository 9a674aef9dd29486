import DropoutEngine
import Testing

@testable import Doctor

/// What real runs showed: evidence that is only there in part, and shapes that say it all.
struct DrawnShapeTests {
  private func verdict(
    kind: String, shape: [Int], drawn: [Int], module: String? = nil,
    edit: @escaping (inout ForwardCall) -> Void = { _ in }
  ) throws -> Verdict {
    var session = try Session([.init(name: "bad", kind: kind, shape: shape, drawn: drawn)])
    session.edit = { edit(&$1) }
    var header = session.header()
    header.sites[0].module = module
    var examination = Examination(lanes: [header])
    for number in 1...60 { examination.take(try session.call(number)) }
    return examination.verdict()
  }

  @Test(arguments: [
    ("dropout", [16, 48], [1, 48]), ("dropout", [16, 8, 48], [1, 1, 48]),
    ("dropout", [4, 8, 6, 6], [1, 8, 6, 6]), ("droppath", [16, 8, 48], [1, 1, 1]),
    ("dropout2d", [16, 12, 24], [16, 12, 1]), ("dropout1d", [16, 24], [16, 1]),
    ("dropout", [16, 48], [16, 1]), ("dropout", [16, 8, 48], [16, 1, 1]),
  ])
  func `a draw that samples share is a finding`(kind: String, shape: [Int], drawn: [Int]) throws {
    #expect(try verdict(kind: kind, shape: shape, drawn: drawn).brief == ["D07 bad"])
  }

  @Test(arguments: [
    ("locked", [12, 16, 48], [1, 16, 48]), ("locked", [16, 12, 48], [16, 1, 48]),
    ("droppath", [16, 8, 48], [16, 1, 1]), ("dropout2d", [4, 8, 6, 6], [4, 8, 1, 1]),
    ("dropout1d", [16, 24, 12], [16, 24, 1]), ("word", [16, 12, 48], [16, 12, 1]),
    ("dropout", [1, 48], [1, 48]), ("droppath", [16, 48], [16, 1]),
    ("droppath:scaled=false", [16, 48], [16, 1]),
  ])
  func `a draw that is meant to be shared is healthy`(
    kind: String, shape: [Int], drawn: [Int]
  ) throws {
    #expect(try verdict(kind: kind, shape: shape, drawn: drawn).brief == [])
  }

  @Test func `stochastic depth of torchvision may decide for the batch`() throws {
    let verdict = try verdict(
      kind: "droppath", shape: [16, 8, 6, 6], drawn: [1, 1, 1, 1], module: "StochasticDepth")
    #expect(verdict.brief == [])
  }

  @Test func `units that stay dropped are found without a rate, and where few masks tell them`()
    throws
  {
    var session = try Session([.init(name: "bad")])
    session.edit = { number, call in
      call.sites[0].rate = nil
      let isFollowed = number.isMultiple(of: 12)
      if !isFollowed { call.sites[0].stages = nil }
      guard isFollowed, let mask = call.sites[0].mask else { return }
      let cut = mask.mapped { $0 % 48 != 7 && mask[$0] }
      call.sites[0].draw = .mask(cut)
      call.sites[0].kept = cut.kept
    }
    session.evaluates = false
    session.calls = 120
    #expect(try session.verdict().brief == ["D09 bad"])
  }

  @Test func `three fifths of the units zero before the mask are a warning, fewer a note`() throws {
    for (dead, brief) in [(29, ["D09 bad"]), (28, [])] {
      var session = try Session([.init(name: "bad")])
      session.calls = 120
      session.evaluates = false
      session.edit = { number, call in
        guard number.isMultiple(of: 6) else { return }
        call.sites[0].zeroUnits = Mask((0..<48).map { $0 < dead })
        call.sites[0].dead = dead
      }
      #expect(try session.verdict().brief == brief)
    }
  }

  @Test func `of few rows three quarters must be zero before the mask`() throws {
    for (dead, brief) in [(36, ["D09 bad"]), (35, [])] {
      var session = try Session([.init(name: "bad")])
      session.evaluates = false
      session.calls = 40
      session.edit = { number, call in
        guard number.isMultiple(of: 6) else { return }
        call.sites[0].zeroUnits = Mask((0..<48).map { $0 < dead })
        call.sites[0].dead = dead
      }
      #expect(try session.verdict().brief == brief)
    }
  }

  @Test func `units that fire again are not dead, also where the record only counts them`() throws {
    var session = try Session([.init(name: "bad")])
    session.evaluates = false
    session.edit = { number, call in
      call.sites[0].dead = number.isMultiple(of: 4) ? 0 : 48
      if !number.isMultiple(of: 4) { call.sites[0].zeroUnits = Mask((0..<48).map { _ in true }) }
    }
    #expect(try session.verdict().notes.isEmpty)
    #expect(try session.verdict().isHealthy)
  }

  @Test func `a mask that is kept for ever is one finding, whatever its shape`() throws {
    var first: Mask?
    var session = try Session([
      .init(
        name: "bad", shape: [16, 48], drawn: [1, 48],
        draw: { _, mask in
          first = first ?? mask
          return first
        })
    ])
    session.evaluates = false
    #expect(try session.verdict().brief == ["D06 bad"])
  }

  @Test func `no scale in training is a note until evaluation is seen to do nothing about it`()
    throws
  {
    for (evaluates, brief, notes) in [(true, ["D04 bad"], []), (false, [], ["D04"])] {
      var session = try Session([.init(name: "bad", scale: { _ in 1 })])
      session.mode = nil
      session.evaluates = evaluates
      session.edit = { _, call in
        if call.phase == .eval { call.sites[0].stages = nil }
      }
      let verdict = try session.verdict()
      #expect(verdict.brief == brief)
      #expect(verdict.notes.map(\.rule) == notes)
    }
  }

  @Test func `a scale that fits what is dropped follows from the rate`() throws {
    var session = try Session([.init(name: "bad", rate: 0.8)])
    session.edit = { _, call in call.sites[0].rate = try? Rate(0.2) }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D03 bad"])
    #expect(verdict.following.map(\.rule) == ["D04"])
  }
}
