/// How large the parts of a log may be, so that a log from outside cannot take what it likes.
enum LogLimits {
  /// Bytes of a line, without its newline.
  static let lineLength = 64 << 20
  /// Sites of a session or a call, layers of a network, modules, options of a session.
  static let sites = 4096
  /// Bins of a histogram.
  static let bins = 65_536
  /// Axes of a tensor; NumPy's limit.
  static let axes = 64
  /// Elements of a tensor.
  static let elements = 1 << 31
}
