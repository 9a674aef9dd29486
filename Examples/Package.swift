// swift-tools-version: 6.2
import PackageDescription

/// What a program of yours may do with Dropscope's libraries: only what they make public.
let package = Package(
  name: "dropscope-examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "dropscope", path: "..")],
  targets: [
    .executableTarget(
      name: "masks-to-log",
      dependencies: [
        .product(name: "DropoutEngine", package: "dropscope"),
        .product(name: "SessionLog", package: "dropscope"),
      ])
  ]
)
