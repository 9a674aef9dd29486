import DropoutEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct NPZFileTests {
  @Test func `the only array needs no name, one of several does`() throws {
    let grid = Tensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5])
    #expect(try read("one.npz") == grid)
    #expect(try read("one.npz", "x") == grid)
    #expect(try read("two.npz", "y") == Tensor(shape: [2], values: [7, 8]))
    #expect(try read("two.npz", "x.npy") == grid)
    #expect(
      try problem("two.npz")
        == "a.npz: holds 2 arrays: x, y; name one, as a.npz:x")
    #expect(try problem("two.npz", "z") == "a.npz: holds no array z, but x, y")
    #expect(try problem("none.npz") == "a.npz: holds no array")
  }

  @Test func `what is compressed, damaged or no archive is told with the way out`() throws {
    #expect(
      try problem("deflated.npz")
        == "a.npz:x: is compressed; in Python: numpy.savez('stored.npz', **numpy.load('a.npz'))")
    var bytes = try Fixture.bytes("one.npz")
    let end = try #require(bytes.firstRange(of: "PK\u{1}\u{2}".utf8)).lowerBound
    bytes[end - 1] ^= 1
    #expect(
      problem(bytes) == "a.npz: x.npy is not what was written: its checksum differs")
    #expect(
      problem(Array(bytes.dropLast(30)))
        == "a.npz: ends within the archive: its directory is missing; copy it again")
    #expect(problem(Array("hello".utf8)) == "a.npz: not an .npz archive: it should begin with PK")
    let torch = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22)
    let line = problem(torch + [12, 0, 0, 0] + Array("net/data.pkl".utf8))
    #expect(line?.hasPrefix("a.npz: not an .npz archive: it is a PyTorch checkpoint; ") == true)
  }

  @Test func `a file cut at any length and random changes of bytes never trap`() throws {
    var random = SplitMix64(state: 24)
    let whole = try Fixture.bytes("two.npz")
    for length in 0..<whole.count {
      #expect(problem(Array(whole[..<length]), "x")?.contains("\n") == false, "\(length) bytes")
    }
    for _ in 0..<4000 { _ = problem(mutated(whole, using: &random), "x") }
  }

  /// The value that every description of CRC-32 gives, and that of nothing.
  @Test func `checksums are those of ISO 3309`() {
    #expect(crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(crc32([]) == 0)
  }

  @Test func `a colon names a member behind npz alone`() {
    #expect(ArrayPath("a/x.npz:w:1").file == "a/x.npz" && ArrayPath("a/x.npz:w:1").member == "w:1")
    #expect(ArrayPath("X.NPZ:w").member == "w")
    #expect(ArrayPath("a:b.npy") == ArrayPath("a:b.npy") && ArrayPath("a:b.npy").member == nil)
    #expect(ArrayPath("x.npz").member == nil)
  }

  private func read(_ fixture: String, _ name: String? = nil) throws -> Tensor {
    try NPZFile.parse(try Fixture.bytes(fixture), name: name, file: "a.npz")
  }

  private func problem(_ fixture: String, _ name: String? = nil) throws -> String? {
    problem(try Fixture.bytes(fixture), name)
  }

  private func problem(_ bytes: [UInt8], _ name: String? = nil) -> String? {
    message { () throws(FileError) in try NPZFile.parse(bytes, name: name, file: "a.npz") }
  }
}
