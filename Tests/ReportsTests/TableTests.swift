import DropoutEngine
import SessionLog
import TestSupport
import Testing

@testable import Reports

@Suite("Tables of calls")
struct TableTests {
  @Test("CSV has a row for each stage of each layer, as many fields as columns")
  func statistics() throws {
    var session = try RecordedSession()
    session.run(1...1)
    var call = try session.firstCall
    call.sites[0].name = "a,\"b\"\u{1b}"
    call.sites[1].name = "=1+1"
    call.sites[1].stages?.before.mean = nil
    let rows = StatisticsTable().rows(call).split(separator: "\n")
    #expect(rows.count == 6)
    let columns = StatisticsTable.header.split(separator: ",").count
    #expect(rows[3].split(separator: ",", omittingEmptySubsequences: false).count == columns)
    #expect(rows[0].contains(#","a,""b""\u{1b}",4x9,0.5,2,"#))
    #expect(rows[3].contains(",'=1+1,4x5,0.5,2,"))
    #expect(rows[3].contains(",before,,"))
    #expect(StatisticsTable(layer: "=1+1").rows(call).split(separator: "\n").count == 3)
  }

  @Test func `columns that came later stand behind those that old readers know`() {
    #expect(
      StatisticsTable.header
        == "call,phase,mode,epoch,loss,held_out,layer,shape,rate,scale,kept,stage,mean,sd,min,max,"
        + "zeros,nan,inf,lo,hi,below,above,bins,rank,step,grad,run,recomputed,kind,site_phase,drawn,"
        + "decisions,draws,evidence,digest,shift,fill,dead,used\n")
  }

  @Test func `a site without stages has one row, and what is unknown is empty`() {
    var header = SessionHeader(source: "pytorch", sites: [SiteHeader(name: "d", kind: "droppath")])
    header.rank = 3
    var entry = SiteCall(name: "d")
    var call = ForwardCall(number: 7, phase: .train, sites: [entry])
    let nothing = "7,train,,,,,d,,,,,,,,,,,,,,,,,,3,,,1,false,droppath,,,,,,,,,,true\n"
    #expect(StatisticsTable(header).rows(call) == nothing)
    entry.run = 2
    entry.isRecomputed = true
    entry.phase = .eval
    (entry.shape, entry.drawn, entry.kept, entry.decisions) = ([2, 3], [2, 1], 3, 1)
    entry.draw = .unrecorded(digest: "0123456789abcdef", tiles: nil)
    entry.isUsed = false
    (call.step, call.grad, call.sites) = (9, true, [entry])
    #expect(
      StatisticsTable(header).rows(call)
        == "7,train,,,,,d,2x3,,,3,,,,,,,,,,,,,,3,9,true,2,true,droppath,eval,2x1,1,2,digest,"
        + "0123456789abcdef,,,,false\n")
  }
}

@Suite struct MaskLayoutTests {
  private let mask = Mask((0..<20).map { $0 % 3 == 0 })

  private func entry(_ name: String, _ shape: [Int], _ draw: SiteCall.Draw) -> SiteCall {
    var entry = SiteCall(name: name)
    entry.shape = shape
    entry.draw = draw
    return entry
  }

  /// The arrays that a log of these calls makes, and what is written into each.
  private func export(
    _ records: [LogRecord], isPacked: Bool = false
  ) throws -> (tables: [MaskTable], calls: [[Int]], bytes: [[UInt8]], layout: MaskLayout) {
    var encoder = LogEncoder()
    let session = SessionRecord(app: "", started: "", header: SessionHeader(source: "test"))
    let bytes = ([.session(session)] + records).flatMap { encoder.encode($0) }
    let file = try TemporaryFile(bytes)
    var layout = MaskLayout(isPacked: isPacked)
    var calls = try SessionCalls(path: file.path) { layout.add($0, at: $1) }
    let tables = layout.settle(calls.outline)
    var rows = [[UInt8]](repeating: [], count: tables.count)
    var numbers = [[Int]](repeating: [], count: tables.count)
    while let call = try calls.next() {
      for row in layout.rows(call, at: calls.place) {
        rows[row.table] += tables[row.table].bytes(row.mask)
        numbers[row.table].append(call.number)
      }
    }
    #expect(numbers == tables.map { $0.calls(calls.outline) }, "as many rows as are announced")
    return (tables, numbers, rows, layout)
  }

  private func call(_ number: Int, _ sites: [SiteCall]) -> LogRecord {
    .call(ForwardCall(number: number, phase: .train, sites: sites), ms: 0)
  }

  @Test func `masks are a byte an element, or a bit as numpy.packbits has it`() throws {
    let records = [call(1, [entry("d", [4, 5], .mask(mask))])]
    let plain = try export(records)
    #expect(plain.tables[0].shape(calls: 7) == [7, 4, 5] && plain.tables[0].suffix == "")
    #expect(plain.bytes == [(0..<20).map { mask[$0] ? 1 : 0 }])
    let packed = try export(records, isPacked: true)
    #expect(packed.tables[0].shape(calls: 7) == [7, 3])
    for index in 0..<24 {
      let bit = packed.bytes[0][index / 8] >> (7 - UInt8(index % 8)) & 1
      #expect(bit == (index < 20 && mask[index] ? 1 : 0))
    }
  }

  @Test func `where nothing was drawn the masks are ones, in the shape that is drawn else`() throws
  {
    var grouped = entry("d", [4, 5], .mask(Mask([true, false, true, true])))
    grouped.drawn = [4, 1]
    let result = try export([call(1, [entry("d", [4, 5], .nothing)]), call(2, [grouped])])
    #expect(result.tables.map(\.drawnShape) == [[4, 1]])
    #expect(result.bytes == [[1, 1, 1, 1, 1, 0, 1, 1]])
  }

  @Test func `each run has an array, and each shape of one that changes`() throws {
    var second = entry("d", [4, 5], .mask(mask))
    second.run = 2
    let small = entry("d", [2], .mask(Mask([true, false])))
    let result = try export([
      call(1, [entry("d", [4, 5], .mask(mask)), second]), call(2, [second, small]),
    ])
    #expect(result.tables.map(\.suffix) == ["-4x5", "-run2", "-2"])
    #expect(result.calls == [[1], [1, 2], [2]])
    #expect(result.bytes[2] == [1, 0])
  }

  @Test func `a name that stands twice in a call is two runs`() throws {
    let twice = [entry("d", [2], .mask(Mask([true, false]))), entry("d", [2], .nothing)]
    let result = try export([call(1, twice), call(2, twice)])
    #expect(result.tables.map(\.id.run) == [1])
    let other = twice[0]
    #expect(try export([call(1, [other, other])]).tables.map(\.id.run) == [1, 2])
  }

  @Test func `sites without a mask on record are named, and ones never stand for what was drawn`()
    throws
  {
    let digest = SiteCall.Draw.unrecorded(digest: "0123456789abcdef", tiles: nil)
    let result = try export([
      call(1, [entry("a", [2], digest), entry("b", [2], .nothing), SiteCall(name: "c")]),
      call(2, [entry("a", [2], .nothing), entry("d", [2], .mask(Mask([true, true])))]),
    ])
    #expect(result.tables.map(\.id.name) == ["d"])
    #expect(result.layout.unrecordedNames == "a, b, c")
  }

  @Test func `a shape that the counts do not bear out asks for no ones`() throws {
    let stage = StageStatistics(
      mean: nil, sd: nil, min: nil, max: nil, zeros: 0, nan: 0, inf: 0, below: 0, above: 0,
      bins: [3])
    var forged = entry("d", [1 << 30], .nothing)
    forged.stages = Stages(
      range: HistogramRange(low: 0, high: 1), before: stage, masked: stage, after: stage)
    #expect(try export([call(1, [forged])]).tables.isEmpty)
    forged.shape = [3]
    #expect(try export([call(1, [forged])]).bytes == [[1, 1, 1]])
  }

  @Test func `what is recomputed later joins its call, unless that was taken back`() throws {
    let d = entry("d", [2], .mask(Mask([true, false])))
    let other = entry("d", [2], .mask(Mask([false, true])))
    let result = try export([
      call(1, [d]), call(2, [d]), .recompute(n: 1, ms: 0, sites: [d]), call(3, [d]),
      .recompute(n: 3, ms: 0, sites: [d]), .rewind(n: 3, ms: 0), call(3, [d]),
      .recompute(n: 2, ms: 0, sites: [other]), .recompute(n: 9, ms: 0, sites: [d]),
    ])
    #expect(result.calls == [[1, 2, 3], [1, 2]])
    #expect(result.tables[1].suffix == "-recomputed")
    #expect(result.bytes[1] == [1, 0, 0, 1])
  }

  @Test func `what is recomputed too late is counted`() throws {
    let d = entry("d", [2], .mask(Mask([true, false])))
    var encoder = LogEncoder()
    let session = SessionRecord(app: "", started: "", header: SessionHeader(source: "test"))
    let records: [LogRecord] =
      [.session(session)] + (1...65).map { call($0, [d]) }
      + [.recompute(n: 1, ms: 0, sites: [d]), .recompute(n: 2, ms: 0, sites: [d])]
    let file = try TemporaryFile(records.flatMap { encoder.encode($0) })
    var calls = try SessionCalls(path: file.path)
    #expect(calls.outline.late == 1)
    var sites: [Int] = []
    while let call = try calls.next() { sites.append(call.sites.count) }
    #expect(sites == [1, 2] + Array(repeating: 1, count: 63))
  }
}
