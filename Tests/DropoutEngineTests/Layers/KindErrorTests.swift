import Testing

@testable import DropoutEngine

struct KindErrorTests {
  private func message(_ text: String) -> String? {
    do { _ = try DropoutKinds.kind(text) } catch { return error.description }
    return nil
  }

  @Test func `what is no kind, no option or no value is refused in one sentence`() {
    #expect(
      message("dropout9d")
        == "there is no kind 'dropout9d'; it may be dropout, dropout1d, dropout2d, dropout3d, alpha, "
        + "feature-alpha, gaussian, dropconnect, locked, embedding, word, dropblock, droppath, "
        + "spatial, attention")
    #expect(message("dropout:a=b") == "kind dropout has no option 'a'")
    #expect(
      message("droppath:row")
        == "'row' is no option of kind droppath; options are given as name=value")
    #expect(
      message("dropblock:rule=x")
        == "dropblock rule has to be one of 'paper', 'torchvision', 'timm', 'miguelvr', but got x")
    #expect(
      message("dropblock:block=0")
        == "block size has to be a whole number from 1 to 65536, but got 0")
    #expect(message("locked:layout=time-first") == nil)
  }

  @Test func `a kind's full name makes the same kind`() throws {
    for name in [
      "dropout", "droppath:mode=batch,scaled=false", "word:scaled=true", "attention:share=all",
      "spatial:format=channels-first", "dropconnect:per=row", "locked:layout=time-first",
      "dropblock:rule=miguelvr,block=5",
    ] { #expect(try DropoutKinds.kind(name).fullName == name) }
    for kind in DropoutKinds.all { #expect(try DropoutKinds.kind(kind.fullName).name == kind.name) }
  }
}
