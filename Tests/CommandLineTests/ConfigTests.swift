import ArgumentParser
import Interface
import Testing

@testable import dropscope

@Suite struct ConfigTests {
  private func file(_ text: String) throws -> ConfigFile { try ConfigFile(text, path: "c.yaml") }

  private func told(_ text: String) throws -> [String] {
    let config = try file(text)
    return config.problems.map(config.told)
  }

  @Test(arguments: [
    ("rate: 2", "c.yaml: line 1: rate: '2' is invalid: "),
    ("\nseed: x", "c.yaml: line 2: seed: 'x' is invalid: it may be a whole number"),
    ("preset: dig", "c.yaml: line 1: preset: 'dig' is invalid: it may be digits, "),
    ("mode: no", "c.yaml: line 1: mode: 'no' is invalid: it may be vanilla, inverted"),
    ("dialect: cobol", "c.yaml: line 1: dialect: 'cobol' is invalid: "),
    ("speed: 3", "c.yaml: line 1: speed: '3' is invalid: it may be 0.25, "),
    ("color: 9", "c.yaml: line 1: color: '9' is invalid: it may be none, 8, 16, 256, direct"),
    ("ascii: yes", "c.yaml: line 1: ascii: 'yes' is invalid: it may be true, false"),
    ("theme: [a]", "c.yaml: line 1: theme: it may be one value"),
    ("keys: p", "c.yaml: line 1: keys: it may be keys and those that they stand for"),
    ("panels: 3", "c.yaml: line 1: panels: it may be sizes and panels, as 120x40: {time: 8}"),
    (
      "panels:\n  80x24: {tiem: 4}",
      "c.yaml: line 2: panels: '80x24:tiem=4' is invalid: it may be a screen's size, one of the panels"
    ),
    ("keys:\n  p: paws", "c.yaml: line 2: keys: 'p=paws' is invalid: it may be a key"),
    ("theme: ember\ncolour: 8", "c.yaml: line 2: colour: there is no such key; it may be preset, "),
  ])
  func `what is wrong is told with file, line and key`(text: String, says: String) throws {
    let problems = try told(text)
    #expect(problems.count == 1 && problems.first?.hasPrefix(says) == true, "\(problems)")
  }

  @Test(arguments: ["a: [", "- a", "hello", "a: 1\na: 2"])
  func `what is no mapping is refused in one line that names the file`(text: String) {
    let failure = #expect(throws: Failure.self) { try file(text) }
    #expect(failure?.message.hasPrefix("c.yaml: ") == true)
    #expect(failure?.message.contains("\n") == false)
  }

  @Test(arguments: ["", "# nothing\n", "---\n"])
  func `a file that says nothing is as none`(text: String) throws {
    #expect(try told(text).isEmpty)
  }

  @Test func `what is typed wins, and what is of a simulation stays out of recordings`() throws {
    let config = try file(
      "preset: article\nrate: 0.3\nspeed: 4\nmouse: false\nascii: false\nkeys: {p: space}"
        + "\npanels: {120x40: {time: 8}}")
    #expect(
      try config.completed([], command: nil, hasSubject: false)
        == [
          "article", "--rate=0.3", "--speed=4", "--no-mouse", "--key=p=space",
          "--panel=120x40:time=8",
        ])
    #expect(
      try config.completed(["digits", "--speed", "2"], command: nil, hasSubject: true)
        == [
          "digits", "--speed", "2", "--rate=0.3", "--no-mouse", "--key=p=space",
          "--panel=120x40:time=8",
        ])
    #expect(
      try config.completed(["replay", "d.jsonl", "--mouse"], command: "replay", hasSubject: true)
        == ["replay", "d.jsonl", "--mouse", "--speed=4", "--key=p=space", "--panel=120x40:time=8"])
    #expect(try config.completed(["run"], command: "run", hasSubject: true) == ["run"])
  }

  @Test func `a value that is none ends the program, a key that is not known does not`() throws {
    #expect(throws: Failure.self) {
      try file("speed: 3").completed([], command: nil, hasSubject: false)
    }
    let unknown = try file("sped: 3")
    #expect(try unknown.completed([], command: nil, hasSubject: false).isEmpty)
    #expect(unknown.notice?.hasPrefix("c.yaml: line 1: sped: there is no such key") == true)
  }

  @Test func `the printed file says nothing, and every line of it is as it should be`() throws {
    #expect(try told(ConfigFile.template).isEmpty)
    let lines = ConfigFile.template.split(separator: "\n").dropFirst()
    let inForce = lines.map { String($0.dropFirst(2)) }.joined(separator: "\n")
    #expect(try told(inForce).isEmpty)
    let arguments = try file(inForce).completed([], command: nil, hasSubject: false)
    // A key and three panels beside them.
    #expect(arguments.count == ConfigKey.all.count + 4)
    #expect(throws: Never.self) { _ = try Dropscope.parseAsRoot(arguments) }
  }
}
