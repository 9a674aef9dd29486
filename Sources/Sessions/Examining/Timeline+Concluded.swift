package import Interface

extension Timeline {
  /// What the doctor says of all calls so far, looked at in one go: for a frame, behind which no
  /// driver works.
  ///
  /// - Complexity: O(calls); a log is read once, at some 100 MB a second.
  package mutating func concluded() -> Conclusion {
    var examination = LiveExamination()
    while true {
      switch examine(after: examination.through) {
      case .call(let call): examination.take(call, of: self)
      case .broken(let number, let line): examination.take(broken: number, line: line, of: self)
      case .working: break
      case .nothing:
        examination.takeRest(of: self, remains: remains())
        return examination.conclusion()
      }
    }
  }
}
