extension Color {
  /// Whether dark ink is read better on it: its luma, by the weights of Rec. 601, is above the middle.
  package var isLight: Bool { 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) >= 127_500 }

  /// Reads six hexadecimal digits, with or without `#` in front, in either case.
  package init?(hex: some StringProtocol) {
    let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
    // The radix initialiser would take a sign, too.
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let bits = UInt32(digits, radix: 16)
    else { return nil }
    self.init(
      red: UInt8(bits >> 16 & 255), green: UInt8(bits >> 8 & 255), blue: UInt8(bits & 255))
  }

  /// The colour `share` of the way to `other`: 0 is this one, 1 the other. Shares beyond are clamped.
  package func mixed(with other: Color, _ share: Double) -> Color {
    let share = share.isNaN ? 0 : min(max(share, 0), 1)
    func channel(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded())
    }
    return Color(
      red: channel(red, other.red), green: channel(green, other.green),
      blue: channel(blue, other.blue))
  }

  /// The colour in OKLab, where distances are those that eyes see.
  var perceived: PerceivedColor { PerceivedColor(self) }
}
