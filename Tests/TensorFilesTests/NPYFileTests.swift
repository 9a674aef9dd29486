import DropoutEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("An .npy file becomes a tensor")
struct NPYFileTests {
  private let grid = Tensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5])

  @Test("every type of real number is read, in both byte orders")
  func types() throws {
    for name in try Fixture.names("e.npy") {
      #expect(try NPYFile.read(Fixture.path(name)) == grid, "\(name)")
    }
    #expect(try Fixture.names("e.npy").count == 20)
  }

  @Test("truth values are 0 and 1")
  func bool() throws {
    #expect(try read("b1") == Tensor(shape: [2, 3], values: [0, 1, 0, 1, 0, 1]))
  }

  @Test("versions 2 and 3 differ only in their header")
  func versions() throws {
    #expect(try read("version2") == grid)
    #expect(try read("version3") == grid)
  }

  @Test("Fortran order is turned into C order")
  func fortran() throws {
    #expect(try read("fortran") == Tensor(shape: [2, 3, 4], values: (0..<24).map(Float.init)))
  }

  @Test("a single number has no axes, and an empty array none of its numbers")
  func edges() throws {
    #expect(try read("scalar") == Tensor(shape: [], values: [2.5]))
    #expect(try read("empty") == Tensor(shape: [0, 3], values: []))
  }

  @Test("half precision keeps subnormals, infinities, NaN and the sign of zero")
  func half() throws {
    let values = try read("special").values
    #expect(values[0] == 0.099975586)
    #expect(values[1] == 0 && values[1].sign == .minus)
    #expect(values[2] == 0x1p-24)
    #expect(values[3] == 1023 * 0x1p-24)
    #expect(values[4] == 65504)
    #expect(values[5] == .infinity && values[6] == -.infinity && values[7].isNaN)
  }

  @Test("what is not an array of real numbers is named")
  func otherTypes() throws {
    let wanted = "it should hold real numbers"
    #expect(try problem("complex") == "x.npy: holds complex128 (<c16); \(wanted)")
    #expect(try problem("object") == "x.npy: holds pickled Python objects (|O); \(wanted)")
    #expect(try problem("text") == "x.npy: holds text (<U1); \(wanted)")
    #expect(try problem("records") == "x.npy: holds records; \(wanted)")
  }

  @Test("a file cut at any length gives one line, and so does one with too much")
  func lengths() throws {
    for name in ["f4-le", "version2", "records", "empty"] {
      let bytes = try Fixture.bytes("\(name).npy")
      for length in 0..<bytes.count {
        let line = message { () throws(FileError) in
          try NPYFile.parse(Array(bytes[..<length]), file: "x.npy")
        }
        let isOneLine = line.map { $0.hasPrefix("x.npy: ") && !$0.contains("\n") }
        #expect(isOneLine == true, "\(name) of \(length) bytes")
      }
    }
    let bytes = try Fixture.bytes("f4-le.npy")
    let parse = { (bytes: [UInt8]) in
      message { () throws(FileError) in try NPYFile.parse(bytes, file: "x.npy") }
    }
    #expect(parse(bytes.dropLast(4)) == "x.npy: ends after 20 of 24 bytes of data")
    #expect(
      parse(bytes + [0])
        == "x.npy: has 1 bytes after its 24 bytes of data; it should hold one array")
    #expect(
      parse(Array("PK\u{3}\u{4}".utf8))
        == "x.npy: not an .npy file: it is a zip archive; unpack it: unzip -p x.npy >NEW")
    #expect(
      parse(Array("1,2\n".utf8))
        == #"x.npy: not an .npy file: it should begin with \x93NUMPY"#)
  }

  @Test func `bfloat16, whose type numpy.save does not keep, is told how to be saved`() {
    let dictionary = "{'descr': '<V2', 'fortran_order': False, 'shape': (1,), }"
    let header = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(dictionary.utf8.count), 0]
    let line = message { () throws(FileError) in
      try NPYFile.parse(header + Array(dictionary.utf8) + [0, 0], file: "x.npy")
    }
    #expect(
      line == "x.npy: holds numbers of a type that the file does not name (<V2); it should hold "
        + "real numbers; save bfloat16 with .astype('float32')")
  }

  @Test(
    "shapes of absurd size are refused before memory is taken",
    arguments: [
      "(9223372036854775807,)", "(4294967296, 4294967296)", "(0, 9223372036854775807, 4)",
      "(99999999999999999999,)", "(-1,)", "(2147483649,)",
    ])
  func absurd(shape: String) {
    let dictionary = "{'descr': '<f4', 'fortran_order': True, 'shape': \(shape), }"
    let header = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(dictionary.utf8.count), 0]
    let line = message { () throws(FileError) in
      try NPYFile.parse(header + Array(dictionary.utf8), file: "x.npy")
    }
    #expect(line != nil)
  }

  @Test("random changes of bytes never trap")
  func mutations() throws {
    var random = SplitMix64(state: 21)
    for name in ["f4-le", "fortran", "scalar", "object", "version3"] {
      let whole = try Fixture.bytes("\(name).npy")
      for _ in 0..<2000 {
        let bytes = mutated(whole, using: &random)
        _ = message { () throws(FileError) in try NPYFile.parse(bytes, file: "x") }
      }
    }
  }

  @Test("what is written is read back, for any shape")
  func preamble() throws {
    for shape in [[], [0], [3], [2, 3], [1, 2, 3], Array(repeating: 1, count: 64)] {
      let count = shape.reduce(1, *)
      let start = NPYFile.preamble(type: "|u1", shape: shape)
      #expect(start.count % 64 == 0)
      let bytes = start + (0..<count).map { UInt8($0) }
      #expect(
        try NPYFile.parse(bytes, file: "x.npy")
          == Tensor(shape: shape, values: (0..<count).map(Float.init)))
    }
  }

  private func read(_ name: String) throws -> Tensor {
    try NPYFile.read(Fixture.path("\(name).npy"))
  }

  private func problem(_ name: String) throws -> String? {
    let bytes = try Fixture.bytes("\(name).npy")
    return message { () throws(FileError) in try NPYFile.parse(bytes, file: "x.npy") }
  }
}

/// A few bytes changed, put in or taken out.
func mutated(_ whole: [UInt8], using random: inout SplitMix64) -> [UInt8] {
  var bytes = whole
  for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1:
      bytes[at] =
        "0123456789-,()[]{}'\":. <>|"
        .utf8.randomElement(using: &random) ?? 0
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
    default: bytes.remove(at: at)
    }
  }
  return bytes
}
