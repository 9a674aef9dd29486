/// How much of a call record its reader wants; the rest is checked, or stepped over.
package enum LogDetail: Sendable {
  /// All that it says.
  case whole
  /// All but how values spread over the bins of histograms: one bin holds the count of all. What is
  /// no record for ``whole`` is none for this either.
  case withoutBins
  /// What a view over time shows; that all else is JSON is not looked at.
  case point
}
