import Testing

@testable import DropoutEngine

struct EmbeddingDropoutTests {
  @Test func `a word is gone wherever it occurs, and every word of the table is drawn for`() throws
  {
    let run = try KindRun(EmbeddingDropout(), [8, 4], p: 0.3, seed: 8)
    #expect(run.drawn == "01111111" && run.applied.drawnShape == [8, 1])
    #expect(try wordsDrawn(run.after, seed: 8) == 16)
    let table = (0..<32).map { Float($0) }
    let lookup = EmbeddingLookup(words: [0, 3, 0], width: 4)
    let output = lookup.forward(run.applied.after(table))
    #expect(output[0..<4].allSatisfy { $0 == 0 } && output[8..<12].allSatisfy { $0 == 0 })
    #expect(output[4] == 12 / Float(0.7))
  }

  @Test func `a row learns the sum over its places, the padding word nothing`() {
    let lookup = EmbeddingLookup(words: [2, 1, 2], width: 2, padding: 1)
    #expect(lookup.backward([1, 2, 3, 4, 5, 6], rows: 4) == [0, 0, 0, 0, 6, 8, 0, 0])
    // Unlike fastai's the last row learns.
    let last = EmbeddingLookup(words: [3], width: 2)
    #expect(last.backward([1, 2], rows: 4) == [0, 0, 0, 0, 0, 0, 1, 2])
    #expect(refusal(EmbeddingDropout(), [3])?.contains("two axes") == true)
  }
}
