/// Where an array is: a file, or a member of an .npz archive, as `x.npz:weights`.
package struct ArrayPath: Sendable, Equatable {
  /// The file.
  package let file: String
  /// The member's name; nil where the file is named alone.
  package let member: String?

  /// A colon counts behind `.npz` alone: other files may have one in their names.
  package init(_ text: String) {
    let colon = text.indices.first { index in
      text[index] == ":" && text[..<index].lowercased().hasSuffix(".npz")
    }
    file = colon.map { String(text[..<$0]) } ?? text
    member = colon.map { String(text[text.index(after: $0)...]) }
  }
}
