import DropoutEngine
import TestSupport
import Testing

@testable import SessionLog

@Suite struct OpenRecordTests {
  @Test func `every field of a session and its sites is written and read`() throws {
    let session = OpenSamples.session
    expectAllSet(session.header, unlike: SessionHeader(source: ""))
    expectAllSet(OpenSamples.site, unlike: SiteHeader(name: "", kind: nil))
    expectAllSet(
      session, unlike: SessionRecord(app: "", started: "", header: SessionHeader(source: "")),
      but: ["version"])
    expectAllSet(session.header.modules[0], unlike: ModuleHeader(name: ""))
    try expectRoundTrip([.session(session)])
  }

  @Test(arguments: OpenSamples.draws)
  func `every field of a call and its sites is written and read`(draw: SiteCall.Draw) throws {
    let entry = OpenSamples.entry(draw)
    expectAllSet(entry, unlike: SiteCall(name: ""), but: ["draw"])
    let call = OpenSamples.call(9, [entry])
    expectAllSet(
      call, unlike: ForwardCall(number: 0, phase: .train, sites: []), but: ["tensors"])
    try expectRoundTrip([.session(OpenSamples.session), .call(call, ms: 5)])
  }

  @Test func `calls of which any field may be missing come back as they were`() throws {
    var random = SplitMix64(state: 41)
    var records: [LogRecord] = [.session(OpenSamples.session)]
    for number in 1...400 {
      records.append(.call(OpenSamples.call(number, using: &random), ms: number))
    }
    let bytes = write(records)
    let back = try read(bytes)
    for (record, other) in zip(records, back) { #expect(record == other) }
    #expect(back.count == records.count)
    #expect(write(back) == bytes)
  }

  @Test func `what happens between calls is written and read`() throws {
    let kinds: [Annotation.Kind] = [
      .change(.rate(site: "a", from: .half, to: .zero)),
      .change(.other(what: "clock", site: nil, from: "1", to: "2")), .mark(text: "here"),
      .skipped(calls: 3, masks: 0, why: "budget"), .skipped(calls: 0, masks: 7, why: ""),
      .note(site: "attn", text: "a fused kernel"), .note(site: nil, text: "compiled"),
      .accepted(rule: "D05", site: "attn", why: "known"),
      .accepted(rule: "D05", site: nil, why: ""),
    ]
    var recomputed = OpenSamples.draws.map(OpenSamples.entry)
    for index in recomputed.indices { recomputed[index].run = index + 1 }
    var records: [LogRecord] = [
      .session(OpenSamples.session), .site(SiteHeader(name: "bare", kind: nil)),
      .site(OpenSamples.site), .call(OpenSamples.call(3, []), ms: 1),
      .recompute(n: 3, ms: 2, sites: recomputed),
    ]
    records += kinds.map { .annotation(Annotation(number: 3, kind: $0), ms: 4) }
    records += [
      .annotation(Annotation(number: 0, kind: .note(site: nil, text: "before all")), ms: 4),
      .rewind(n: 2, ms: 5), .end(n: 1, ms: 6, reason: "quit"),
    ]
    try expectRoundTrip(records)
  }

  /// Fails for a field that the sample leaves as it is when nothing is known, such as a new one:
  /// the round trip would not notice that it is not written.
  private func expectAllSet<T>(
    _ value: T, unlike empty: T, but left: Set<String> = [],
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (field, none) in zip(Mirror(reflecting: value).children, Mirror(reflecting: empty).children)
    where !left.contains(field.label ?? "") {
      #expect(
        String(reflecting: field.value) != String(reflecting: none.value),
        "\(T.self).\(field.label ?? "") has a sample value", sourceLocation: location)
    }
  }

  private func expectRoundTrip(_ records: [LogRecord]) throws {
    let bytes = write(records)
    let back = try read(bytes)
    #expect(back.count == records.count)
    for (record, other) in zip(records, back) { #expect(record == other) }
    #expect(write(back) == bytes)
  }
}
