public import DropoutEngine
import PlainText

/// Compares the masks of two sessions, call by call.
public struct SessionDifference: Sendable {
  /// What is known of one layer over all calls that both sessions have.
  public struct Layer: Sendable, Equatable {
    /// The layer's name, as the first session has it.
    public var name: String
    /// Calls that were compared.
    public var calls = 0
    /// Calls in which the masks differ, or the shapes do.
    public var differingCalls = 0
    /// Elements that were compared.
    public var elements = 0
    /// Elements that differ.
    public var differing = 0
  }

  /// The first call in which something differs.
  public struct First: Sendable {
    /// The number of the call.
    public var call: Int
    /// The layer's name.
    public var layer: String
    /// What differs, in a clause.
    public var what: String
    /// Where, for masks of one shape.
    public var elements: Mask?
    /// The shape of the mask.
    public var shape: [Int]
  }

  /// The first difference; nil when all masks are the same.
  public private(set) var first: First?
  /// One entry a layer, by its place in a call.
  public private(set) var layers: [Layer] = []
  /// Calls that both sessions have.
  public private(set) var common = 0

  /// Nothing compared yet.
  public init() {}

  /// Compares a call that both sessions have.
  public mutating func add(_ a: ForwardCall, _ b: ForwardCall) {
    common += 1
    if a.sites.count != b.sites.count {
      note(
        First(
          call: a.number, layer: a.sites.last?.name ?? b.sites.last?.name ?? "",
          what: "\(a.sites.count) layers against \(b.sites.count)", elements: nil, shape: []))
    }
    for (index, pair) in zip(a.sites, b.sites).enumerated() {
      add(pair.0, pair.1, at: index, call: a.number)
    }
  }

  private mutating func add(_ a: SiteCall, _ b: SiteCall, at index: Int, call: Int) {
    if layers.count <= index { layers.append(Layer(name: a.name)) }
    layers[index].calls += 1
    let shape = a.drawn ?? a.shape ?? []
    let other = b.drawn ?? b.shape ?? []
    guard shape == other else {
      layers[index].differingCalls += 1
      return note(
        First(
          call: call, layer: a.name, what: "\(times(shape)) against \(times(other))",
          elements: nil, shape: shape))
    }
    let size = elementCount(shape)
    layers[index].elements += size
    // Where neither drew, there is nothing to compare.
    guard a.mask != b.mask else { return }
    let all = Mask(repeating: true, count: size)
    let difference = MaskDifference(a.mask ?? all, b.mask ?? all)
    guard let element = difference.first else { return }
    layers[index].differingCalls += 1
    layers[index].differing += difference.count
    guard first == nil else { return }
    let name = elementName(element, in: shape)
    note(
      First(
        call: call, layer: a.name,
        what: "\(difference.count) of \(size) elements differ, element \(name) first",
        elements: difference.elements, shape: shape))
  }

  private mutating func note(_ difference: First) {
    if first == nil { first = difference }
  }

  /// What a person reads: the first difference with its grid, and the share that differs per layer;
  /// empty when all masks are the same.
  public func text(_ style: TextStyle) -> String {
    guard let first else { return "" }
    var lines = ["call \(first.call), layer \(plain(first.layer)): \(first.what)"]
    if let elements = first.elements {
      let grid = MaskGrid(elements, shape: first.shape, width: style.width - 4)
      lines += grid.lines(style).map { "    " + style.ink(.alarm, $0) }
      let glyphs = style.shades
      lines.append(
        style.ink(.dim, "    \(glyphs[4]) differs  \(glyphs[0]) is the same")
          + (grid.legend.map { style.ink(.dim, "; \($0)") } ?? ""))
    }
    lines.append("")
    for layer in layers {
      lines.append(
        "\(plain(layer.name)): \(percent(layer.differing, of: layer.elements)) of "
          + "\(layer.elements) elements differ, in \(layer.differingCalls) of \(layer.calls) calls")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
