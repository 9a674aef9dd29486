import ArgumentParser
import DropoutEngine
import Foundation
import Testing

@testable import dropscope

struct InvocationTests {
  private func invocation(_ line: String, existing: Set<String> = []) throws -> Invocation {
    try Invocation(
      line.split(separator: " ").map(String.init), commands: Dropscope.commands,
      exists: { existing.contains($0) })
  }

  private func refusal(_ line: String, existing: Set<String> = []) -> Failure? {
    do {
      _ = try invocation(line, existing: existing)
      return nil
    } catch {
      return error as? Failure
    }
  }

  @Test(arguments: [
    "", "digits", "digits --rate 0.5", "--paused", "--theme ember.yaml --paused article",
    "--log d.jsonl", "--log=d.jsonl", "--weights net.safetensors --input x.npy", "--rate -1 module",
    "--help", "--version", "--help run", "---completion run -- --log x",
  ])
  func `presets and options alone are the parser's`(line: String) throws {
    let result = try invocation(line)
    #expect(result.command == nil)
    #expect(result.arguments == line.split(separator: " ").map(String.init))
  }

  @Test(arguments: ["run", "replay", "show", "themes", "help"])
  func `a command that stands first is taken, whatever file has its name`(name: String) throws {
    let result = try invocation("\(name) d.jsonl", existing: [name])
    #expect(result.command == name)
    #expect(result.arguments == [name, "d.jsonl"])
  }

  @Test(arguments: ["d.jsonl", "logs/d", "./digits", "-", "../x", "run.log", "/tmp/x", "d.jsonl.1"])
  func `what looks like a path is a log, with options before it and after it`(path: String) throws {
    for line in ["\(path)", "--paused \(path)", "\(path) --theme ember", "--theme x.yaml \(path)"] {
      let result = try invocation(line)
      #expect(result.command == "replay")
      #expect(result.arguments == ["replay"] + line.split(separator: " ").map(String.init))
      let command = try #require(
        try Dropscope.parseAsRoot(result.arguments) as? ReplayCommand)
      #expect(command.files == [path])
    }
  }

  @Test func `a file is a log whatever its name is, but a preset stays one`() throws {
    #expect(try invocation("session", existing: ["session"]).command == "replay")
    #expect(try invocation("digits", existing: ["digits"]).command == nil)
  }

  @Test(arguments: [
    ("repaly x", "replay"), ("shwo", "show"), ("vrify d.jsonl", "verify"), ("Replay", "replay"),
    ("digit", "digits"), ("rnu", "run"), ("--paused moduel", "module"),
  ])
  func `a slip names what was meant first`(line: String, meant: String) throws {
    let failure = try #require(refusal(line))
    #expect(failure.code == 64)
    #expect(failure.message.contains("is no command, preset or file; did you mean \(meant)? "))
    #expect(failure.message.contains("commands are screen, run, replay, attach, "))
    let presets = Preset.allCases.map(\.rawValue).joined(separator: ", ")
    #expect(failure.message.hasSuffix("presets are \(presets)"))
  }

  @Test(arguments: ["nonsense", "x", String(repeating: "long", count: 5000), "é"])
  func `a word that is like none is told the names alone`(word: String) throws {
    let failure = try #require(refusal(word))
    #expect(failure.code == 64)
    #expect(failure.message.hasPrefix("'\(word)' is no command, preset or file; commands are "))
  }

  @Test func `a command behind its options is told where it stands`() {
    #expect(
      refusal("--paused replay d.jsonl")?.message
        == "a command comes before its options: dropscope replay …")
  }

  @Test(arguments: [
    (
      "m.PT",
      "m.PT: a PyTorch checkpoint, no session log; its weights run with dropscope --weights "
        + "net.safetensors, made so: python3 -c \"import torch, safetensors.torch as s; "
        + "s.save_file(torch.load('m.PT', weights_only=True), 'net.safetensors')\""
    ),
    (
      "n.safetensors",
      "n.safetensors: weights, no session log; run them with dropscope --weights n.safetensors"
    ),
    (
      "x.npy",
      "x.npy: a tensor, no session log; run it through a network with dropscope --input x.npy, "
        + "or ask who drew it with dropscope identify --rate 0.5 x.npy"
    ),
    (
      "x.csv",
      "x.csv: a table, no session log; run it through a network with dropscope --input x.csv"
    ),
    (
      "d.jsonl.gz",
      "d.jsonl.gz: compressed with gzip; pipe it: zcat d.jsonl.gz | dropscope check -"
    ),
  ])
  func `a file of another kind is told what to do with it`(file: String, says: String) throws {
    let failure = try #require(refusal("--paused \(file)", existing: [file]))
    #expect(failure.message == says)
    #expect(failure.code == 2)
  }

  @Test func `checkpoints are told by all their endings`() {
    for ending in ["pt", "pth", "ckpt"] {
      let advice = ForeignFile("a/b.\(ending)")?.advice("x")
      #expect(advice?.hasPrefix("x: a PyTorch checkpoint, no session log") == true)
    }
    #expect(ForeignFile("d.jsonl") == nil)
  }

  @Test func `the flags are those of help, so that a word behind one is no value`() throws {
    struct Tool: Decodable {
      struct Command: Decodable { var arguments: [Argument] }
      struct Argument: Decodable {
        struct Name: Decodable { var name: String }
        var kind: String
        var names: [Name]?
      }
      var command: Command
    }
    var flags: Set<String> = []
    for help in [ScreenCommand._dumpHelp(), ReplayCommand._dumpHelp()] {
      let tool = try JSONDecoder().decode(Tool.self, from: Data(help.utf8))
      for argument in tool.command.arguments where argument.kind == "flag" {
        flags.formUnion((argument.names ?? []).map { "--" + $0.name })
      }
    }
    #expect(flags.subtracting(["--help", "--h", "--version"]) == Invocation.flags)
  }
}
