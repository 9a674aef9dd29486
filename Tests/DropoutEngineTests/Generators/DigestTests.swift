import TestSupport
import Testing

@testable import DropoutEngine

/// SHA-1 and SHA-256 against Python's hashlib, at every length around a block's end.
struct DigestTests {
  private static let vectors: [(length: Int, sha1: String, sha256: String)] = [
    (
      0, "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    (
      1, "5ba93c9db0cff93f52b521d7420e43f6eda2784f",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    ),
    (
      3, "0c7a623fd2bbc05b06423be359e4021d36e721ad",
      "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc"
    ),
    (
      55, "8ae2d46729cfe68ff927af5eec9c7d1b66d65ac2",
      "463eb28e72f82e0a96c0a4cc53690c571281131f672aa229e0d45ae59b598b59"
    ),
    (
      56, "636e2ec698dac903498e648bd2f3af641d3c88cb",
      "da2ae4d6b36748f2a318f23e7ab1dfdf45acdc9d049bd80e59de82a60895f562"
    ),
    (
      63, "6d942da0c4392b123528f2905c713a3ce28364bd",
      "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"
    ),
    (
      64, "c6138d514ffa2135bfce0ed0b8fac65669917ec7",
      "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"
    ),
    (
      65, "69bd728ad6e13cd76ff19751fde427b00e395746",
      "4bfd2c8b6f1eec7a2afeb48b934ee4b2694182027e6d0fc075074f2fabb31781"
    ),
    (
      119, "41c89d06001bab4ab78736b44efe7ce18ce6ae08",
      "da18797ed7c3a777f0847f429724a2d8cd5138e6ed2895c3fa1a6d39d18f7ec6"
    ),
    (
      120, "d3dbd653bd8597b7475321b60a36891278e6a04a",
      "f52b23db1fbb6ded89ef42a23ce0c8922c45f25c50b568a93bf1c075420bbb7c"
    ),
    (
      127, "89d7312a903f65cd2b3e34a975e55dbea9033353",
      "92ca0fa6651ee2f97b884b7246a562fa71250fedefe5ebf270d31c546bfea976"
    ),
    (
      128, "e6434bc401f98603d7eda504790c98c67385d535",
      "471fb943aa23c511f6f72f8d1652d9c880cfa392ad80503120547703e56a2be5"
    ),
    (
      1000, "af0b191c2de46fe13fe0908f5a6a4e90e0cafc46",
      "a8af099bf2e878609558dbf69d8f88f4a31040a8cf84b549a0cfa912f12ffc3f"
    ),
  ]

  @Test("Digests of the bytes 0, 1, 2, … are hashlib's", arguments: vectors)
  func known(length: Int, sha1: String, sha256: String) {
    let message = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    #expect(SHA1.digest(of: message).map { hex($0) }.joined() == sha1)
    var whole = SHA256()
    whole.update(message)
    #expect(whole.hex() == sha256)
    var pieces = SHA256()
    for start in stride(from: 0, to: length, by: 7) {
      pieces.update(message[start..<min(length, start + 7)])
    }
    #expect(pieces.hex() == sha256)
  }

  @Test("A mask is hashed as one byte an element")
  func mask() {
    var bytes = SHA256()
    bytes.update([1, 0, 1])
    #expect(Mask([true, false, true]).sha256 == bytes.hex())
  }
}
