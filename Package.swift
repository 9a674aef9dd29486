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
  ],
  targets: [
    .target(name: "CMaskKernels"),
    .target(
      name: "DropoutEngine",
      dependencies: ["CMaskKernels", .product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: strict),
    .target(name: "Files", swiftSettings: strict),
    .target(name: "JSONText", swiftSettings: strict),
    .target(name: "PlainText", swiftSettings: strict),
    .target(
      name: "Doctor",
      dependencies: [
        "DropoutEngine", "PlainText", .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "SessionLog", dependencies: ["DropoutEngine", "Files", "JSONText"],
      swiftSettings: strict),
    .target(
      name: "TensorFiles", dependencies: ["DropoutEngine", "Files", "JSONText", "PlainText"],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: ["Doctor", "DropoutEngine", "Files", "PlainText", "SessionLog"],
      swiftSettings: strict),
    .target(
      name: "BuiltInThemes",
      path: "themes",
      resources: themes.map { .embedInCode("\($0).yaml") },
      swiftSettings: strict),
    .target(name: "CPythonHook"),
    .target(
      name: "PythonHook", dependencies: ["CPythonHook"],
      exclude: ["dropscope_hook.py", "dropscope_numpy.py"], swiftSettings: strict),
    .target(
      name: "Interface",
      dependencies: [
        "BuiltInThemes", "CYAML", "DropoutEngine", "PlainText",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .target(
      name: "Sessions", dependencies: ["Doctor", "DropoutEngine", "SessionLog", "Interface"],
      swiftSettings: strict),
    .target(name: "CGlibcFloor"),
    .systemLibrary(name: "CNCurses"),
    .systemLibrary(name: "CYAML"),
    .target(
      name: "Terminal",
      dependencies: ["Interface", "PlainText", "CNCurses"],
      resources: [.embedInCode("Descriptions/terminals.ti")], swiftSettings: strict),
    .executableTarget(
      name: "dropscope",
      dependencies: [
        "CGlibcFloor", "DropoutEngine", "Files", "JSONText", "PlainText", "SessionLog",
        "TensorFiles", "Reports", "Interface", "PythonHook", "Sessions", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Files"], path: "Tests/TestSupport", swiftSettings: strict
    ),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: strict),
    .testTarget(name: "PlainTextTests", dependencies: ["PlainText"], swiftSettings: strict),
    .testTarget(
      name: "SessionLogTests",
      dependencies: ["SessionLog", "Files", "JSONText", "DropoutEngine", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DoctorTests",
      dependencies: [
        "Doctor", "DropoutEngine", "TestSupport",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "SessionLog", "DropoutEngine", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["TensorFiles", "DropoutEngine", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "InterfaceTests", dependencies: ["Interface", "DropoutEngine", "TestSupport"],
      exclude: ["Views/Frames"],
      swiftSettings: strict),
    .testTarget(
      name: "SessionsTests",
      dependencies: ["Sessions", "Interface", "SessionLog", "DropoutEngine", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Interface", "CNCurses"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "dropscope", "CGlibcFloor", "DropoutEngine", "Interface",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DropoutEngineTests",
      dependencies: ["DropoutEngine", "CMaskKernels", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: strict),
  ]
)
