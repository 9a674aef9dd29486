import MaskCases

/// Times the cases whose names begin with the words given, all without any, and prints one line of
/// JSON each: the name, and the nanoseconds an element took in the fastest of the calls.
let wanted = CommandLine.arguments.dropFirst().joined(separator: " ")
let clock = ContinuousClock()
for maskCase in MaskCase.all + MaskCase.kinds where maskCase.name.hasPrefix(wanted) {
  var run = try MaskRun(maskCase)
  var fastest = Duration.seconds(1000)
  for _ in 0..<(maskCase.count > 1_000_000 ? 5 : 30) {
    fastest = min(fastest, clock.measure { precondition(run.call() == maskCase.count) })
  }
  let nanoseconds = fastest / .nanoseconds(1) / Double(maskCase.count)
  print(#"{"case":"\#(maskCase.name)","ns":\#(nanoseconds)}"#)
}
