/// The base16 schemes that are inside the binary, as YAML text, the default first.
///
/// A new theme is a new YAML file in this folder, one line here and one in Package.swift.
package enum BuiltInThemes {
  /// File names without their ending, and what the files hold; nothing is parsed here.
  package static var all: [(name: String, yaml: String)] {
    [
      ("dropscope-dark", text(PackageResources.dropscope_dark_yaml)),
      ("dropscope-light", text(PackageResources.dropscope_light_yaml)),
      ("okabe-dark", text(PackageResources.okabe_dark_yaml)),
      ("okabe-light", text(PackageResources.okabe_light_yaml)),
      ("ember", text(PackageResources.ember_yaml)),
      ("fjord", text(PackageResources.fjord_yaml)),
      ("beacon", text(PackageResources.beacon_yaml)),
      ("phosphor", text(PackageResources.phosphor_yaml)),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
