/// The rules of the doctor.
package enum Rules {
  /// In the order of their ids.
  package static let all: [any Rule.Type] = [
    ActiveInEval.self, IdleInTrain.self, RateOff.self, ScaleOff.self, SameOnRanks.self,
    Frozen.self, NotIndependent.self, RecomputeDiffers.self, DeadUnits.self, NotFinite.self,
    VarianceShift.self, LostRecords.self, DrawnNotUsed.self, TwiceInARow.self, FlagInRate.self,
  ]

  /// The ids of all rules.
  package static var ids: [String] { all.map { $0.about.id } }
}
