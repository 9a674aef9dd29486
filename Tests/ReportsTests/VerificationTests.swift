import DropoutEngine
import SessionLog
import Testing

@testable import Reports

@Suite("A recorded session simulated again")
struct VerificationTests {
  @Test("is the same")
  func same() throws {
    for mode in Mode.allCases {
      var session = try RecordedSession(mode: mode)
      session.run(1...20)
      #expect(try session.mismatch() == nil)
    }
  }

  @Test("follows changes, and rewinds with the changes that they replace")
  func changes() throws {
    var session = try RecordedSession()
    session.run(1...5)
    try session.change(.mode(.vanilla), from: 6)
    try session.change(.rate(site: "hidden2", Rate(0.1)), from: 8)
    session.run(6...12)
    session.records.append(.rewind(n: 7, ms: 0))
    try session.change(.phase(.eval), from: 7)
    session.run(7...9)
    #expect(try session.mismatch() == nil)
  }

  @Test("may begin in the middle, after the changes before it")
  func middle() throws {
    var session = try RecordedSession()
    try session.change(.mode(.vanilla), from: 3)
    session.run(90...95)
    #expect(try session.mismatch() == nil)
  }

  @Test("takes another seed at call 1, which a rewind to call 1 takes back")
  func seeds() throws {
    var session = try RecordedSession()
    session.run(1...3)
    let calls = session.records.dropFirst()
    session.records += [
      .rewind(n: 1, ms: 0),
      .annotation(
        Annotation(number: 1, kind: .change(Change(what: "seed", site: nil, from: "42", to: "7"))),
        ms: 0),
    ]
    session.records += calls
    let mismatch = try #require(try session.mismatch())
    #expect(mismatch.call == 1 && mismatch.what.hasPrefix("mask, element"))
    session.records.removeLast(calls.count)
    session.records += [.rewind(n: 1, ms: 0)] + calls
    #expect(try session.mismatch() == nil)
  }

  @Test("names the first call, layer and element where a mask differs")
  func oneBit() throws {
    var session = try RecordedSession()
    session.run(1...4)
    guard case .call(var call, let ms) = session.records[3] else { return }
    let mask = try #require(call.sites[1].mask)
    var words = mask.words
    words[0] ^= 1 << 13
    call.sites[1].draw = .mask(Mask(words: words, count: mask.count))
    session.records[3] = .call(call, ms: ms)
    let mismatch = try #require(try session.mismatch())
    #expect(mismatch.call == 3)
    #expect(mismatch.site == "hidden2")
    #expect(mismatch.what == "mask, element 13 [2, 3] (1 of 20 differs)")
  }

  @Test("refuses what it has no setting for")
  func unknownChange() throws {
    for (what, to) in [("mode", "sideways"), ("rate", "2"), ("seed", "-1"), ("colour", "red")] {
      var session = try RecordedSession()
      session.records.append(
        .annotation(
          Annotation(number: 1, kind: .change(Change(what: what, site: nil, from: "", to: to))),
          ms: 0))
      #expect(throws: CannotSimulate.self) { try session.mismatch() }
    }
  }

  @Test("is bounded in what it may ask for, unless it is trusted")
  func bounds() throws {
    var far = try RecordedSession()
    far.run(1...1)
    var call = try far.firstCall
    call.number = 1 << 40
    let options = try SimulationOptions(far.session)
    let limit = try WorkLimit(options, spareWork: 50_000_000)
    var again = try Resimulation(options, limit: limit)
    #expect(throws: CannotSimulate.self) { try again.take(.call(call, ms: 0)) }

    var wide = SimulationOptions(preset: .digits)
    wide.widths = [4096, 4096]
    #expect(throws: CannotSimulate.self) { try Resimulation(wide) }
    wide.widths = [65_536, 1 << 62]
    #expect(throws: CannotSimulate.self) { try Resimulation(wide) }
    wide.widths = [1024, 1024]
    _ = try Resimulation(wide, isTrusted: true)
  }

  @Test("says why a log is none of a simulation")
  func noSimulation() throws {
    var session = try RecordedSession().session
    session.header.source = "pytorch\u{1b}[31m"
    let error = #expect(throws: CannotSimulate.self) { try SimulationOptions(session) }
    #expect(
      error?.description
        == #"it cannot be simulated again: its source is 'pytorch\u{1b}[31m', not a simulation"#)
  }
}

@Suite("Comparing two calls")
struct CallComparisonTests {
  @Test("numbers that JSON cannot hold are the null that a log has for them")
  func notFinite() throws {
    var session = try RecordedSession()
    session.run(1...1)
    var a = try session.firstCall
    var b = a
    (a.loss, b.loss) = (nil, .nan)
    a.sites[0].stages?.before.sd = nil
    b.sites[0].stages?.before.sd = .infinity
    #expect(CallComparison().firstDifference(a, b) == nil)
  }

  @Test("a tolerance lets numbers and counts differ by so much, and no mask")
  func tolerance() throws {
    var session = try RecordedSession()
    session.run(1...1)
    let a = try session.firstCall
    var b = a
    b.loss = a.loss.map { $0 * 1.0001 }
    #expect(CallComparison().firstDifference(a, b)?.what == "loss")
    #expect(CallComparison(tolerance: 0.001).firstDifference(a, b) == nil)
    #expect(CallComparison(tolerance: 1e-6).firstDifference(a, b)?.what == "loss")
    b = a
    b.sites[0].stages?.after.zeros += 1
    #expect(CallComparison().firstDifference(a, b)?.what == "after.zeros")
    #expect(CallComparison(tolerance: 1e-6).firstDifference(a, b) == nil)
    b.sites[0].draw = .mask(Mask(repeating: true, count: 36))
    #expect(CallComparison(tolerance: 1).firstDifference(a, b)?.what.hasPrefix("mask") == true)
  }

  @Test("a mask and none differ")
  func none() throws {
    var session = try RecordedSession()
    session.run(1...1)
    let a = try session.firstCall
    var b = a
    b.sites[1].draw = .nothing
    let mismatch = try #require(CallComparison().firstDifference(a, b))
    #expect(
      mismatch.description == "call 1, layer hidden2, mask: the log has one, the simulation none")
  }
}
