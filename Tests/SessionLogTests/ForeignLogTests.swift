import DropoutEngine
import Files
import Testing

@testable import SessionLog

/// Logs as other programs write them: Python's json.dumps puts blanks behind commas and colons,
/// escapes what is not ASCII, writes NaN, and has keys in any order.
@Suite struct ForeignLogTests {
  private let session =
    #"{"t": "session", "v": 1, "source": "pytorch", "run": 68, "rank": 1, "ranks": 2, "framework": "torch", "policy": {"masks": 1, "stages": NaN, "nested": [1], "of": "x"}, "started": null}"#

  @Test func `a session without layers reads, and what is unknown stays so`() throws {
    let header = try #require(try recording([session]).session?.header)
    #expect(header.run == "68" && header.rank == 1 && header.ranks == 2)
    #expect(header.framework == Framework(name: "torch"))
    #expect(header.policy.map(\.name) == ["masks", "of"])
    #expect(header.sites.isEmpty && header.seed == nil && header.dialect == nil)
  }

  @Test func `keys come in any order, and a shape may come after its mask`() throws {
    let lines = [
      session,
      #"{"t": "site", "where": "a.py:3", "rate": null, "name": "caf\u00e9", "registered": false}"#,
      #"{"layers": [{"mask": "a0", "decisions": 2, "before": null, "rate": NaN, "kept": null, "drawn": [3, 1], "shape": [3, 4], "name": "caf\u00e9"}], "loss": NaN, "worst": -Infinity, "step": null, "grad": null, "unseen": null, "phase": "train", "n": 7, "t": "call"}"#,
    ]
    let recording = try recording(lines)
    let call = try #require(recording.calls.first)
    #expect(call.number == 7 && call.loss == nil && call.mode == nil && call.grad == nil)
    let site = try #require(call.sites.first)
    #expect(site.name == "café" && site.rate == nil && site.stages == nil)
    #expect(site.mask == Mask([true, false, true]))
    #expect(site.kept == 8, "each of three draws decides about four elements")
    #expect(site.keptDecisions == KeptCount(kept: 2, of: 3))
    #expect(recording.session?.header.site("café")?.isRegistered == false)
  }

  @Test func `an entry needs nothing but its name`() throws {
    let call = try recording([session, call(#"{"name":"d"}"#)]).calls[0]
    #expect(call.sites == [SiteCall(name: "d")])
    #expect(call.sites[0].isDrawn == nil && call.sites[0].keptShare == nil)
  }

  @Test func `the shape of an entry is that of the session or of the site's record`() throws {
    let lines = [
      #"{"t":"session","v":1,"layers":[{"name":"a","shape":[3]}]}"#,
      #"{"t":"site","name":"b","shape":[2]}"#, #"{"t":"site","name":"a","shape":[9]}"#,
      call(#"{"name":"b","mask":"80"},{"name":"a","mask":"e0"},{"name":"c","mask":"80"}"#),
    ]
    let sites = try recording(lines).calls[0].sites
    #expect(sites.map(\.shape) == [[2], [3], nil], "of two sites with one name the first counts")
    #expect(sites.map { $0.mask?.count } == [2, 3, nil])
    #expect(sites[2].draw == .unknown, "a mask without a shape does not say where it ends")
  }

  @Test func `recomputed sites join their call, and those of no call are let go`() throws {
    let lines = [
      session, call(#"{"name":"a"}"#),
      #"{"t":"recompute","n":1,"layers":[{"name":"a"},{"name":"a","run":2}]}"#,
      #"{"t":"recompute","n":8,"layers":[{"name":"a"}]}"#,
    ]
    let sites = try recording(lines).calls[0].sites
    #expect(
      sites.map(\.id) == [
        SiteRun(name: "a"), SiteRun(name: "a", isRecomputed: true),
        SiteRun(name: "a", run: 2, isRecomputed: true),
      ])
  }

  @Test func `a byte-order mark and carriage returns are no part of a record`() throws {
    let lines = [session, call(#"{"name":"a"}"#), #"{"t":"end","n":1}"#]
    let plain = Array(lines.map { $0 + "\n" }.joined().utf8)
    let windows = [0xEF, 0xBB, 0xBF] + Array(lines.map { $0 + "\r\n" }.joined().utf8)
    #expect(try read(windows) == read(plain))
    let inside = Array((session + "\n\u{FEFF}" + lines[1] + "\n").utf8)
    #expect(throws: LogError.self, "a mark stands at the start alone") { try read(inside) }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], "it is compressed with gzip: zcat FILE | dropscope check -"),
      (
        [0x1F, 0x8B, 8, 0x0A, 7, 0x0A], "it is compressed with gzip: zcat FILE | dropscope check -"
      ),
      (
        [0xFF, 0xFE, 0x7B, 0, 0x0A, 0],
        "it is UTF-16 text: iconv -f UTF-16 -t UTF-8 FILE | dropscope check -"
      ),
      ([0x7F, 0x45, 0x4C, 0x46, 2, 0x0A], "it is a binary file, no session log"),
      (
        Array("[{\"t\":\"session\"}]\n".utf8),
        "it is a JSON array; a log has a record a line: jq -c '.[]' FILE | dropscope check -"
      ),
      (
        Array("{\r\n  \"t\": \"session\"\r\n}\r\n".utf8),
        "it is JSON over several lines; a log has a record a line: jq -c . FILE | dropscope check -"
      ),
      (
        Array("{'t': 'session'}\n".utf8),
        "it is a dictionary as Python prints it; json.dumps writes JSON"
      ),
      (Array("step,loss".utf8), "it is no JSON; a session log begins with {\"t\":\"session\""),
    ] as [([UInt8], String)])
  func `a file that is no log is named, with the way to read it`(bytes: [UInt8], reason: String) {
    #expect(throws: LogError.line(number: 1, reason: reason, path: nil)) { try read(bytes) }
    var index = LogIndex()
    _ = index.take(bytes, count: bytes.count)
    let isWhole = bytes.contains(0x0A) || FileForm(bytes) != nil
    #expect(index.failure == (isWhole ? LogIndex.Failure(line: 1, reason: reason) : nil))
  }

  @Test func `a log without a whole line is empty, or unfinished`() {
    #expect(throws: LogError.noLine(path: nil, length: 0)) { try read([]) }
    #expect(throws: LogError.noLine(path: nil, length: 4)) { try read(Array("{\"t\"".utf8)) }
    #expect(LogError.noLine(path: "a", length: 0).description == "a: the log is empty")
    #expect(
      LogError.noLine(path: "a", length: 4).description
        == "a: the log has 4 bytes and no whole line; one that is still written opens with "
        + "dropscope attach")
  }

  @Test(arguments: [
    (#"{"run":1}"#, "site 1 of the call has no name"),
    (#"{"name":"a"},{"name":"b","run":0}"#, "run should be a whole number in 1...9007199254740991"),
    (#"{"name":"a","phase":"test"}"#, "phase should be train or eval"),
    (#"{"name":"a","recomputed":1}"#, "recomputed should be true or false"),
    (#"{"name":"a","digest":"abc"}"#, "a digest should be 16 hex digits"),
    (#"{"name":"a","digest":"0123456789abcdeg"}"#, "a digest should be 16 hex digits"),
    (
      #"{"name":"a","tiles":{"rows":2,"columns":1,"kept":[1]}}"#,
      "tiles should hold rows x columns counts"
    ),
    (#"{"name":"a","tiles":{"rows":65}}"#, "rows should be a whole number in 0...64"),
    (
      #"{"name":"a","drawn":[4,1],"decisions":5}"#, "site 1 keeps 5 of 4 draws"
    ),
    (#"{"name":"a","shape":[2],"kept":3}"#, "site 1 keeps 3 of 2 elements"),
    (#"{"name":"a","zero_units":"fx"}"#, "a mask holds something else than hex digits"),
    (#"{"name":"a","order":[64]}"#, "an axis should be a whole number in 0...63"),
  ])
  func `what cannot be is refused in a sentence`(entry: String, reason: String) {
    #expect(message([session, call(entry)]) == "line 2: \(reason)")
  }

  @Test(arguments: [
    (#"{"t":"site","kind":"x"}"#, "a site has no name"),
    (#"{"t":"skipped","calls":1}"#, "a skipped record has no n"),
    (#"{"t":"skipped","n":0,"calls":1}"#, "n should be at least 1"),
    (#"{"t":"accept","n":1}"#, "the record has no rule"),
    (#"{"t":"recompute","layers":[]}"#, "a recompute record has no n"),
    (#"{"t":"call","phase":"eval","layers":[]}"#, "a call record has no n"),
    (#"{"t":"call","n":4,"layers":[]}"#, "call 4 has no phase"),
    (#"{"t":"call","n":4,"phase":"eval"}"#, "call 4 has no layers"),
    (#"{"t":"call","n":4,"mode":"x"}"#, "mode should be vanilla or inverted"),
  ])
  func `a record that lacks what it needs is refused in a sentence`(line: String, reason: String) {
    #expect(message([session, line]) == "line 2: \(reason)")
  }

  private func call(_ entries: String) -> String {
    #"{"t":"call","n":1,"phase":"train","layers":[\#(entries)]}"#
  }

  private func recording(_ lines: [String]) throws -> Recording {
    var reader = LogReader(bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
    return try Recording(&reader)
  }
}

@Suite struct SiteTableTests {
  @Test func `of two sites with one name the first counts`() {
    var table = SiteTable([SiteHeader(name: "a", shape: [3])])
    table.add(SiteHeader(name: "b", shape: [2]))
    table.add(SiteHeader(name: "a", shape: [9]))
    #expect(table.sites.map(\.name) == ["a", "b"])
    #expect(table["a"]?.shape == [3] && table["c"] == nil)
  }

  @Test func `no more sites are kept than a log may have`() {
    var table = SiteTable()
    for number in 0..<5000 { table.add(SiteHeader(name: "\(number)")) }
    #expect(table.sites.count == LogLimits.sites)
    #expect(table["4095"] != nil && table["4096"] == nil)
  }
}
