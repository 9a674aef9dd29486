/// Whether a forward call trains the network or evaluates it.
///
/// The phase belongs to the network, as PyTorch's `training` flag does: switching it reaches every
/// layer.
public enum Phase: String, Sendable, CaseIterable {
  case train
  case eval
}
