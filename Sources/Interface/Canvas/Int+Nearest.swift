extension Int {
  /// The nearest whole number, for a place or a length on screen.
  ///
  /// Values come from networks that diverged and from files of anybody: what is no number is 0, and what is
  /// larger than any screen as large as that.
  init(nearest value: Double) {
    let most = 1e15
    self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -most), most).rounded())
  }
}
