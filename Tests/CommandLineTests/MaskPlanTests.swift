import DropoutEngine
import Foundation
import Testing

@testable import dropscope

/// Plans in the form of golden files, as a person has them.
struct MaskPlanTests {
  private static func golden(_ name: String) throws -> [UInt8] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "DropoutEngineTests/Golden/\(name).json")
    return Array(try Data(contentsOf: file))
  }

  private func plans(_ bytes: [UInt8]) throws -> [MaskPlan] {
    guard case .masks(let plans) = try PlanReader(file: "plan", dialect: nil).read(bytes) else {
      return []
    }
    return plans
  }

  private func masks(_ plan: MaskPlan) throws -> [Mask] {
    var masks: [Mask] = []
    try plan.draw { _, mask, _ in masks.append(mask) }
    return masks
  }

  @Test func `published records run as they stand, those without a mask are passed over`() throws {
    let bytes = try Self.golden("public-records")
    let records = try JSON.parse(bytes)["records"].items
    let plans = Dictionary(
      try self.plans(bytes).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    #expect(plans.count == 16 && records.count == 18)
    for record in records {
      guard let plan = plans[record["id"].text] else {
        #expect(record["calls"] == .null && record["shape"] == .null)
        continue
      }
      let calls = record["calls"].items.isEmpty ? [record] : record["calls"].items
      let masks = try masks(plan)
      #expect(masks.count == calls.count, "\(plan.id)")
      for (call, mask) in zip(calls, masks) {
        if call["mask"] != .null {
          #expect(mask.bits(0..<mask.count) == call["mask"].text, "\(plan.id)")
        }
        if let ones = Int(call["ones"].text) { #expect(mask.kept == ones, "\(plan.id)") }
      }
    }
  }

  @Test func `the layers of a model tell which seed Keras would hand out next`() throws {
    func next(_ model: String) throws -> String {
      let text = """
        {"family": "keras-jax", "seed": "5", "schedule": "set-random-seed", "model": [\(model)],
        "seed_index": [1, 3], "calls": [{"rate": 0.3, "shape": [3]}]}
        """
      let plan = try #require(try plans(Array(text.utf8)).first)
      var upcoming: UpcomingDraws?
      try plan.draw { _, _, generator in upcoming = generator.upcoming }
      return upcoming.flatMap(PlanLine.draws) ?? ""
    }
    // What Keras 3.15 said behind two Dense and two Dropout.
    let four = #""next_default_seed":"853832590""#
    #expect(try next(#""Dense", "Dropout", "Dense", "Dropout""#).hasSuffix(four))
    #expect(try next(#""LSTM", "Dropout(0)", "BatchNormalization", "Dropout""#).hasSuffix(four))
    #expect(
      try next(#""SeparableConv2D", "Dropout(rate=0.1)", "GaussianNoise(0.2)""#).hasSuffix(four))
    #expect(try next(#""Bidirectional(LSTM)""#) == next(#""LSTM", "GRU", "SimpleRNN""#))
    #expect(try next(#""Layer""#).hasSuffix("]"))
  }

  @Test func `a rate of 1 is refused by those who refuse it`() throws {
    func refusal(_ family: String, _ op: String) throws -> String {
      let text = """
        {"family": "\(family)", "seed": "5", "calls": [{"rate": 1, "shape": [3], "op": "\(op)"}]}
        """
      do {
        return try plans(Array(text.utf8)).map(masks).joined().map(\.hex).joined()
      } catch let failure as Failure {
        return failure.message
      }
    }
    for family in ["tensorflow", "mlx", "flash-attention"] {
      let told = "plan: calls[0]: rate is 1; with \(family) it may be from 0 on and below 1"
      #expect(try refusal(family, "dropout") == told)
      #expect(try refusal(family, "dropout-eval") == "e0")
    }
    // By hand it is a number like any other.
    #expect(try refusal("tensorflow", "uniform>=rate") == "00")
    #expect(try refusal("mlx", "bernoulli") == "00")
    #expect(try refusal("torch", "dropout") == "00")
  }
}
