import CYAML

/// A place in a YAML document: a scalar, a mapping, or a list, which no theme has.
///
/// What is asked for is taken out then and there: an alias of an alias of an alias costs nothing.
package struct YAMLNode {
  private let document: YAMLDocument
  private let node: UnsafePointer<yaml_node_t>

  /// The outermost node of a text that holds one document; nil where it holds none.
  package static func root(of yaml: String) throws(YAMLError) -> YAMLNode? {
    let document = YAMLDocument()
    try document.load(yaml)
    return YAMLNode(1, of: document)
  }

  private init?(_ number: Int32, of document: YAMLDocument) {
    guard let node = shim_yaml_node(document.content, number) else { return nil }
    (self.document, self.node) = (document, node)
  }

  /// The line on which it begins, from 1.
  package var line: Int { Int(node.pointee.start_mark.line) + 1 }

  /// The text of a scalar, as it stands there: `000000` is no number. Nil for the others.
  package var scalar: String? {
    guard shim_yaml_is(node, YAML_SCALAR_NODE) != 0 else { return nil }
    var length = 0
    guard let text = shim_yaml_text(node, &length) else { return nil }
    return String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
  }

  /// The keys of a mapping that are scalars, in order, with their values; nil for the others.
  package var pairs: [(key: String, value: YAMLNode)]? {
    guard shim_yaml_is(node, YAML_MAPPING_NODE) != 0 else { return nil }
    return (0..<shim_yaml_pair_count(node)).compactMap { index in
      let pair = shim_yaml_pair(node, index)
      guard let key = YAMLNode(pair.key, of: document)?.scalar,
        let value = YAMLNode(pair.value, of: document)
      else { return nil }
      return (key, value)
    }
  }

  /// The value of a key; nil where there is none, or no mapping.
  subscript(key: String) -> YAMLNode? { pairs?.first { $0.key == key }?.value }

  fileprivate static func all(of document: YAMLDocument) -> some Sequence<YAMLNode> {
    sequence(state: Int32(0)) { number in
      number += 1
      return YAMLNode(number, of: document)
    }
  }
}

/// Why a text is no YAML.
package enum YAMLError: Error {
  /// The parser's own words, and the line that they mean.
  case syntax(problem: String, line: Int)
  /// Keys that a mapping has more than once.
  case twice([String])
  /// It holds characters that no YAML may hold, or there is no memory for it.
  case unreadable
}

/// What libyaml made of a text, freed with the last node of it.
private final class YAMLDocument {
  let content = UnsafeMutablePointer<yaml_document_t>.allocate(capacity: 1)
  private var isLoaded = false

  deinit {
    if isLoaded { yaml_document_delete(content) }
    content.deallocate()
  }

  func load(_ yaml: String) throws(YAMLError) {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { throw .unreadable }
    defer { yaml_parser_delete(&parser) }
    // The bytes stay where they are as long as the parser reads them.
    let bytes = Array(yaml.utf8)
    let failure: YAMLError? = bytes.withUnsafeBufferPointer { bytes in
      // The encoding is left to the parser: told of it, it takes a byte-order mark for text.
      yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      guard yaml_parser_load(&parser, content) == 1 else { return YAMLError(parser) }
      isLoaded = true
      return afterTheFirst(&parser)
    }
    if let failure { throw failure }
    for node in YAMLNode.all(of: self) {
      let counts = (node.pairs ?? []).reduce(into: [:]) { $0[$1.key, default: 0] += 1 }
      let twice = counts.filter { $0.value > 1 }.keys.sorted()
      if !twice.isEmpty { throw .twice(twice) }
    }
  }

  /// What is wrong with the rest of the text, which should be its end.
  private func afterTheFirst(_ parser: inout yaml_parser_t) -> YAMLError? {
    var next = yaml_document_t()
    guard yaml_parser_load(&parser, &next) == 1 else { return YAMLError(parser) }
    defer { yaml_document_delete(&next) }
    guard shim_yaml_node(&next, 1) != nil else { return nil }
    return .syntax(
      problem: "but found another document", line: Int(next.start_mark.line) + 1)
  }
}

extension YAMLError {
  fileprivate init(_ parser: yaml_parser_t) {
    switch parser.error {
    case YAML_SCANNER_ERROR, YAML_PARSER_ERROR, YAML_COMPOSER_ERROR:
      self = .syntax(
        problem: parser.problem.map { String(cString: $0) } ?? "it is not as YAML should be",
        line: Int(parser.problem_mark.line) + 1)
    default: self = .unreadable
    }
  }
}
