import DropoutEngine
import PlainText

/// What the sentences of the why view are made of: the selected site as it is in the call on screen.
struct WhyFacts {
  let site: String
  /// What is dropped, in one word and for several: a unit, a channel.
  let one: String
  let many: String
  /// What the values before are.
  let source: String
  /// What the kind does beyond that, in words that follow "It".
  let deed: String?
  let repair: Repair
  let rate: Rate?
  let mode: Mode?
  /// Whether the site is to draw.
  let isTraining: Bool
  /// Whether it drew; nil where that is not known.
  let isDrawn: Bool?
  /// Whether each element gets a factor of its own, and none is dropped.
  let hasFactors: Bool
  /// What dropped elements become.
  let fill: Double
  /// What the last stage adds.
  let shift: Double
  /// The share of draws that are dropped on average, where draws hang together: not p, then.
  let expectedDropped: Double?
  /// The factor as it was applied, and as mode and phase say.
  let scale: Double?
  let expectedScale: Double?
  let kept: KeptCount?
  let before: Double?
  let after: Double?
  let call: Int
  let samples: Int
  let unitsOfSample: Int
  /// Whether keys can change the settings.
  let isSimulated: Bool

  /// Nil where the selected site did not run in the call.
  init?(_ scene: Scene) {
    guard let index = scene.selected else { return nil }
    let entry = scene.call.sites[index]
    let reading = scene.reading(index)
    let name = scene.arrival.header.site(entry.name)?.kind
    let kind = name.flatMap(DropoutKinds.named)
    site = StatusLine.cutFront(entry.id.title, 20)
    (one, many) = kind.units
    deed = kind?.deed
    source = kind?.source ?? "what the layer puts out"
    repair = kind?.repair ?? .byMode
    rate = entry.rate
    mode = scene.call.mode ?? reading.mode
    isTraining = reading.isTraining
    isDrawn = entry.isDrawn
    hasFactors = entry.factors != nil || kind?.form == .factors
    fill = entry.fill ?? 0
    shift = entry.shift ?? 0
    if case .clusters = kind?.law, let draws = reading.draws, draws > 0 {
      expectedDropped = reading.kept.expected.map { 1 - $0.mean / Double(draws) }
    } else {
      expectedDropped = nil
    }
    scale = entry.scale
    expectedScale = reading.scale.expected?.mean
    kept = entry.keptDecisions
    before = entry.stages?.before.mean
    after = entry.stages?.after.mean
    call = scene.call.number
    samples = entry.samples
    unitsOfSample = entry.units
    isSimulated = scene.arrival.kind == .simulated
  }

  /// p, 1 − p and such: two decimals, or three where it needs them.
  static func number(_ value: Double) -> String {
    let cents = value * 100
    return decimal(value, abs(cents - cents.rounded()) < 1e-6 ? 2 : 3)
  }

  /// A number of a log, which may be none, or too long to be read.
  static func plain(_ value: Double, _ places: Int) -> String {
    value.isFinite && abs(value) < 10_000 ? decimal(value, places) : Numerals.short(value)
  }

  /// A factor with no more decimals than it needs.
  static func short(_ value: Double) -> String {
    value.isFinite && abs(value) < 10_000 ? shortDecimal(value, 2) : Numerals.short(value)
  }

  var p: String { rate.map { WhyFacts.number($0.value) } ?? "p" }
  var q: String { rate.map { WhyFacts.number($0.keep) } ?? "1 − p" }

  /// What inverted dropout multiplies by: `2.00`.
  var inverse: String {
    guard let rate, rate.keep > 0 else { return "1 ÷ (1 − p)" }
    return Numerals.factor(1 / rate.keep)
  }

  /// Whether survivors are multiplied by something else than mode and phase say.
  var isScaleOff: Bool {
    guard repair == .byMode, let scale, let expectedScale else { return false }
    return abs(scale - expectedScale) > 0.005 * max(1, abs(expectedScale))
  }

  /// Whether something is dropped where nothing should be.
  var dropsInEvaluation: Bool { !isTraining && isDrawn == true }
}
