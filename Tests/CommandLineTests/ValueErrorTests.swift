import ArgumentParser
import DropoutEngine
import Interface
import Testing

@testable import dropscope

/// What a person reads who typed a value that is none: all of the line but the program's name.
struct ValueErrorTests {
  private func refusal(_ line: String) -> String? {
    let arguments = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    do {
      _ = try Dropscope.parseAsRoot(arguments)
      return nil
    } catch {
      return Failure(parsing: error, of: arguments, help: "HELP")?.message
    }
  }

  private func expect(
    _ line: String, _ value: String, _ option: String, _ needs: String,
    at place: SourceLocation = #_sourceLocation
  ) {
    let sentence = "the value '\(value)' is invalid for '\(option)': \(needs) (see HELP)"
    #expect(refusal(line) == sentence, sourceLocation: place)
  }

  @Test(arguments: ["0", "-1", "", "many", "1.5", "99999999999999999999"])
  func `a number of calls is a whole number above 0`(text: String) {
    expect("show d.jsonl --call \(text)", text, "--call <n>", "it may be a whole number above 0")
  }

  @Test func `all that is counted is refused in the same words`() {
    let needs = "it may be a whole number above 0"
    expect("run --calls 0", "0", "--calls <n>", needs)
    expect("frame --call 0", "0", "--call <n>", needs)
    expect("replay d.jsonl --call 0", "0", "--call <n>", needs)
    expect("replay d.jsonl --frames 0", "0", "--frames <n>", needs)
    expect("--batch 0", "0", "--batch <batch>", needs)
  }

  @Test func `the number of masks has an end`() {
    let needs = "it may be a whole number from 1 to 1000000"
    expect("mask --calls 0", "0", "--calls <n>", needs)
    expect("attach a b --rank -1", "-1", "--rank <n>", "it may be a whole number from 0")
    expect("mask --calls 1000001", "1000001", "--calls <n>", needs)
    expect(
      "mask --from x", "x", "--from <n>", "it may be a whole number from 1 to \(1 << 40)")
  }

  @Test func `a seed is a number, or a list where one mask is drawn`() {
    expect("run --calls 1 --seed x", "x", "--seed <seed>", "it may be a whole number")
    expect("run --calls 1 --seed 1,2", "1,2", "--seed <seed>", "it may be a whole number")
    let needs = "it may be a whole number, or a list as 1,2,3"
    expect("mask --seed x", "x", "--seed <seed>", needs)
    expect("identify - --rate 0 --seed 1,x", "1,x", "--seed <seed>", needs)
    #expect(refusal("mask --seed 1,2") == nil)
  }

  @Test(arguments: ["1.5", "-0.1", "nan", "inf"])
  func `a rate out of range is refused in PyTorch's words`(text: String) {
    let needs = "dropout probability has to be between 0 and 1, but got \(Double(text)!)"
    expect("identify x --rate \(text)", text, "--rate <p>", needs)
    expect("--rate hidden1=\(text)", "hidden1=\(text)", "--rate <p>", needs)
  }

  @Test func `a rate that is no number is told from one that is out of range`() {
    expect("mask --rate half", "half", "--rate <p>", "it may be a number from 0 to 1")
    let needs = "it may be a probability, or NAME=P for one layer"
    for text in ["half", "", "hidden1=", "hidden1=x", "="] {
      expect("--rate \(text)", text, "--rate <p>", needs)
    }
  }

  @Test(arguments: ["0", "-5", "", "12,,3", "99999999999999999999", "64,x"])
  func `widths are whole numbers`(text: String) {
    expect(
      "--layers \(text)", text, "--layers <widths>",
      "it may be whole numbers above 0, as 128,64")
  }

  @Test func `a shape is whole numbers, and not too many elements`() {
    for text in ["3,-1", "", "x", "4,,5"] {
      expect(
        "identify x --rate 0 --shape \(text)", text, "--shape <4,5>",
        "it may be whole numbers from 0 on, as 4,5")
    }
    for text in ["65536,65536", "4611686018427387904,4", "2147483649"] {
      expect(
        "mask --shape \(text)", text, "--shape <4,5>", "it may have up to 2147483648 elements")
    }
    #expect(refusal("mask --shape 0,4611686018427387904") == nil)
  }

  @Test(arguments: ["0x0", "-1x10", "120", "99999999x99999999", "80x", "80x24x1", "1001x1"])
  func `a size is columns x rows`(text: String) {
    expect(
      "replay x --size \(text)", text, "--size <WxH>",
      "it may be columns x rows from 1x1 to 1000x1000, as 120x40")
  }

  @Test(arguments: ["3", "0", "-1", "fast", ""])
  func `a speed is a rung of the ladder`(text: String) {
    expect(
      "attach x --speed \(text)", text, "--speed <x>",
      "it may be 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64 or max")
  }

  @Test(arguments: ["frame", "replay x", "attach x", "digits"])
  func `a view goes by its name`(command: String) {
    let names = Views.names.joined(separator: " or ")
    expect("\(command) --view nosuch", "nosuch", "--view <name>", "it may be \(names)")
  }

  @Test(arguments: ["-1", "x", "inf", "nan", ""])
  func `a tolerance is finite and not below 0`(text: String) {
    expect(
      "verify d.jsonl --tolerance \(text)", text, "--tolerance <x>",
      "it may be a number from 0 on")
  }

  @Test func `an input is told by its ending`() {
    for command in ["digits", "verify d.jsonl"] {
      expect(
        "\(command) --input x.txt", "x.txt", "--input <file>",
        "it may be an .npy, .npz or .csv file: python3 -c \"import numpy; "
          + "numpy.save('x.npy', numpy.loadtxt('x.txt'))\"")
    }
  }

  @Test func `weights as PyTorch saves them are refused with the way out`() {
    expect(
      "article --weights net.pt", "net.pt", "--weights <file>",
      "it may be a .safetensors or .npz file: python3 -c \"import torch, safetensors.torch as s; "
        + "s.save_file(torch.load('net.pt', weights_only=True), 'net.safetensors')\"")
  }

  @Test func `options of dialects name what they may be`() {
    expect(
      "mask --skip-words -1", "-1", "--skip-words <n>",
      "it may be a whole number from 0 to \(1 << 40)")
    expect("mask --max-vec 3", "3", "--max-vec <n>", "it may be 1, 2, 4, 8")
    expect(
      "mask --dtype int8", "int8", "--dtype <type>",
      "it may be float32, float64, float16, bfloat16")
    expect(
      "mask --layout x", "x", "--layout <name>", "it may be partitionable, original")
    expect(
      "mask --gpu gtx", "gtx", "--gpu <name>",
      "it may be \(GPU.all.map(\.name).joined(separator: ", "))")
  }

  @Test func `a dialect and a sum of layers are refused in the engine's words`() {
    expect(
      "mask --dialect tf", "tf", "--dialect <name>",
      "there is no dialect 'tf'; it may be "
        + Dialect.all.map(\.family).joined(separator: ", "))
    #expect(
      refusal("mask --after Linear(3,4)+GRU(3)")?.contains(
        "is invalid for '--after <sum>': after is 'GRU(3)'; it may be sums of Linear(in,out)")
        == true)
  }

  @Test func `a misspelt option is named and not the word behind it`() {
    for line in ["run --calls 1 --sed 3", "--sed 3", "run --sed 3 --calls 1"] {
      #expect(refusal(line) == "unknown option '--sed'. Did you mean '--seed'? (see HELP)")
    }
  }

  @Test func `what is missing is named`() {
    #expect(refusal("run") == "missing expected argument '--calls <n>' (see HELP)")
    #expect(refusal("replay") == "missing expected argument '<file> ...' (see HELP)")
  }

  @Test func `a word that is no choice is quoted with the choices`() {
    #expect(
      refusal("run --calls 1 --mode sideways")
        == "the value 'sideways' is invalid for '--mode <mode>'. "
        + "Please provide one of 'vanilla' and 'inverted'. (see HELP)")
  }

  @Test func `values that hold are taken`() throws {
    let line =
      "run digits --calls 7 --rate 0.25 --rate hidden1=0.5 --layers 3,4 --seed -1 --batch 9"
    let run = try #require(
      try Dropscope.parseAsRoot(line.split(separator: " ").map(String.init)) as? RunCommand)
    #expect(run.calls.value == 7)
    #expect(run.simulation.batch?.value == 9)
    #expect(run.simulation.layers?.values == [3, 4])
    #expect(run.simulation.seed.description == "-1")
    #expect(run.simulation.rate.map(\.layer) == [nil, "hidden1"])
    #expect(run.simulation.rate.map(\.rate.value) == [0.25, 0.5])
  }

  @Test(arguments: ["D16", "", "D03,", "rate-off"])
  func `rules go by their ids`(text: String) {
    expect(
      "check d.jsonl --rules \(text)", text, "--rules <d03,d06>",
      "it may be rules from D01 to D15, as D03,D06")
  }

  @Test(arguments: ["D16:a", "D05:", "a"])
  func `what is accepted is a rule, or one at a site`(text: String) {
    expect(
      "check d.jsonl --accept \(text)", text, "--accept <d05:site>",
      "it may be a rule, as D05, or one at a site, as D05:net.drop1")
  }
}
