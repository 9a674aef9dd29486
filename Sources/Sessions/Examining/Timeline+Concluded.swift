package import Interface

extension Timeline {
  /// What the doctor says of all calls so far, looked at in one go: for a frame, behind which no
  /// driver works.
  ///
  /// - Complexity: O(calls); a log is read once, at some 100 MB a second.
  package mutating func concluded() -> Conclusion {
    var examination = LiveExamination()
    while true {
      let (lane, next) = examine(after: examination.throughs(laneCount))
      switch next {
      case .call(let call): examination.take(call, of: self, lane: lane)
      case .broken(let number, let line):
        examination.take(broken: number, line: line, of: self, lane: lane)
      case .working: break
      case .nothing:
        examination.takeRest(of: self)
        return examination.conclusion(of: self)
      }
    }
  }
}
