import Testing

@testable import DropoutEngine

/// Words that PyTorch 2.6 and 2.15 were measured to take (dialects.md 4.4).
struct WordsDrawnTests {
  @Test(
    "Modules and tensors take the words that PyTorch takes",
    arguments: [
      ("Linear(64,128)", 8320), ("Linear(64, 128, bias=False)", 8192), ("Linear(2,3,bias=True)", 9),
      ("Conv2d(3,16,5)", 1216), ("Conv2d(3,16,5,bias=False)", 1200), ("Embedding(10,4)", 56),
      ("Embedding(4,4)", 16), ("LayerNorm(64)", 0), ("Dropout(0.5)", 0), ("ReLU()", 0),
      ("rand(7)", 7), ("rand(3,4)", 12), ("randn(16)", 16), ("randn(17)", 33), ("randn(15)", 32),
      ("randn(1)", 4), ("randint(5)", 5), ("randperm(10)", 9),
      ("Linear(64,128) + ReLU() + 2*Linear(128,10)", 10_900), ("17", 17), ("rand(2) + 3", 5),
      ("Conv2d(3,16,(3,5))", 736), ("Conv2d(4,8,3,1,1,groups=2,bias=False)", 144),
      ("Conv1d(3,16,5,stride=2)", 256), ("Conv3d(1,2,3)", 56), ("ConvTranspose2d(3,4,3)", 112),
      ("Bilinear(3,4,5)", 65), ("LSTM(4,5)", 220), ("GRU(4,5,2,bidirectional=True)", 840),
      ("RNN(4,5,num_layers=3,bias=False)", 145), ("LSTMCell(4,5)", 220),
      ("MultiheadAttention(8,2)", 264), ("TransformerEncoderLayer(8,2,16)", 544),
      ("TransformerDecoderLayer(8,2,dim_feedforward=16)", 808), ("BatchNorm2d(16)", 0),
      ("Embedding(10,4,padding_idx=0)", 56), ("LeakyReLU(0.1) + Dropout(p=0.5)", 0),
    ])
  func sums(sum: String, words: Int) throws {
    #expect(try WordsDrawn.by(sum) == words)
  }

  @Test(
    "What is not understood is named",
    arguments: [
      "", "Linear", "Linear(3)", "Linear(3,4", "Linear(-3,4)", "Linear(3,4)+", "a*rand(3)",
      "2*2*rand(3)", "GRU(3)", "Linear(999999999,999999999)", "rand(x)", "-1*rand(3)",
      "Linear(0,3)", "Linear(3,4,5)", "Conv2d(3,4)", "Conv2d(3,4,(1,2,3))", "Conv9d(3,4,5)",
      "LSTM(3,4,proj_size=2)", "Linear((3,4),5)", "Linear(3,4,device=x)", "MultiheadAttention(8)",
      "-5", "1.5", "LSTM(3,4,num_layers=0)", "Conv2d(3,4,5,groups=0)",
    ])
  func refused(sum: String) {
    let error = #expect(throws: DialectError.self) { try WordsDrawn.by(sum) }
    #expect(error?.description.hasPrefix("after is '") == true)
  }

  @Test("Words that were drawn before move a mask, as drawing them does")
  func skipping() throws {
    var first = TorchGeneric(seed: 5)
    _ = first.mask(MaskCall(shape: [10], rate: .half, at: DrawSite(call: 1, layer: 0)))
    var skipped = try Dialect.named("torch:skip-words=20").generator(seed: 5)
    let site = DrawSite(call: 2, layer: 0)
    #expect(
      skipped.mask(count: 30, rate: .half, at: site) == first.mask(count: 30, rate: .half, at: site)
    )
  }
}
