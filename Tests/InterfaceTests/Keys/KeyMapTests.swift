import Foundation
import Testing

@testable import Interface

@Suite struct KeyMapTests {
  private let maps = Views.all.map { Views.keys(of: $0) }
  private let masks = Views.keys(of: MasksView())

  @Test func `every key of a row is bound, once, under the row's label`() {
    for map in maps {
      for row in map.bindings {
        #expect(!row.keys.isEmpty && !row.label.isEmpty && !row.summary.isEmpty)
        #expect(map.binding(for: row.keys[0])?.command == row.command)
        for key in row.keys { #expect(map.binding(for: key)?.label == row.label) }
      }
      #expect(map.binding(for: .character("Z")) == nil)
    }
  }

  @Test func `the keys of a pair do opposite things`() {
    #expect(masks.binding(for: .character("."))?.command == .step(1))
    #expect(masks.binding(for: .left)?.command == .step(-1))
    #expect(masks.binding(for: .character("["))?.command == .slower)
    #expect(masks.binding(for: .character("-"))?.command == .changeRate(-1))
    #expect(masks.binding(for: .character("R"))?.command == .restart(newSeed: true))
  }

  @Test func `the footer's words stand once, in the order of the reference`() {
    let footer = masks.bindings.compactMap { binding in
      binding.footer.map { "\(binding.label) \($0)" }
    }
    #expect(
      footer.joined(separator: "  ")
        == "space pause  . , step  [ ] speed  m mode  e eval  + - p  tab site  "
        + "pgup pgdn sample  enter deeper  w record  t theme  ? help  q quit")
  }

  @Test func `every row is short, and has words where no arrows show`() {
    let rows = maps.flatMap(\.bindings)
    for row in rows + rows.map(\.ascii) {
      #expect(row.label.count <= 16 && row.summary.count <= 34, "\(row.label): \(row.summary)")
    }
    #expect(rows.map(\.ascii).allSatisfy { $0.label.utf8.allSatisfy { $0 < 128 } })
  }

  @Test func `the README's table has one line for each label, and for each view`() {
    let lines = Views.markdown.split(separator: "\n")
    let own = Views.all.reduce(0) { $0 + $1.keys.count + 1 }
    #expect(lines.count == KeyMap.shared.bindings.count + own + 2)
    #expect(lines[2] == "| `space` | play, pause |")
    for map in maps { #expect(Set(map.bindings.map(\.label)).count == map.bindings.count) }
  }

  @Test func `the README holds the table of keys as it is`() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("<!-- keys -->\n\(Views.markdown)<!-- /keys -->"))
  }
}
