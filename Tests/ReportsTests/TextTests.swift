import DropoutEngine
import Reports
import SessionLog
import Testing

@Suite("A call as text")
struct CallTextTests {
  private func call(_ shape: [Int], _ mask: Mask?) -> ForwardCall {
    let size = shape.reduce(1, *)
    let stage = StageStatistics(
      mean: 0.25, sd: 1.5, min: -1, max: 2, zeros: 0, nan: 0, inf: 0, below: 0, above: 0,
      bins: [size, 0, size / 2, 1])
    let layer = SiteCall(
      name: "drop\u{1b}", shape: shape, rate: .half, scale: 2, mask: mask,
      kept: mask?.kept ?? size,
      stages: Stages(
        range: HistogramRange(low: -1, high: 1), before: stage, masked: stage, after: stage))
    return ForwardCall(number: 3, phase: .train, mode: .vanilla, sites: [layer])
  }

  @Test("shows a mask as it lies in the tensor")
  func grid() {
    let mask = Mask([true, false, true, false, false, true])
    let text = CallText(call([2, 3], mask), style: TextStyle()).full
    #expect(text.contains("\n    █·█\n    ··█\n"))
    #expect(text.contains(#"drop\u{1b}  2x3  p 0.5  scale 2  kept 3 of 6 (50.0%)"#))
    let ascii = CallText(call([2, 3], mask), style: TextStyle(isASCII: true)).full
    #expect(ascii.contains("\n    #.#\n    ..#\n"))
    #expect(ascii.utf8.allSatisfy { $0 < 128 })
  }

  @Test("goes on below where a single row is too wide")
  func row() {
    let text = CallText(
      call([20], Mask(repeating: true, count: 20)), style: TextStyle(width: 16)
    ).full
    #expect(text.contains("\n    ████████████\n    ████████\n"))
  }

  @Test("folds what is larger than there is room for, to shades")
  func fold() {
    let half = Mask((0..<100 * 64).map { $0 % 2 == 0 })
    let text = CallText(call([100, 64], half), style: TextStyle(width: 36)).full
    #expect(text.contains("each mark stands for 4 x 2 elements"))
    #expect(text.contains("\n    " + String(repeating: "▒", count: 32) + "\n"))
  }

  @Test("says so where nothing was drawn")
  func none() {
    let text = CallText(call([1 << 20, 1 << 10], nil), style: TextStyle()).full
    #expect(text.contains("nothing was drawn: all are kept"))
  }

  @Test("keeps a bar for every bin that holds something")
  func bars() {
    let text = CallText(call([100], nil), style: TextStyle()).full
    #expect(text.contains("\n    █\n    █\n    █ █\n    █ █▁\n    -1 1\n"), "\(text)")
  }

  @Test("has escapes only where it is coloured")
  func color() {
    let plain = CallText(call([4], nil), style: TextStyle()).full
    #expect(!plain.contains("\u{1b}"))
    #expect(CallText(call([4], nil), style: TextStyle(isColored: true)).full.contains("\u{1b}[33m"))
  }

  @Test("fits any sizes that a log may give")
  func sizes() {
    for shape in [[], [0], [3, 0], [1], [1, 1, 1], [64, 65], [2, 3, 5]] {
      let size = shape.reduce(1, *)
      for mask in [nil, Mask(repeating: false, count: size)] {
        for style in [TextStyle(), TextStyle(width: 1)] {
          let text = CallText(call(shape, mask), style: style)
          #expect(text.full.hasPrefix("call 3  train vanilla\n"))
          #expect(text.brief.hasPrefix("call 3 "))
        }
      }
    }
  }
}

@Suite struct OpenCallTextTests {
  @Test func `an entry of which only the name is known`() {
    let call = ForwardCall(number: 3, phase: .eval, sites: [SiteCall(name: "d")])
    let text = CallText(call, style: TextStyle())
    #expect(
      text.full
        == """
        call 3  eval

          d  -  p -  scale -  kept - of - (-)
            no mask is on record
            stages  not logged


        """)
    #expect(text.brief == "call 3       eval            d            p -      kept -      mean -\n")
  }

  @Test func `run, kind, phase, draws, digest and tiles are told`() {
    var entry = SiteCall(name: "d")
    entry.run = 2
    entry.isRecomputed = true
    entry.phase = .train
    (entry.shape, entry.drawn, entry.kept, entry.decisions) = ([3, 4], [3, 1], 8, 2)
    (entry.shift, entry.fill, entry.chain, entry.grad) = (0.5, -1.75, "te", false)
    (entry.dead, entry.nextNorm, entry.isUsed) = (3, "bn", false)
    entry.draw = .unrecorded(
      digest: "0123456789abcdef", tiles: KeptTiles(rows: 2, columns: 2, kept: [4, 2, 0, 2]))
    var call = ForwardCall(number: 3, phase: .eval, sites: [entry])
    (call.step, call.grad, call.root, call.rng) = (7, true, "encoder", "8f")
    call.unseen = [UnseenDraws(what: "inductor", draws: 2)]
    #expect(
      CallText(call, kinds: ["d": "droppath"], style: TextStyle()).full
        == """
        call 3  eval  step 7  grad on  of encoder  rng 8f
          drew without being seen: inductor, 2 times

          d run 2 recomputed  droppath  train  3x4  p -  scale -  kept 8 of 12 (66.7%)
            drawn 3x1  kept 2 of 3 draws (66.7%)
            shift 0.5  fill -1.75  flags from the root te  grad off  3 units are zero before the \
        mask  then bn  nothing reads the result
            no mask is on record; its digest is 0123456789abcdef
            █▒
            ·█
            each mark stands for about 2 x 2 elements
            stages  not logged


        """)
  }

  @Test func `what was recomputed later is told without a phase of its call`() {
    let text = CallText(recomputationOf: 4, [SiteCall(name: "d")], style: TextStyle())
    #expect(text.full.hasPrefix("call 4  recomputed\n\n  d  -"))
    #expect(text.brief.hasPrefix("call 4       -               d "))
  }

  @Test func `tiles of any size fit, whatever a log claims`() {
    let sizes = [([0, 3], 0, 3), ([2], 1, 2), ([1 << 20, 64], 64, 64), ([], 1, 1)]
    for (shape, rows, columns) in sizes {
      var entry = SiteCall(name: "d")
      entry.shape = shape
      entry.draw = .unrecorded(
        digest: nil,
        tiles: KeptTiles(
          rows: rows, columns: columns, kept: Array(repeating: 1 << 31, count: rows * columns)))
      for width in [1, 40, 200] {
        let call = ForwardCall(number: 1, phase: .train, sites: [entry])
        let lines = CallText(call, style: TextStyle(width: width)).full.split(separator: "\n")
        #expect(lines.count <= 40)
      }
      entry.shape = nil
      let call = ForwardCall(number: 1, phase: .train, sites: [entry])
      #expect(
        CallText(call, style: TextStyle()).full.contains("tiles \(rows) x \(columns), of a shape"))
    }
  }
}

@Suite struct SessionTextTests {
  @Test func `a session says what ran, on which rank, under which policy`() {
    var header = SessionHeader(source: "pytorch", seed: 3)
    (header.run, header.rank, header.ranks) = ("r1", 0, 2)
    header.framework = Framework(name: "torch", version: "2.15", device: "cpu")
    header.policy = [
      PolicyItem(name: "masks", value: .number(1)), PolicyItem(name: "of", value: .text("all\n")),
    ]
    header.modules = [ModuleHeader(name: "idle", kind: "alpha", rate: .half)]
    let session = SessionRecord(app: "hook", started: "", header: header)
    #expect(
      SessionText(TextStyle()).heading(session)
        == #"""
        session  pytorch  seed 3  run r1  rank 0 of 2
          by hook
          torch 2.15 on cpu
          policy  masks 1  of all\u{a}
          module  idle  alpha  p 0.5


        """#)
  }

  @Test func `what happens between calls is a line each`() {
    var site = SiteHeader(name: "d", kind: "droppath", shape: [4, 3], rate: .half)
    (site.module, site.place, site.isRegistered) = ("DropPath", "a.py:3", false)
    let lines: [(LogRecord, String)] = [
      (.site(site), "site  d  droppath  DropPath  4x3  p 0.5  a.py:3  in no tree of modules"),
      (
        event(4, .skipped(calls: 3, masks: 2, why: "budget")),
        "skipped from call 4 on  3 calls  2 masks  budget"
      ),
      (event(4, .skipped(calls: 0, masks: 0, why: "")), "skipped from call 4 on"),
      (event(4, .note(site: "d", text: "fused")), "note at call 4  d: fused"),
      (event(0, .note(site: nil, text: "compiled")), "note  compiled"),
      (
        event(4, .accepted(rule: "D05", site: "d", why: "known")),
        "accepted at call 4  D05 of d  known"
      ),
      (event(0, .accepted(rule: "D05", site: nil, why: "")), "accepted  D05"),
      (
        event(4, .change(.rate(site: "d", from: .half, to: .zero))),
        "from call 4  rate of d 0.5 -> 0.0"
      ),
    ]
    for (record, line) in lines { #expect(SessionText(TextStyle()).event(record) == line + "\n") }
  }

  private func event(_ number: Int, _ kind: Annotation.Kind) -> LogRecord {
    .annotation(Annotation(number: number, kind: kind), ms: 0)
  }
}
