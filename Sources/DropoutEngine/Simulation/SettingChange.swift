/// A setting that a person changes while a session runs.
public enum SettingChange: Sendable, Hashable {
  case mode(Mode)
  case phase(Phase)
  /// The rate of the site of that name.
  case rate(site: String, Rate)
  /// Whose bits the masks are made of.
  case dialect(Dialect)
  /// What goes wrong from here on; nil for nothing.
  case fault(Scenario?)
}
