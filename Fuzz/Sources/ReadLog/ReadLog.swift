import DropoutEngine
import Reports
import SessionLog

/// What libFuzzer calls with each input: reads it as a log and makes of it all that the commands do
/// that read logs, but for the simulation and the screen.
///
/// A trap, a hang and a control character in any text for a terminal are what it looks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func readLog(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  follow(UnsafeRawBufferPointer(bytes))
  var reader = LogReader(bytes: Array(bytes))
  var recording = Recording()
  var difference = SessionDifference()
  do {
    while let record = try reader.next() {
      recording.apply(record)
      look(at: record)
      if case .call(let call, _) = record {
        look(at: call)
        if let last = recording.calls.dropLast().last { difference.add(last, call) }
      }
    }
  } catch {
    check(error.description)
  }
  check(difference.text(TextStyle()))
  _ = recording.annotations
  return 0
}

private func look(at record: LogRecord) {
  check(SessionText(TextStyle()).event(record) ?? "")
  guard case .session(let session) = record else { return }
  check(SessionText(TextStyle()).heading(session))
  do { _ = try SimulationOptions(session) } catch { check(error.description) }
}

func look(at call: ForwardCall) {
  check(CallText(call, style: TextStyle()).full)
  check(CallText(call, style: TextStyle(isASCII: true)).brief)
  check(StatisticsTable().rows(call))
  var layout = MaskLayout(isPacked: true)
  layout.add(call.sites, at: 0)
  check(layout.unrecordedNames ?? "")
}

func check(_ text: String) {
  let isClean = text.unicodeScalars.allSatisfy { scalar in
    scalar == "\n" || scalar.properties.generalCategory != .control
  }
  precondition(isClean, "a control character reaches the terminal")
}
