import Interface

/// How large a printed frame is, columns x rows as `120x40`.
struct FrameSize: CustomStringConvertible {
  static let standard = FrameSize(cells: Size(width: 120, height: 40))

  let cells: Size

  private init(cells: Size) { self.cells = cells }

  init(_ text: String) throws(ValueError) {
    let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      1...1000 ~= width, 1...1000 ~= height
    else { throw .frameSize }
    cells = Size(width: width, height: height)
  }

  var description: String { "\(cells.width)x\(cells.height)" }
}
