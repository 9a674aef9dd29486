/// The shape of a tensor, as `4,5`.
struct Shape {
  let extents: [Int]

  init(_ text: String) throws(ValueError) {
    var extents: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let extent = Int(part), extent >= 0 else { throw .shape }
      extents.append(extent)
    }
    if MaskPlan.isTooLarge(extents) { throw .shapeTooLarge(elements: MaskPlan.largest) }
    self.extents = extents
  }
}
