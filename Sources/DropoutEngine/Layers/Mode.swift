/// Where the expectation of a masked activation is repaired.
public enum Mode: String, Sendable, CaseIterable {
  /// Masks in training; multiplies by 1 - p in evaluation.
  case vanilla
  /// Masks and multiplies by 1/(1 - p) in training; the identity in evaluation.
  case inverted
}
