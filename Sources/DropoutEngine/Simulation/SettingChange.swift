/// A setting that a person changes while a session runs.
public enum SettingChange: Sendable, Hashable {
  case mode(Mode)
  case phase(Phase)
  /// The rate of the dropout layer at `layer`, counted from 0.
  case rate(layer: Int, Rate)
  /// Whose bits the masks are made of.
  case dialect(Dialect)
}
