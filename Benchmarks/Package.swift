// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "dropscope-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "dropscope", path: ".."),
    // Without its traits it needs no jemalloc.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "MaskCases",
      dependencies: [.product(name: "DropoutEngine", package: "dropscope")],
      swiftSettings: strict),
    .executableTarget(
      name: "mask-speeds", dependencies: ["MaskCases"], swiftSettings: strict),
    .executableTarget(
      name: "Masks",
      dependencies: ["MaskCases", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Masks",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
