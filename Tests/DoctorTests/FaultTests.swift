import DropoutEngine
import Testing

@testable import Doctor

/// Each fault is named by its rule, at its site, and alone; beside it runs a healthy site.
struct FaultTests {
  private func session(
    rate: Double = 0.3, onset: Int = 1, seed: UInt64 = 3,
    draw: @escaping (Mask) -> Mask?
  ) throws -> Session {
    var session = try Session(
      [.init(name: "good", rate: rate), .init(name: "bad", rate: rate)], seed: seed)
    session.sites[1].draw = { $0 < onset ? $1 : draw($1) }
    session.calls = 120
    return session
  }

  @Test(arguments: [0.1, 0.3, 0.5], [1, 60])
  func `a layer that drops nothing`(rate: Double, onset: Int) throws {
    var session = try session(rate: rate, onset: onset) { _ in nil }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D02 bad"])
    #expect(verdict.findings.first?.from == (onset == 60 ? 61 : 1))
    #expect(verdict.findings.first?.place == "train.py:31")
  }

  @Test(arguments: [1, 60])
  func `p and 1 - p swapped`(onset: Int) throws {
    var session = try session(rate: 0.2, onset: onset) { $0.mapped { _ in true }.inverse(of: $0) }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D03 bad"])
    if onset == 1 {
      #expect(verdict.findings[0].what.contains("p and 1 - p are swapped"))
    } else {
      #expect(abs((verdict.findings[0].from ?? 0) - onset) < 5)
    }
  }

  @Test(arguments: [1.0, 2.0, 0.7, 1 / 0.49, 1 / 0.3])
  func `a scale that no mode has`(scale: Double) throws {
    var session = try session { $0 }
    session.sites[1].scale = { _ in scale }
    #expect(try session.verdict().brief == ["D04 bad"])
    session = try self.session { $0 }
    session.sites[1].scale = { _ in scale }
    session.edit = { $1.mode = nil }
    #expect(try session.verdict().brief == ["D04 bad"])
  }

  @Test func `a scale that only the stages tell, whatever the record says of it`() throws {
    var session = try session { $0 }
    session.sites[1].scale = { _ in 1 }
    session.edit = { _, call in call.sites[1].scale = 1 / 0.7 }
    #expect(try session.verdict().brief == ["D04 bad"])
  }

  @Test func `a site that never runs in evaluation is held against the others`() throws {
    for mode in [Mode.inverted, .vanilla] {
      var session = try session { $0 }
      session.mode = mode
      session.sites[1].scale = { _ in 1 }
      session.edit = { _, call in
        call.mode = nil
        if call.phase == .eval { call.sites.remove(at: 1) }
      }
      #expect(try session.verdict().brief == (mode == .inverted ? ["D04 bad"] : []))
    }
  }

  @Test func `vanilla dropout whose evaluation forgets to scale`() throws {
    var session = try session { $0 }
    session.mode = .vanilla
    session.edit = { number, call in
      guard call.phase == .eval, let stages = call.sites[1].stages else { return }
      call.sites[1].stages?.after = stages.before
    }
    #expect(try session.verdict().brief == ["D04 bad"])
  }

  @Test(arguments: [1, 7, 40], [1, 60])
  func `masks that come again`(period: Int, onset: Int) throws {
    var masks: [Mask] = []
    var count = 0
    var session = try session(onset: onset) { mask in
      count += 1
      if masks.count < period { masks.append(mask) }
      return masks[(count - 1) % period]
    }
    session.calls = 160
    #expect(try session.verdict().brief == ["D06 bad"])
  }

  @Test func `a repeated mask is told at its second call`() throws {
    var first: Mask?
    var session = try session { mask in
      first = first ?? mask
      return first
    }
    let alarm = try #require(try session.alarm())
    #expect(alarm.call == 2 && alarm.rules == ["D06"])
  }

  @Test(arguments: [2, 4, 8, 16, 48], [0.1, 0.5])
  func `groups of elements that share a decision`(size: Int, rate: Double) throws {
    var session = try session(rate: rate) { mask in mask.mapped { mask[$0 / size * size] } }
    #expect(try session.verdict().brief == ["D07 bad"])
  }

  @Test func `one mask for all samples of a batch`() throws {
    var session = try session { mask in mask.mapped { mask[$0 % 48] } }
    #expect(try session.verdict().brief == ["D07 bad"])
  }

  @Test func `masks again in a second pass over a batch are healthy, a step later not`()
    throws
  {
    for (callsOfStep, rules) in [(2, []), (1, ["D06 drop"])] {
      var previous: Mask?
      var session = try Session([
        .init(draw: { number, mask in
          defer { previous = mask }
          return number.isMultiple(of: 2) ? previous : mask
        })
      ])
      session.evaluates = false
      session.edit = { $1.step = ($0 - 1) / callsOfStep }
      #expect(try session.verdict().brief == rules)
    }
  }

  @Test func `masks of a look without gradients come again in training and nowhere else`() throws {
    for (later, rules) in [(3, []), (6, ["D06 drop"])] {
      var first: Mask?
      var session = try Session([
        .init(draw: { number, mask in
          if number == 1 { first = mask }
          return number == 3 || number == later ? first : mask
        })
      ])
      session.evaluates = false
      session.edit = { if $0 == 1 { $1.grad = false } }
      #expect(try session.verdict().brief == rules)
    }
  }

  @Test func `the masks of half a batch again for the other half`() throws {
    var session = try session { mask in mask.mapped { mask[$0 % (8 * 48)] } }
    #expect(try session.verdict().brief == ["D07 bad"])
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.8])
  func `a unit that is always dropped`(rate: Double) throws {
    var session = try session(rate: rate) { mask in mask.mapped { $0 % 48 != 5 && mask[$0] } }
    #expect(try session.verdict().brief == ["D09 bad"])
  }

  @Test func `a unit that is never dropped`() throws {
    var session = try session { mask in mask.mapped { $0 % 48 == 5 || mask[$0] } }
    #expect(try session.verdict().brief == ["D09 bad"])
  }

  @Test func `values that are not finite, where they come up first`() throws {
    var session = try session { $0 }
    session.edit = { number, call in
      guard number >= 41 else { return }
      call.sites[1].stages?.after.inf = 3
      if number > 41 { call.sites[0].stages?.before.nan = 48 }
    }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D10 bad"])
    #expect(verdict.findings[0].from == 41)
  }

  @Test func `a batch norm that follows learns another variance`() throws {
    var session = try session { $0 }
    session.edit = { _, call in call.sites[1].nextNorm = "bn" }
    let verdict = try session.verdict()
    #expect(verdict.brief == ["D11 bad"])
    let ratio = try #require(verdict.findings[0].numbers.first)
    #expect(abs(ratio.measured - (ratio.expected ?? 0)) < 0.05)
  }

  @Test func `a result that nothing reads`() throws {
    var session = try session { $0 }
    session.edit = { _, call in call.sites[1].isUsed = false }
    #expect(try session.verdict().brief == ["D13 bad"])
  }

  @Test func `two dropouts in a row, but not an element dropout before a path`() throws {
    var session = try session { $0 }
    session.edit = { _, call in
      guard let after = call.sites[0].stages?.after else { return }
      call.sites[1].stages?.before = after
      call.sites[1].stages?.masked = after
      call.sites[1].stages?.after = after
      call.sites[1].stages?.after.sd = (after.sd ?? 0) / (call.phase == .train ? 0.7 : 1)
    }
    #expect(try session.verdict().brief == ["D14 bad"])
    session.sites[1].kind = "droppath"
    #expect(try session.verdict().brief == [])
    // A branch that drops what the path beside it reads, too.
    session.sites[1].kind = "dropout"
    let twice = session.edit
    session.edit = { number, call in
      twice(number, &call)
      call.sites[0].reads = 2
    }
    #expect(try session.verdict().brief == [])
  }

  @Test func `a flag in the place of p`() throws {
    var session = try session { $0 }
    session.edit = { _, call in
      let isTrain = call.phase == .train
      call.sites[1].rate = isTrain ? try? Rate(1) : .zero
      call.sites[1].draw = .nothing
      call.sites[1].kept = isTrain ? 0 : call.sites[1].size
    }
    #expect(try session.verdict().brief == ["D15 bad"])
    session.calls = 10  // One evaluation is enough beside several training calls.
    #expect(try session.verdict().brief == ["D15 bad"])
  }
}

extension FaultTests {
  @Test func `a mask of groups that never changes is frozen first of all`() throws {
    var first: Mask?
    var session = try session { mask in
      first = first ?? mask.mapped { mask[$0 / 4 * 4] }
      return first
    }
    #expect(try session.verdict().findings.map(\.rule).contains("D06"))
  }
}

extension Mask {
  /// What another mask drops.
  fileprivate func inverse(of other: Mask) -> Mask { other.mapped { !other[$0] } }
}
