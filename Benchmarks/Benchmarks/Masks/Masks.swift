import Benchmark
import MaskCases

/// Every case as a benchmark, for comparing one version of this code with another:
/// `swift package --package-path Benchmarks benchmark`.
let benchmarks: @Sendable () -> Void = {
  for maskCase in MaskCase.all {
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock, .throughput], maxDuration: .seconds(1))
    Benchmark(maskCase.name, configuration: configuration) { benchmark in
      var run = try MaskRun(maskCase)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(run.call()) }
      benchmark.stopMeasurement()
    }
  }
}
