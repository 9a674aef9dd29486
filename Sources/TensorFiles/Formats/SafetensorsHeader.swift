#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The header of a `.safetensors` file: a JSON object from names to types, shapes and places.
struct SafetensorsHeader: Decodable {
  /// One tensor of the header.
  struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    /// Begin and end in bytes, counted from the end of the header.
    var offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  /// The tensors in the order in which their bytes stand.
  let entries: [(name: String, entry: Entry)]
  /// How many different names the header has, `__metadata__` included.
  let nameCount: Int

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    nameCount = container.allKeys.count
    let names = container.allKeys.filter { $0.stringValue != "__metadata__" }
    entries = try names.map { ($0.stringValue, try container.decode(Entry.self, forKey: $0)) }
      .sorted { a, b in
        a.1.offsets == b.1.offsets
          ? a.0 < b.0 : a.1.offsets.lexicographicallyPrecedes(b.1.offsets)
      }
  }

  /// Decodes the text of a header; nil when it is not JSON of that form.
  static func decode(_ text: ArraySlice<UInt8>) -> SafetensorsHeader? {
    try? JSONDecoder().decode(SafetensorsHeader.self, from: Data(text))
  }

  /// How many members the object has, where a name that stands twice counts twice: a decoder
  /// keeps one of them. `text` is valid JSON.
  static func memberCount(_ text: ArraySlice<UInt8>) -> Int {
    var count = 0
    var depth = 0
    var isString = false
    var isEscaped = false
    for byte in text {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isString
      case UInt8(ascii: "\""): isString.toggle()
      case _ where isString: break
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: count += 1
      default: break
      }
    }
    return count
  }

  /// A key that may be any text.
  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}
