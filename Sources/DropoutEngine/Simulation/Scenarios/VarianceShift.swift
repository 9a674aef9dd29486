extension Scenario {
  /// Dropout before a batch norm, which learns a variance in training that evaluation lacks (X. Li et
  /// al., "Understanding the disharmony between dropout and batch normalization by variance shift",
  /// 2019).
  static let varianceShift = Scenario(
    "variance-shift", "dropout before a batch norm, which then learns too large a variance",
    rule: "D11", plan: .varianceShift)
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
