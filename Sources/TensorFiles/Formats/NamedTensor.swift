package import DropoutEngine

/// A tensor and the name that a file gives it.
package struct NamedTensor: Sendable, Equatable {
  /// The name as it stands in the file, which may be any text.
  package var name: String
  /// The numbers.
  package var tensor: Tensor

  /// Both fields.
  package init(name: String, tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}
