import Testing

@testable import DropoutEngine

/// Networks in PyTorch's words, and what is said of those that cannot be put together.
struct ModuleWordsTests {
  @Test("Words, keywords, lists and defaults are read as Python has them")
  func reading() throws {
    let text = "nn.Conv2d(1, 8, (3,2), padding=1), torch.nn.ReLU()  Dropout2d(p=.2)\nFlatten"
    let modules = try ModuleText.modules(text)
    #expect(modules.map(\.name) == ["Conv2d", "ReLU", "Dropout2d", "Flatten"])
    #expect(
      modules[0].positional == [.number(1), .number(8), .list([.number(3), .number(2)])])
    #expect(modules[0].named.map(\.name) == ["padding"] && modules[2].written == "Dropout2d(p=.2)")
    let gelu = try ModuleText.modules("GELU(approximate='tanh')")
    #expect(gelu[0].named[0].value == .word("tanh"))
  }

  @Test(
    "What cannot be read or does not fit is told in one line",
    arguments: [
      ("", "a network has at least one module"),
      ("Linear(64,10", "'Linear(64,10' has no closing parenthesis"),
      ("(3)", "'(3)' is no module"),
      ("Linear(64)", "module 0, Linear(64): it needs 'out_features'"),
      ("Linear(64,10,True,1)", "module 0, Linear(64,10,True,1): it takes 3 arguments, but got 4"),
      ("Linear(64,2.5)", "module 0, Linear(64,2.5): 'out_features' may be a whole number"),
      (
        "Linear(64,10,dropout=2)",
        "module 0, Linear(64,10,dropout=2): it takes no argument 'dropout'; it takes in_features, "
          + "out_features, bias"
      ),
      (
        "Linear(64,10,in_features=64)",
        "module 0, Linear(64,10,in_features=64): 'in_features' is given twice"
      ),
      ("ReLU(inplace=maybe) Linear(64,10)", ""),
      (
        "Linear(64,32) ReLU Linear(31,10)",
        "module 2, Linear(31,10) takes 31 numbers in the last axis, but a sample is 32 there"
      ),
      (
        "Conv2d(3,8,3) Flatten Linear(288,10)",
        "module 0, Conv2d(3,8,3) takes 3 x height x width, but a sample is 1x8x8 there"
      ),
      (
        "Conv2d(1,8,9)",
        "module 0, Conv2d(1,8,9) is larger than what it slides over, 1x8x8 a sample"
      ),
      (
        "Linear(64,8)", "the network ends with 8 a sample; the digits need 10 classes"
      ),
      (
        "Dropout(1.5) Linear(64,10)",
        "module 0, Dropout(1.5): dropout probability has to be between 0 and 1, but got 1.5"
      ),
      (
        "Linear(64,16) DropBlock2d(0.1,3)",
        "module 1, DropBlock2d(0.1,3): dropblock takes four axes, samples, channels, rows and "
          + "columns, or five, but the shape has 2 axes"
      ),
      (
        "MaxPool2d(2,padding=2) Flatten Linear(1,10)",
        "module 0, MaxPool2d(2,padding=2): padding is at most half of the kernel"
      ),
      (
        "Linear(64,9999999) Linear(9999999,10)",
        "module 0, Linear(64,9999999) makes more than 67108864 numbers, the most there may be"
      ),
    ])
  func errors(text: String, message: String) {
    let options = SimulationOptions(preset: .digits).with { $0.network = text }
    do {
      _ = try Simulation(options)
      #expect(message.isEmpty, "\(text)")
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test("An unknown module is named beside those that there are")
  func unknown() {
    let options = SimulationOptions(preset: .digits).with { $0.network = "LSTM(64,10)" }
    #expect {
      try Simulation(options)
    } throws: { error in
      "\(error)".hasPrefix("there is no module 'LSTM'; there are Linear, Conv1d, Conv2d, ")
    }
  }

  @Test("Weights have to be those of the network: none missing, none left, each of its shape")
  func weights() throws {
    let weight = Tensor(shape: [10, 64], values: Array(repeating: 0, count: 640))
    let bias = Tensor(shape: [10], values: Array(repeating: 0, count: 10))
    func message(_ parameters: [String: Tensor]) -> String {
      let options = SimulationOptions(preset: .digits).with {
        $0.network = "Linear(64,10)"
        $0.parameters = parameters
      }
      do {
        _ = try Simulation(options)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message(["0.weight": weight, "0.bias": bias]) == "")
    #expect(
      message(["0.weight": weight])
        == "the weights hold no 0.bias, which module 0, Linear(64,10) needs")
    #expect(
      message(["0.weight": weight, "0.bias": bias, "1.weight": bias])
        == "no module of the network takes 1.weight")
    #expect(
      message(["0.weight": bias, "0.bias": bias])
        == "0.weight is 10; module 0, Linear(64,10) needs 10x64")
  }

  @Test("The size of a network is told without making it")
  func size() throws {
    let options = SimulationOptions(preset: .digits).with {
      $0.network = "Linear(64,1000) Linear(1000,10)"
    }
    let size = try options.networkSize()
    #expect(size == NetworkSize(parameters: 75_010, work: 74_000, elements: 1_074))
    let convnet = try SimulationOptions(preset: .convnet).networkSize()
    #expect(convnet?.parameters == 3_818)
    #expect(convnet?.work == 64 * (8 * 9 + 16 * 72) + 2_560)
  }
}
