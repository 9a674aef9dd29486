// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// The files of themes/ that are put inside the binary.
let themes = [
  "dropscope-dark", "dropscope-light", "okabe-dark", "okabe-light", "ember", "fjord", "beacon",
  "phosphor",
]

let package = Package(
  name: "dropscope",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DropoutEngine", targets: ["DropoutEngine"]),
    .library(name: "SessionLog", targets: ["SessionLog"]),
    .library(name: "Reports", targets: ["Reports"]),
    .executable(name: "dropscope", targets: ["dropscope"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CMaskKernels"),
    .target(
      name: "DropoutEngine",
      dependencies: ["CMaskKernels", .product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: strict),
    .target(name: "SessionLog", dependencies: ["DropoutEngine"], swiftSettings: strict),
    .target(name: "TensorFiles", dependencies: ["DropoutEngine"], swiftSettings: strict),
    .target(
      name: "Reports", dependencies: ["DropoutEngine", "SessionLog"], swiftSettings: strict),
    .target(
      name: "BuiltInThemes",
      path: "themes",
      resources: themes.map { .embedInCode("\($0).yaml") },
      swiftSettings: strict),
    .target(
      name: "Interface",
      dependencies: [
        "BuiltInThemes", "DropoutEngine",
        .product(name: "RealModule", package: "swift-numerics"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .systemLibrary(name: "CNCurses"),
    .target(name: "Terminal", dependencies: ["Interface", "CNCurses"], swiftSettings: strict),
    .executableTarget(
      name: "dropscope",
      dependencies: [
        "DropoutEngine", "SessionLog", "TensorFiles", "Reports", "Interface", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionLogTests", dependencies: ["SessionLog", "DropoutEngine"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "SessionLog", "DropoutEngine"],
      swiftSettings: strict),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["TensorFiles", "DropoutEngine"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "InterfaceTests", dependencies: ["Interface", "DropoutEngine"],
      exclude: ["Views/Frames"], swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Interface", "CNCurses"],
      swiftSettings: strict),
    .testTarget(
      name: "DropoutEngineTests",
      dependencies: ["DropoutEngine", "CMaskKernels"],
      exclude: ["Golden"],
      swiftSettings: strict),
  ]
)
