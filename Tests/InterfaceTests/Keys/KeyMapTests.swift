import Foundation
import Interface
import Testing

@Suite struct KeyMapTests {
  @Test func `every key of a row is bound, once, under the row's label`() {
    for row in KeyMap.bindings {
      #expect(!row.keys.isEmpty && !row.label.isEmpty && !row.summary.isEmpty)
      #expect(KeyMap.binding(for: row.keys[0])?.command == row.command)
      for key in row.keys { #expect(KeyMap.binding(for: key)?.label == row.label) }
    }
    #expect(KeyMap.binding(for: .character("Z")) == nil)
  }

  @Test func `the keys of a pair do opposite things`() {
    #expect(KeyMap.binding(for: .character("."))?.command == .step(1))
    #expect(KeyMap.binding(for: .left)?.command == .step(-1))
    #expect(KeyMap.binding(for: .character("["))?.command == .slower)
    #expect(KeyMap.binding(for: .character("-"))?.command == .changeRate(-1))
    #expect(KeyMap.binding(for: .character("R"))?.command == .restart(newSeed: true))
  }

  @Test func `the footer's words stand once, in the order of the reference`() {
    let footer = KeyMap.bindings.compactMap { binding in
      binding.footer.map { "\(binding.label) \($0)" }
    }
    #expect(
      footer.joined(separator: "  ")
        == "space pause  . , step  [ ] speed  m mode  e eval  + - rate  tab layer  w record  "
        + "t theme  ? help  q quit")
  }

  @Test func `every row is short, and has words where no arrows show`() {
    for row in KeyMap.bindings + KeyMap.bindings.map(\.ascii) {
      #expect(row.label.count <= 16 && row.summary.count <= 34, "\(row.label): \(row.summary)")
    }
    let ascii = KeyMap.bindings.map(\.ascii)
    #expect(ascii.allSatisfy { ($0.label + $0.summary).utf8.allSatisfy { $0 < 128 } })
  }

  @Test func `the README's table has one line for each label`() {
    let lines = KeyMap.markdown.split(separator: "\n")
    #expect(lines.count == KeyMap.bindings.count + 2)
    #expect(lines[2] == "| `space` | play, pause |")
    #expect(Set(KeyMap.bindings.map(\.label)).count == KeyMap.bindings.count)
  }

  @Test func `the README holds the table of keys as it is`() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("<!-- keys -->\n\(KeyMap.markdown)<!-- /keys -->"))
  }
}
