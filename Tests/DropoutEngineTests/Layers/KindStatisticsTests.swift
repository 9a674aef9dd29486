import Testing

@testable import DropoutEngine

/// What kinds predict, against a million draws of each.
struct KindStatisticsTests {
  /// A kind on a tensor.
  struct Sample: Sendable, CustomTestStringConvertible {
    var kind: String
    var shape: [Int]
    var p: Double
    var testDescription: String { "\(kind), \(shape), p \(p)" }

    init(_ kind: String, _ shape: [Int], _ p: Double) {
      self.kind = kind
      self.shape = shape
      self.p = p
    }
  }

  private static let samples = [
    Sample("dropout", [3, 8], 0.3), Sample("dropout1d", [2, 3, 4], 0.4),
    Sample("dropout2d", [2, 3, 2, 2], 0.2), Sample("dropout3d", [2, 2, 1, 3, 2], 0.5),
    Sample("alpha", [3, 8], 0.2), Sample("feature-alpha", [2, 4, 3], 0.3),
    Sample("gaussian", [5, 5], 0.2), Sample("gaussian", [3, 3], 0.5),
    Sample("dropconnect", [4, 6], 0.5), Sample("dropconnect:per=row", [6, 4], 0.3),
    Sample("locked", [2, 4, 3], 0.25), Sample("embedding", [8, 3], 0.3),
    Sample("word", [2, 4, 3], 0.2), Sample("word:scaled=true", [2, 4, 3], 0.2),
    Sample("droppath", [8, 3], 0.2), Sample("droppath:mode=batch", [3, 4], 0.4),
    Sample("spatial", [2, 2, 2, 3], 0.3), Sample("attention", [1, 2, 3, 4], 0.1),
    Sample("attention:share=all", [2, 2, 2, 3], 0.3),
    Sample("dropblock:block=3", [2, 2, 8, 8], 0.1),
    Sample("dropblock:rule=timm,block=3", [4, 2, 8, 8], 0.1),
    Sample("dropblock:rule=timm,block=2,channels=own,scaled=false", [1, 2, 4, 4], 0.2),
    Sample("dropblock:rule=miguelvr,block=2", [4, 2, 6, 8], 0.2),
  ]

  private static let draws = 1_000_000

  @Test(
    .enabled(if: isOptimised, "a million draws, run with -c release"), arguments: samples)
  func `means, spreads and counts are as predicted`(sample: Sample) throws {
    let kind = try DropoutKinds.kind(sample.kind)
    let count = sample.shape.reduce(1, *)
    // Not centred, with zeros among them.
    let values = (0..<count).map { (index: Int) -> Float in
      let value = Float((index * 37 + 11) % 23) / 8
      return index % 7 == 3 ? 0 : value - 0.75
    }
    let rate = try Rate(sample.p)
    let effect = kind.effect(rate: rate, mode: .inverted, phase: .train)
    let predictions = kind.predictions(
      of: values, shape: sample.shape, rate: rate, effect: effect)
    var generator = try Dialect.philox.generator(seed: 2026)
    var seen = Seen()
    let vanilla = kind.effect(rate: rate, mode: .vanilla, phase: .train)
    for draw in 1...Self.draws {
      let call = MaskCall(shape: sample.shape, rate: rate, at: DrawSite(call: draw, layer: 0))
      let applied = kind.run(call, effect: effect, drawing: &generator)
      seen.take(applied, values)
      // Vanilla training hands on what is masked, so that the same draws hold for it.
      if draw <= 8, kind.repair == .byMode {
        let plain = kind.applied(applied.noise, to: sample.shape, effect: vanilla)
        #expect(plain.after(values) == applied.masked(values))
      }
    }
    seen.compare(predictions, sample.testDescription)
    guard kind.repair == .byMode else { return }
    seen.comparePlain(
      kind.predictions(of: values, shape: sample.shape, rate: rate, effect: vanilla),
      "\(sample.testDescription), vanilla")
  }

  @Test func `every kind is among them, and every way to choose what shares a draw`() throws {
    let names = Set(try Self.samples.map { try DropoutKinds.kind($0.kind).name })
    #expect(names == Set(DropoutKinds.all.map(\.name)))
  }

  @Test(arguments: Mode.allCases)
  func `in evaluation every kind gives exactly what is expected of it`(mode: Mode) throws {
    for sample in Self.samples {
      let kind = try DropoutKinds.kind(sample.kind)
      let count = sample.shape.reduce(1, *)
      let values = (0..<count).map { (index: Int) -> Float in Float((index * 37 + 11) % 23) / 8 }
      let rate = try Rate(sample.p)
      let effect = kind.effect(rate: rate, mode: mode, phase: .eval)
      let after = kind.applied(nil, to: sample.shape, effect: effect).after(values)
      let factor = mode == .vanilla && kind.repair == .byMode ? Float(rate.keep) : 1
      #expect(after == values.map { $0 * factor }, "\(sample), \(mode)")
      let predicted = try #require(
        kind.predictions(of: values, shape: sample.shape, rate: rate, effect: effect).after)
      let mean = after.reduce(0.0) { $0 + Double($1) } / Double(count)
      #expect(abs(predicted.mean - mean) < 1e-6 * max(1, abs(mean)), "\(sample), \(mode)")
      #expect(predicted.standardError ?? 0 == 0, "\(sample), \(mode)")
    }
  }

  @Test func `a call on record expects what its values do`() throws {
    // Moments and B alone, as a log has them, give the same as the values.
    for sample in Self.samples where !sample.kind.hasPrefix("dropblock") {
      let kind = try DropoutKinds.kind(sample.kind)
      let size = sample.shape.reduce(1, *)
      let values = (0..<size).map { (index: Int) -> Float in Float((index * 37 + 11) % 23) / 8 }
      let rate = try Rate(sample.p)
      let effect = kind.effect(rate: rate, mode: .inverted, phase: .train)
      let whole = kind.predictions(of: values, shape: sample.shape, rate: rate, effect: effect)
      var before = MomentsBefore(
        values, drawnShape: kind.drawnShape(for: sample.shape), over: sample.shape)
      if let groups = before.groups {
        let count = Double(values.count)
        before.spread = groups.squares(around: effect.fill) / (count * count)
        before.groups = nil
      }
      let known = kind.predictions(of: before, effect: effect)
      #expect(known.after == whole.after && known.masked == whole.masked)
      #expect(known.kept == whole.kept)
    }
  }
}

/// Sums over many draws of one number, up to the fourth power around a guess of its mean.
private struct Moments {
  private var guess: Double?
  private var count = 0.0
  private var sums = [0.0, 0.0, 0.0, 0.0]

  mutating func add(_ value: Double) {
    let guess = self.guess ?? value
    self.guess = guess
    var power = 1.0
    count += 1
    for index in 0..<4 {
      power *= value - guess
      sums[index] += power
    }
  }

  var mean: Double { (guess ?? 0) + sums[0] / count }

  var variance: Double { sums[1] / count - (sums[0] / count) * (sums[0] / count) }

  /// How many standard errors the mean lies off; nil where it did not vary.
  func z(mean expected: Double) -> Double? {
    guard variance > 1e-18 else { return abs(mean - expected) < 1e-6 ? nil : .infinity }
    return (mean - expected) / (variance / count).squareRoot()
  }

  /// How many standard errors the variance lies off.
  func z(variance expected: Double) -> Double? {
    guard variance > 1e-18 else { return expected < 1e-12 ? nil : .infinity }
    let m = sums[0] / count
    let fourth =
      sums[3] / count - 4 * m * sums[2] / count + 6 * m * m * sums[1] / count - 3 * m * m * m * m
    let spread = fourth - variance * variance
    guard spread > 1e-12 * variance * variance else {
      return abs(variance - expected) < 1e-4 * variance ? nil : .infinity
    }
    return (variance - expected) / (spread / count).squareRoot()
  }
}

/// What many draws of one layer gave.
private struct Seen {
  private var kept = Moments()
  private var elements = Moments()
  private var zeros = Moments()
  private var masked = (mean: Moments(), variance: Moments())
  private var after = (mean: Moments(), variance: Moments())
  private var factors = (mean: Moments(), variance: Moments(), turned: Moments())

  mutating func take(_ applied: AppliedDropout, _ values: [Float]) {
    if let drawn = applied.drawn { kept.add(Double(drawn.kept)) }
    elements.add(Double(applied.mask?.kept ?? values.count))
    let stages = (applied.masked(values), applied.after(values))
    zeros.add(Double(stages.0.count { $0 == 0 }))
    let (maskedMoments, afterMoments) = (Self.moments(stages.0), Self.moments(stages.1))
    masked.mean.add(maskedMoments.mean)
    masked.variance.add(maskedMoments.variance)
    after.mean.add(afterMoments.mean)
    after.variance.add(afterMoments.variance)
    guard let drawn = applied.factors else { return }
    let moments = Self.moments(drawn)
    let count = Double(drawn.count)
    factors.mean.add(moments.mean)
    factors.variance.add(moments.variance * count / (count - 1))
    factors.turned.add(Double(drawn.count { $0 < 0 }))
  }

  private static func moments(_ values: [Float]) -> (mean: Double, variance: Double) {
    var (sum, squares) = (0.0, 0.0)
    for value in values {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let count = Double(values.count)
    let mean = sum / count
    return (mean, squares / count - mean * mean)
  }

  func compare(_ predictions: LayerPredictions, _ place: String) {
    let pairs: [(String, Moments, DropoutEngine.Expectation?)] = [
      ("kept", kept, predictions.kept), ("elements", elements, predictions.elements),
      ("zeros", zeros, predictions.zeros), ("factors", factors.mean, predictions.factors?.mean),
      ("factors' variance", factors.variance, predictions.factors?.variance),
      ("turned", factors.turned, predictions.factors?.turned),
    ]
    for (name, moments, expectation) in pairs {
      guard let expectation else { continue }
      check(moments.z(mean: expectation.mean), "\(place): \(name)")
      if let sd = expectation.sd {
        check(moments.z(variance: sd * sd), "\(place): spread of \(name)")
      }
    }
    for (name, stage, prediction, isApproximate) in [
      ("masked", masked, predictions.masked, false),
      ("after", after, predictions.after, predictions.isApproximate),
    ] {
      guard let prediction else {
        Issue.record("\(place): nothing is predicted of \(name)")
        continue
      }
      if isApproximate {
        // First order understates.
        let error = prediction.standardError ?? 0
        #expect(abs(stage.mean.mean - prediction.mean) < 0.1 * error, "\(place): \(name)")
        #expect(0.75...1.05 ~= error / stage.mean.variance.squareRoot(), "\(place): \(name)")
        let within = prediction.sd * prediction.sd / stage.variance.mean
        #expect(0.75...1.05 ~= within, "\(place): \(name), \(within)")
        continue
      }
      check(stage.mean.z(mean: prediction.mean), "\(place): mean of \(name)")
      let error = prediction.standardError ?? .nan
      check(stage.mean.z(variance: error * error), "\(place): spread of the mean of \(name)")
      check(
        stage.variance.z(mean: prediction.sd * prediction.sd), "\(place): variance of \(name)")
    }
  }

  /// Holds what was masked against what is expected after it, where nothing follows.
  func comparePlain(_ predictions: LayerPredictions, _ place: String) {
    guard let prediction = predictions.after else {
      Issue.record("\(place): nothing is predicted")
      return
    }
    check(masked.mean.z(mean: prediction.mean), "\(place): mean")
    let error = prediction.standardError ?? .nan
    check(masked.mean.z(variance: error * error), "\(place): spread of the mean")
    check(masked.variance.z(mean: prediction.sd * prediction.sd), "\(place): variance")
  }

  private func check(_ z: Double?, _ place: String) {
    if let z { #expect(abs(z) < 4, "\(place)") }
  }
}
