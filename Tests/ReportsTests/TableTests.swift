import DropoutEngine
import Reports
import SessionLog
import Testing

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
    let rows = StatisticsTable.rows(call).split(separator: "\n")
    #expect(rows.count == 6)
    let columns = StatisticsTable.header.split(separator: ",").count
    #expect(rows[3].split(separator: ",", omittingEmptySubsequences: false).count == columns)
    #expect(rows[0].contains(#","a,""b""\u{1b}",4x9,0.5,2,"#))
    #expect(rows[3].contains(",'=1+1,4x5,0.5,2,"))
    #expect(rows[3].contains(",before,,"))
    #expect(StatisticsTable.rows(call, layer: "=1+1").split(separator: "\n").count == 3)
  }

  @Test("masks are a byte an element, or a bit as numpy.packbits has it")
  func masks() throws {
    var session = try RecordedSession()
    session.run(1...1)
    let call = try session.firstCall
    let mask = try #require(call.sites[1].mask)
    let plain = MaskTable(call.sites[1], at: 1, isPacked: false)
    #expect(plain.shape(calls: 7) == [7, 4, 5])
    #expect(try plain.bytes(call) == (0..<20).map { mask[$0] ? 1 : 0 })
    let packed = MaskTable(call.sites[1], at: 1, isPacked: true)
    #expect(packed.shape(calls: 7) == [7, 3])
    let bytes = try packed.bytes(call)
    for index in 0..<24 {
      let bit = bytes[index / 8] >> (7 - UInt8(index % 8)) & 1
      #expect(bit == (index < 20 && mask[index] ? 1 : 0))
    }
  }

  @Test("where nothing was drawn the masks are ones")
  func ones() throws {
    var session = try RecordedSession()
    session.run(1...1)
    var call = try session.firstCall
    call.sites[1].draw = .nothing
    #expect(
      try MaskTable(call.sites[1], at: 1, isPacked: false).bytes(call)
        == Array(repeating: 1, count: 20))
    #expect(try MaskTable(call.sites[1], at: 1, isPacked: true).bytes(call) == [255, 255, 240])
  }

  @Test("a layer that is not as in the first call makes no array")
  func otherShape() throws {
    var session = try RecordedSession()
    session.run(1...1)
    let call = try session.firstCall
    let table = MaskTable(call.sites[1], at: 1, isPacked: false)
    var changed = call
    changed.sites[1].shape = [5, 4]
    #expect(throws: MaskTableError.self) { try table.bytes(changed) }
    changed = call
    changed.sites.removeLast()
    #expect(throws: MaskTableError.self) { try table.bytes(changed) }
    changed = call
    changed.sites[1].draw = .nothing
    changed.sites[1].stages?.before.zeros = 0
    changed.sites[1].stages?.before.bins = [3]
    #expect(throws: MaskTableError.self) { try table.bytes(changed) }
  }
}

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
    #expect(first.call == 2 && first.layer == "hidden2")
    #expect(difference.common == 3)
    #expect(difference.layers[0].differing == 0)
    #expect(difference.layers[1].elements == 60)
    #expect(difference.layers[1].differingCalls == 2)
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
    #expect(difference.first?.what == "2 layers against 1")
  }
}
