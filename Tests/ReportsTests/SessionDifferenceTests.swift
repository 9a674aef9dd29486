import DropoutEngine
import SessionLog
import TestSupport
import Testing

@testable import Reports

@Suite("Comparing two sessions")
struct SessionDifferenceTests {
  @Test("finds the first element, and the share in each layer")
  func shares() throws {
    var session = try RecordedSession()
    session.run(1...3)
    var difference = SessionDifference()
    for case .call(let call, _) in session.records {
      var other = call
      if call.number > 1 { other.sites[1].draw = .mask(Mask(repeating: true, count: 20)) }
      difference.add(call, other)
    }
    let first = try #require(difference.first)
    #expect(first.call == 2 && first.site.name == "hidden2")
    #expect(difference.common == 3)
    #expect(difference.sites[0].differing == 0)
    #expect(difference.sites[1].elements == 60)
    #expect(difference.sites[1].differingCalls == 2)
    #expect(difference.text(TextStyle()).contains("in 2 of 3 calls"))
  }

  @Test("takes no mask for one that keeps all")
  func none() throws {
    var session = try RecordedSession()
    session.run(1...1)
    var a = try session.firstCall
    var b = a
    (a.sites[0].draw, b.sites[0].draw) = (.nothing, .mask(Mask(repeating: true, count: 36)))
    var difference = SessionDifference()
    difference.add(a, b)
    #expect(difference.first == nil)
  }

  @Test("tells other shapes and other numbers of layers")
  func shapes() throws {
    var session = try RecordedSession()
    session.run(1...1)
    let a = try session.firstCall
    var b = a
    b.sites[0].shape = [36]
    var difference = SessionDifference()
    difference.add(a, b)
    #expect(difference.first?.what == "4x9 against 36")
    b = a
    b.sites.removeLast()
    difference = SessionDifference()
    difference.add(a, b)
    #expect(difference.first?.what == "only the first log has it in this call")
    #expect(difference.text(TextStyle()).contains("hidden2: only in the first log in 1 calls"))
    difference = SessionDifference()
    difference.add(b, a)
    #expect(difference.first?.site.name == "hidden2")
    #expect(difference.sites.map(\.onlySecond) == [0, 1])
  }

  @Test func `sites are paired by their names and runs, wherever they stand`() throws {
    var session = try RecordedSession()
    session.run(1...1)
    var a = try session.firstCall
    a.sites.append(a.sites[0])
    a.sites[2].run = 2
    a.sites[2].draw = .mask(Mask(repeating: false, count: 36))
    var b = a
    b.sites.reverse()
    var difference = SessionDifference()
    difference.add(a, b)
    #expect(difference.first == nil && difference.sites.map(\.calls) == [1, 1, 1])
    b.sites[0].draw = .nothing
    difference.add(a, b)
    #expect(difference.first?.site == SiteRun(name: "hidden1", run: 2))
    #expect(difference.text(TextStyle()).hasPrefix("call 1, layer hidden1 run 2: 36 of 36"))
  }

  @Test func `a digest is held against a digest, and against the digest of a mask`() {
    // printf '\xa5\xf0\x80' | sha256sum
    let mask = Mask([1, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1].map { $0 == 1 })
    var a = SiteCall(name: "d")
    a.shape = [17]
    var b = a
    a.draw = .mask(mask)
    b.draw = .unrecorded(digest: "960a66835714c2c5", tiles: nil)
    #expect(mask.packedBytes == [0xa5, 0xf0, 0x80])
    let call = { ForwardCall(number: 4, phase: .train, sites: [$0]) }
    var difference = SessionDifference()
    for pair in [(a, b), (b, a), (b, b)] { difference.add(call(pair.0), call(pair.1)) }
    #expect(difference.first == nil && difference.sites[0].digests == 3)
    a.draw = .mask(Mask(repeating: true, count: 17))
    difference.add(call(a), call(b))
    #expect(difference.text(TextStyle()).hasPrefix("call 4, layer d: the digests of the masks"))
    #expect(difference.text(TextStyle()).contains("d: 1 of 4 digests differ"))
  }

  @Test func `where less is on record the counts are held together`() {
    var a = SiteCall(name: "d")
    (a.shape, a.kept) = ([4], 4)
    var b = a
    #expect(text(a, b) == nil, "no more can be told")
    b.draw = .nothing
    #expect(text(a, b) == nil, "all are kept")
    a.kept = 3
    #expect(text(a, b) == "3 kept against 4")
    b.draw = .unknown
    #expect(text(a, b) == "3 kept against 4")
    b.kept = 3
    a.draw = .unrecorded(digest: nil, tiles: KeptTiles(rows: 1, columns: 2, kept: [1, 2]))
    b.draw = .unrecorded(digest: nil, tiles: KeptTiles(rows: 1, columns: 2, kept: [2, 1]))
    #expect(text(a, b) == "other elements are kept, as the tiles tell")
    var difference = SessionDifference()
    let call = { ForwardCall(number: 1, phase: .train, sites: [$0]) }
    difference.add(call(SiteCall(name: "d")), call(a))
    #expect(difference.first == nil && difference.unknown == 1)
  }

  @Test func `a drawn shape names the element, and another drawn shape is a difference`() {
    var a = SiteCall(name: "d")
    (a.shape, a.drawn, a.draw) = ([3, 4], [3, 1], .mask(Mask([true, true, false])))
    var b = a
    b.draw = .mask(Mask([true, false, false]))
    #expect(text(a, b) == "1 of 3 elements differ, element 1 [1, 0] first")
    (b.drawn, b.draw) = ([1, 4], .mask(Mask(repeating: true, count: 4)))
    #expect(text(a, b) == "drawn 3x1 against 1x4")
  }

  private func text(_ a: SiteCall, _ b: SiteCall) -> String? {
    var difference = SessionDifference()
    difference.add(
      ForwardCall(number: 1, phase: .train, sites: [a]),
      ForwardCall(number: 1, phase: .train, sites: [b]))
    return difference.first?.what
  }
}
