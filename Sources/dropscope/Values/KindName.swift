import DropoutEngine

/// A kind of dropout with its options, as `droppath:mode=batch`.
struct KindName {
  let kind: any DropoutKind

  init(_ text: String) throws(ValueError) {
    do { kind = try DropoutKinds.kind(text) } catch { throw .kind(error) }
  }
}
