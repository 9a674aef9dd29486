import TensorFiles
import Testing

@Suite("The hash of a file's content")
struct ContentHashTests {
  @Test("is FNV-1a as its authors give it")
  func vectors() {
    #expect(contentHash([]) == "fnv1a-cbf29ce484222325")
    #expect(contentHash(Array("a".utf8)) == "fnv1a-af63dc4c8601ec8c")
    #expect(contentHash(Array("foobar".utf8)) == "fnv1a-85944171f73967e8")
  }
}
