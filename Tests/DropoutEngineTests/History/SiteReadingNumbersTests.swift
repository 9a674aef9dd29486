import FoundationEssentials
import Testing

@testable import DropoutEngine

/// Expectations and σ of the screen's table beside NumPy's and SciPy's, of the 200 random layers
/// that Tests/Peers/reading_cases.py drew.
@Suite struct SiteReadingNumbersTests {
  /// A row of the file: numbers by their names, and the bins.
  private struct Layer {
    var numbers: [String: Double] = [:]
    var bins: [Int] = []

    subscript(name: String) -> Double { numbers[name] ?? .nan }
  }

  private func layers() throws -> [Layer] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Golden/readings.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      var layer = Layer()
      for (name, field) in zip(names, line.split(separator: ",")) {
        if name == "bins" {
          layer.bins = field.split(separator: " ").compactMap { Int($0) }
        } else {
          layer.numbers[name] = Double(field)
        }
      }
      return layer
    }
  }

  private func reading(of layer: Layer) throws -> SiteReading {
    func stage(mean: Double, sd: Double, zeros: Double, bins: [Int]) -> StageStatistics {
      StageStatistics(
        mean: mean, sd: sd, min: nil, max: nil, zeros: Int(zeros), nan: 0, inf: 0, below: 0,
        above: 0, bins: bins)
    }
    let count = Int(layer["count"])
    let kept = Int(layer["kept"])
    let mode: Mode = layer["inverted"] == 1 ? .inverted : .vanilla
    let rate = try Rate(layer["rate"])
    let site = SiteCall(
      name: "a", shape: [count], rate: rate, scale: mode == .inverted ? 1 / rate.keep : 1,
      mask: Mask((0..<count).map { $0 < kept }), kept: kept,
      stages: Stages(
        range: HistogramRange(low: layer["low"], high: layer["high"]),
        before: stage(
          mean: layer["mean"], sd: layer["sd"], zeros: layer["zeros"], bins: layer.bins),
        masked: stage(mean: layer["masked"], sd: 1, zeros: layer["after_zeros"], bins: []),
        after: stage(
          mean: layer["after"], sd: layer["spread"], zeros: layer["after_zeros"], bins: [])))
    let call = ForwardCall(number: 1, phase: .train, mode: mode, sites: [site])
    return SiteReading(site, of: call, kind: "dropout")
  }

  @Test func `what is expected and sigma are SciPy's to 1e-6`() throws {
    let layers = try layers()
    #expect(layers.count == 200)
    for (index, layer) in layers.enumerated() {
      let reading = try reading(of: layer)
      let numbers = [
        ("kept", reading.kept), ("masked", reading.masked), ("after", reading.after),
        ("spread", reading.spread), ("zeros", reading.zeros),
      ]
      for (name, number) in numbers {
        let wanted = layer["z_\(name)"]
        let sigma = try #require(number.sigma, "\(name) of layer \(index)")
        #expect(abs(sigma - wanted) <= 1e-6 * max(1, abs(wanted)), "\(name) of layer \(index)")
        guard let expected = layer.numbers["e_\(name)"] else { continue }
        let mean = try #require(number.expected?.mean)
        #expect(abs(mean - expected) <= 1e-6 * max(1, abs(expected)), "\(name) of layer \(index)")
      }
    }
  }

  @Test func `sigma of a session is the sum of its calls' over the root of their number`() throws {
    var tally = SiteTally()
    var sums: [String: Double] = [:]
    var (kept, expected, variance) = (0.0, 0.0, 0.0)
    let layers = try layers()
    for layer in layers {
      tally.add(try reading(of: layer), rate: try Rate(layer["rate"]))
      for name in ["masked", "after", "spread", "zeros"] {
        sums[name, default: 0] += layer["z_\(name)"] / Double(layers.count).squareRoot()
      }
      let keep = 1 - layer["rate"]
      kept += layer["kept"]
      expected += layer["count"] * keep
      variance += layer["count"] * keep * layer["rate"]
    }
    let told = [
      ("masked", tally.masked.sigma), ("after", tally.after.sigma),
      ("spread", tally.spread.sigma), ("zeros", tally.zeros.sigma),
    ]
    for (name, sigma) in told {
      #expect(abs(try #require(sigma) - (sums[name] ?? .nan)) < 1e-6, "\(name)")
    }
    let sigma = (kept - expected) / variance.squareRoot()
    #expect(abs(try #require(tally.kept.sigma) - sigma) < 1e-9)
  }
}
