import DropoutEngine
import Testing

@testable import Sessions

@Suite struct ToldAnnotationsTests {
  private func note(_ number: Int, _ text: String) -> Annotation {
    Annotation(number: number, kind: .note(site: nil, text: text))
  }

  @Test func `each is told once, also one that comes late`() {
    var told = ToldAnnotations()
    var all = [note(0, "a"), note(3, "b"), note(3, "c"), note(9, "d")]
    #expect(told.take(from: all, upTo: 3) == Array(all[..<3]))
    #expect(told.take(from: all, upTo: 5).isEmpty)
    all.insert(note(0, "late"), at: 1)
    all.insert(note(3, "between"), at: 3)
    #expect(told.take(from: all, upTo: 6) == [note(0, "late"), note(3, "between")])
    #expect(told.take(from: all, upTo: 9) == [note(9, "d")])
    #expect(told.take(from: all, upTo: .max).isEmpty)
  }

  @Test func `what was taken back is told again`() {
    var told = ToldAnnotations()
    _ = told.take(from: [note(1, "a"), note(5, "b")], upTo: 5)
    told.removeAll(from: 5)
    #expect(told.take(from: [note(1, "a")], upTo: 9).isEmpty)
    #expect(told.take(from: [note(1, "a"), note(5, "c")], upTo: 9) == [note(5, "c")])
  }
}
