// swift-tools-version: 6.2
import PackageDescription

// Built by Scripts/fuzz with --sanitize=fuzzer, which brings libFuzzer's `main`.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "dropscope", path: "..")],
  targets: [
    .executableTarget(
      name: "ReadLog",
      dependencies: [
        .product(name: "SessionLog", package: "dropscope"),
        .product(name: "Reports", package: "dropscope"),
        .product(name: "DropoutEngine", package: "dropscope"),
      ],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ]
)
