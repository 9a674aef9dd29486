import Interface
import Testing

@Suite struct KeyMapTests {
  @Test func `every binding is found by each of its keys`() {
    for binding in KeyMap.bindings {
      #expect(!binding.keys.isEmpty && !binding.label.isEmpty && !binding.summary.isEmpty)
      for key in binding.keys { #expect(KeyMap.binding(for: key)?.command == binding.command) }
    }
    #expect(KeyMap.binding(for: .character("Z")) == nil)
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

  @Test func `the README's table has one line for each label`() {
    let lines = KeyMap.markdown.split(separator: "\n")
    #expect(lines.count == KeyMap.rows.count + 2)
    #expect(lines[2] == "| `space` | play, pause |")
    #expect(Set(KeyMap.rows.map(\.label)).count == KeyMap.rows.count)
  }
}
