import DropoutEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("A .safetensors file becomes named tensors")
struct SafetensorsFileTests {
  @Test("every type of real number is read, in the order of the bytes")
  func types() throws {
    let tensors = try SafetensorsFile.read(Fixture.path("types.safetensors"))
    let expected: [NamedTensor] = [
      named("f64", [2, 1], [0.5, .infinity]), named("i64", [], [-7]), named("u64", [1], [0x1p64]),
      named("f32", [2], [0.1, -2]), named("f16", [2], [0.5, -2]),
      named("bf16", [3], [0.5, -1.5, 3]), named("empty", [0, 4], []),
      named("i8", [2], [-1, 127]), named("bool", [3], [1, 0, 1]),
    ]
    #expect(tensors == expected)
  }

  @Test("what is wrong is told with the tensor and its shape", arguments: problems)
  func problem(header: String, data: Int, line: String) {
    #expect(problem(header, data) == "x: \(line)")
  }

  static let problems: [(String, Int, String)] = [
    (
      #"{"a":\#(entry("F32", "[2,3]", 0, 20))}"#, 20,
      "a is 2x3 of F32 and ends at byte 20 of the data; it should end at 24"
    ),
    (#"{"a":\#(entry("F32", "[2]", 0, 8))}"#, 4, "a needs 8 bytes of data; the file has 4"),
    (
      #"{"a":\#(entry("F32", "[1]", 4, 8))}"#, 8,
      "a begins at byte 4 of the data; it should begin at 0"
    ),
    (
      #"{"a":\#(entry("F32", "[1]", 0, 4)),"b":\#(entry("F32", "[1]", 0, 4))}"#, 4,
      "b begins at byte 0 of the data; it should begin at 4"
    ),
    (#"{"a":\#(entry("F32", "[1]", 0, 4))}"#, 8, "has 8 bytes of data; its tensors take 4"),
    (
      #"{"a\n":\#(entry("C64", "[1]", 0, 8))}"#, 8,
      #"a\u{a} holds C64; it should hold F16, BF16, F32, F64, BOOL, or I or U with 8, 16, 32 or 64 bits"#
    ),
    (
      #"{"a":\#(entry("F32", "[4294967296,4294967296]", 0, 4))}"#, 4,
      "a is 4294967296x4294967296; it should hold at most 2147483648 numbers"
    ),
    (
      #"{"a":\#(entry("F32", "[-1]", 0, 4))}"#, 4,
      "a is -1; it should hold at most 2147483648 numbers"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4,
      "a has 1 data_offsets; it should have 2"
    ),
    (
      #"{"a":\#(entry("F32", "[1]", 0, 4)),"a":\#(entry("F32", "[1]", 0, 4))}"#, 4,
      "has a broken header; it gives one name twice"
    ),
    (
      #"{"a":1}"#, 0,
      "has a broken header; it should be JSON that gives each tensor dtype, shape and data_offsets"
    ),
  ]

  @Test("metadata and keys of a later format are stepped over, white space ends the header")
  func unknownKeys() {
    let header =
      #"{"__metadata__":{"a":[1,{}]},"a":{"x":null,"shape":[1.0],"dtype":"U8","data_offsets":[0,1]}}  "#
    #expect(problem(header, 1) == nil)
    #expect(problem(header + "x", 1)?.hasPrefix("x: has a broken header") == true)
  }

  @Test func `a header that is padded with NUL is told so, one with spaces is read`() {
    let header = #"{"a":\#(Self.entry("F32", "[1]", 0, 4))}"#
    #expect(problem(header + "  ", 4) == nil)
    #expect(
      problem(header + "\0\0\0", 4)
        == "x: pads its header with NUL, where the format has spaces; save it again with the "
        + "library safetensors")
    #expect(problem(String(header.dropLast()) + "\0", 4)?.contains("broken header") == true)
  }

  @Test func `files of other kinds are named, with what makes weights of them`() {
    #expect(
      problem([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0])?.hasPrefix(
        "x: not a .safetensors file: it is a Python pickle; make it one: python3 -c \"") == true)
    #expect(
      problem([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0])
        == "x: not a .safetensors file: it is compressed with gzip; unpack it: zcat x >NEW")
  }

  @Test("a header of absurd length is refused")
  func length() {
    #expect(
      problem([0xFF, 0, 0, 0, 0, 0, 0, 0x80])
        == "x: not a .safetensors file: its header would be 9223372036854776063 bytes long; "
        + "it should be at most 100000000")
    #expect(problem([9, 0, 0, 0, 0, 0, 0, 0, 1]) == "x: ends after 1 of 9 bytes of header")
    #expect(
      problem([1, 2]) == "x: not a .safetensors file: it should begin with the 8 bytes of a length")
  }

  @Test("a file cut at any length gives one line")
  func truncations() throws {
    let bytes = try Fixture.bytes("network.safetensors")
    for length in 0..<bytes.count {
      let line = problem(Array(bytes[..<length]))
      #expect(line?.contains("\n") == false, "\(length) bytes")
    }
  }

  @Test("random changes of bytes never trap")
  func mutations() throws {
    var random = SplitMix64(state: 23)
    let whole = try Fixture.bytes("types.safetensors")
    for _ in 0..<3000 { _ = problem(mutated(whole, using: &random)) }
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    #expect(problem([0xA0, 0x86, 1, 0, 0, 0, 0, 0] + deep) != nil)
  }

  private static func entry(_ type: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }

  private func named(_ name: String, _ shape: [Int], _ values: [Float]) -> NamedTensor {
    NamedTensor(name: name, tensor: Tensor(shape: shape, values: values))
  }

  private func problem(_ header: String, _ data: Int) -> String? {
    let text = Array(header.utf8)
    let length =
      [UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + [UInt8](repeating: 0, count: 6)
    return problem(length + text + [UInt8](repeating: 0, count: data))
  }

  private func problem(_ bytes: [UInt8]) -> String? {
    message { () throws(FileError) in try SafetensorsFile.parse(bytes, file: "x") }
  }
}
