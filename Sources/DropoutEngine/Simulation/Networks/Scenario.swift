/// A network that shows one thing that can go wrong.
public enum Scenario: String, Sendable, CaseIterable {
  /// Dropout before a batch norm, which learns a variance in training that evaluation lacks (X. Li et
  /// al., "Understanding the disharmony between dropout and batch normalization by variance shift",
  /// 2019).
  case varianceShift = "variance-shift"

  /// One line for help texts.
  public var summary: String {
    switch self {
    case .varianceShift: "dropout before a batch norm, which then learns too large a variance"
    }
  }

  /// Its network, on the digits.
  var plan: NetworkPlan {
    switch self {
    case .varianceShift: .varianceShift
    }
  }
}

extension NetworkPlan {
  fileprivate static let varianceShift = NetworkPlan(
    sampleShapes: [[64]],
    modules: [
      ModulePlan("dense1", .linear(inputs: 64, outputs: 128)),
      ModulePlan("relu1", .activation(.relu)),
      ModulePlan("hidden1", .dropout(ElementDropout(), .half)),
      ModulePlan("norm", .batchNorm(features: 128, axes: 1)),
      ModulePlan("dense2", .linear(inputs: 128, outputs: 64)),
      ModulePlan("relu2", .activation(.relu)),
      ModulePlan("hidden2", .dropout(ElementDropout(), Rate(unchecked: 0.2))),
      ModulePlan("dense3", .linear(inputs: 64, outputs: 10)),
    ])
}
