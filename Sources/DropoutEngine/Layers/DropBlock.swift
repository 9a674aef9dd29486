/// Dropout of square blocks of a map (G. Ghiasi, T.-Y. Lin and Q. Le, "DropBlock", 2018): seeds are
/// drawn, and an element falls where the block of any seed reaches it.
///
/// The three libraries differ in where seeds may lie, in their chance and in who shares a mask; what
/// is really dropped is often far from the rate that was asked for.
public struct DropBlock: DropoutKind {
  /// Whose rule it is.
  public enum Rule: String, Sendable, CaseIterable {
    /// torchvision's `drop_block2d` and `3d`, as in the paper: seeds where a whole block fits.
    case torchvision
    /// timm's `drop_block_2d`: seeds everywhere, at the chance for those where a block fits.
    case timm
    /// miguelvr's `DropBlock2D`: seeds everywhere, at the chance p/b².
    case miguelvr
  }

  /// Whose rule it is.
  public var rule = Rule.torchvision
  /// The side of a block.
  public var block = 7
  /// Whether timm's channels share a mask.
  public var areChannelsCoupled = true
  /// What timm multiplies the chance of a seed by.
  public var seedScale = 1.0
  /// Whether what is left is scaled by how much that is; timm has it without.
  public var isScaled = true
  /// Whether it is timm's function and not its layer: it draws at p = 0.
  public var isBareFunction = false

  /// torchvision's, blocks of 7.
  public init() {}

  /// `dropblock`.
  public var name: String { "dropblock" }

  /// `element`.
  public var unit: (one: String, many: String) { ("element", "elements") }

  /// `block`.
  public var word: String { "block" }

  /// `drops whole squares of a map`.
  public var deed: String? { "drops whole squares of a map" }

  /// By what was kept.
  public var repair: Repair { isScaled ? .counted : .unscaled }

  /// Blocks share elements. A log does not say how large they were; few are larger than 11 x 11.
  public var law: DrawLaw { .clusters(of: max(128, block * block)) }

  /// `rule`, `block`, `channels`, `seed-scale` and `scaled`.
  public var settings: [(name: String, value: String)] {
    var settings: [(name: String, value: String)] = []
    if rule != .torchvision { settings.append(("rule", rule.rawValue)) }
    if block != 7 { settings.append(("block", "\(block)")) }
    if !areChannelsCoupled { settings.append(("channels", "own")) }
    if seedScale != 1 { settings.append(("seed-scale", "\(seedScale)")) }
    if !isScaled { settings.append(("scaled", "false")) }
    return settings
  }

  /// `rule`: paper, torchvision, timm or miguelvr; `block`: a side; `channels`: shared or own;
  /// `seed-scale`: a number; `scaled`: true or false.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    switch option {
    case "rule":
      guard let rule = text == "paper" ? .torchvision : Rule(rawValue: text) else {
        throw .choice("dropblock rule", text, "paper", "torchvision", "timm", "miguelvr")
      }
      self.rule = rule
    case "block":
      guard let side = Int(text), 1...65_536 ~= side else {
        throw .value("block size", has: text, needs: "a whole number from 1 to 65536")
      }
      block = side
    case "channels":
      guard ["shared", "own"].contains(text) else {
        throw .choice("dropblock channels", text, "shared", "own")
      }
      areChannelsCoupled = text == "shared"
    case "seed-scale":
      guard let scale = Double(text), scale >= 0, scale.isFinite else {
        throw .value("seed-scale", has: text, needs: "a number from 0")
      }
      seedScale = scale
    case "scaled":
      guard let value = Bool(text) else {
        throw .choice("dropblock scaled", text, "true", "false")
      }
      isScaled = value
    default: throw .noOption(option, kind: name)
    }
  }

  /// Four axes, or for torchvision five; there blocks have a middle.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    if rule == .torchvision {
      try need(4...5, shape, "four axes, samples, channels, rows and columns, or five")
    } else {
      try need(4...4, shape, "four axes: samples, channels, rows, columns")
    }
    guard phase == .train, rate.value > 0 else { return }
    if block < 1, rule != .torchvision {
      throw .value("block size", has: "\(block)", needs: "a whole number from 1 to 65536")
    }
    let map = BlockMap(self, shape: shape)
    if rule == .torchvision, map.sides[0] % 2 == 0 { throw .evenBlock(map.sides[0]) }
    let chance = map.chance(rate.value)
    // An empty map has no chance that could be wrong.
    guard !(chance > 1) || shape.contains(0) else { throw .seedChance(chance) }
  }

  /// A map a channel, or one where channels share their mask.
  public func picture(of shape: [Int]) -> KindPicture {
    guard shape.count > 3 else { return .units }
    var axes = PictureAxes.channels(shape.count)
    if sharesChannels { (axes.tiles, axes.rows, axes.columns) = (nil, "rows", "columns") }
    return .sheets(axes)
  }

  /// Samples and maps, and channels where each has its own mask.
  public func drawnShape(for shape: [Int]) -> [Int] {
    guard sharesChannels, shape.count > 1 else { return shape }
    var drawn = shape
    drawn[1] = 1
    return drawn
  }

  /// The decisions in whose midst blocks lie: indices into a mask of the drawn shape.
  ///
  /// - Parameter seeds: as they were drawn; what goes beyond the shape of the draw is left out.
  package func middles(of seeds: Mask, in shape: [Int]) -> [Int] {
    guard (try? check(shape: shape, rate: .half, phase: .eval)) != nil else { return [] }
    let map = BlockMap(self, shape: shape)
    let places = map.seeds.reduce(1, *)
    guard places > 0, map.planes > 0, seeds.count >= places * map.planes else { return [] }
    let size = map.extents.reduce(1, *)
    return (0..<places * map.planes).filter { seeds[$0] }.map { seed in
      var (rest, middle, stride) = (seed % places, 0, 1)
      for axis in map.seeds.indices.reversed() {
        let (whole, place) = rest.quotientAndRemainder(dividingBy: map.seeds[axis])
        // torchvision's seeds are corners.
        let inner = rule == .torchvision ? place + map.sides[axis] / 2 : place
        middle += min(inner, map.extents[axis] - 1) * stride
        stride *= map.extents[axis]
        rest = whole
      }
      return seed / places * size + middle
    }
  }

  /// Whether one mask holds for all channels of a sample.
  var sharesChannels: Bool {
    switch rule {
    case .torchvision: false
    case .timm: areChannelsCoupled
    case .miguelvr: true
    }
  }

  /// The seeds.
  public func request(for call: MaskCall) -> MaskCall {
    let map = BlockMap(self, shape: call.shape)
    var request = call.sharing(map.seedShape)
    request.rate = Rate(unchecked: min(max(map.chance(call.rate.value), 0), 1))
    request.asksForSeeds = true
    request.operation =
      rule == .miguelvr ? .belowKeep : isBareFunction ? .native : .decisions
    return request
  }

  /// Where the seeds are.
  public func draw(_ call: MaskCall, from generator: inout some MaskGenerator) -> DropoutNoise? {
    generator.mask(request(for: call)).map(DropoutNoise.seeds)
  }

  /// The layers draw nothing at p = 0, whatever the dialect.
  public func skip(_ call: MaskCall, from generator: inout some MaskGenerator) {
    if call.rate.value > 0 || isBareFunction { generator.skip(request(for: call)) }
  }

  /// The scale follows from what is drawn.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    let draws = phase == .train && (rate.value > 0 || isBareFunction)
    return DropoutEffect(draws: draws, keep: draws ? rate.keep : 1, scale: 1)
  }

  /// Elements over those that were kept.
  public func formula(mode: Mode, phase: Phase) -> String? {
    isScaled && phase == .train ? "n/kept" : nil
  }

  /// The blocks of the seeds, and the scale of what they leave.
  public func applied(
    _ noise: DropoutNoise?, to shape: [Int], effect: DropoutEffect
  ) -> AppliedDropout {
    let drawnShape = self.drawnShape(for: shape)
    guard case .seeds(let seeds) = noise else {
      return AppliedDropout(noise, drawnShape: drawnShape, over: shape, effect: effect)
    }
    let kept = BlockMap(self, shape: shape).kept(around: seeds)
    var effect = effect
    if isScaled { effect.scale = Double(scale(kept: kept.kept, of: kept.count)) }
    return AppliedDropout(
      noise, drawn: kept, drawnShape: drawnShape, over: shape, effect: effect)
  }

  /// How many elements there are for each that was kept, as the library computes it in float32; 1
  /// where miguelvr's divides by zero.
  func scale(kept: Int, of count: Int) -> Float {
    switch rule {
    case .torchvision: 1 / (Float(kept) + 1e-6) * Float(count)
    case .timm: 1 / (Float(kept) + 1e-7) * Float(count)
    case .miguelvr: kept == 0 ? 1 : Float(count) / Float(kept)
    }
  }
}
