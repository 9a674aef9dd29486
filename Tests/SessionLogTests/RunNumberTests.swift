import DropoutEngine
import Testing

@testable import SessionLog

@Suite("Runs of a site in one call")
struct RunNumberTests {
  private func ids(_ entries: String) throws -> [SiteRun] {
    let lines = [
      #"{"t":"session","v":1}"#, #"{"t":"call","n":1,"phase":"train","layers":[\#(entries)]}"#,
    ]
    let records = try read(Array(lines.map { $0 + "\n" }.joined().utf8))
    guard case .call(let call, _)? = records.last else { return [] }
    return call.sites.map(\.id)
  }

  @Test func `entries of one name are counted where the writer does not`() throws {
    let found = try ids(#"{"name":"a"},{"name":"b"},{"name":"a"},{"name":"a"}"#)
    #expect(
      found == [
        SiteRun(name: "a"), SiteRun(name: "b"), SiteRun(name: "a", run: 2),
        SiteRun(name: "a", run: 3),
      ])
  }

  @Test func `runs that are told stay, and others follow the highest`() throws {
    let found = try ids(
      #"{"name":"a","run":4},{"name":"a"},{"name":"a"},{"name":"a","recomputed":true}"#)
    #expect(
      found == [
        SiteRun(name: "a", run: 4), SiteRun(name: "a"), SiteRun(name: "a", run: 5),
        SiteRun(name: "a", isRecomputed: true),
      ])
  }

  @Test func `no two entries of many share an id`() throws {
    let names = (0..<40).map { #"{"name":"site\#($0 % 13)"}"# }.joined(separator: ",")
    #expect(Set(try ids(names)).count == 40)
  }
}
