/// What `--version` prints and logs name: stands alone, so that nothing goes in a circle over it.
enum Version {
  static let number = "0.1.0"
}
