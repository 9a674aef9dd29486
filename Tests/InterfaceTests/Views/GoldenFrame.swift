import Foundation
import Testing

/// Holds a frame against its picture in `Frames/`.
///
/// After a change that is meant, `RECORD_FRAMES=1 swift test --filter InterfaceTests` takes the
/// pictures anew; look at them before they are committed. The row of tabs is left out: it names all
/// views, and would change with each new one.
func expectPicture(
  _ text: String, named name: String, _ location: SourceLocation = #_sourceLocation
) throws {
  var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if rows.count > 1, rows[1].hasPrefix(" 1 masks") { rows[1] = " (tabs)" }
  let text = rows.joined(separator: "\n")
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Frames")
  let file = folder.appending(path: name + ".txt")
  if ProcessInfo.processInfo.environment["RECORD_FRAMES"] != nil {
    try text.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  #expect(
    text == (try String(contentsOf: file, encoding: .utf8)), "\(name)", sourceLocation: location)
}
