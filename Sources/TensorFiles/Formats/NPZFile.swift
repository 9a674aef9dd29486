package import DropoutEngine
import Files
import PlainText

/// Several arrays in a zip archive, as `numpy.savez` writes it; those of `savez_compressed` are told
/// how to be stored.
package enum NPZFile {
  /// Whether a file begins as an archive does.
  package static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "PK".utf8)
  }

  /// Reads one array.
  ///
  /// - Parameters:
  ///   - name: which one; nil for the only one.
  ///   - file: the name that an error gives.
  package static func parse(
    _ bytes: [UInt8], name: String?, file: String
  ) throws(FileError) -> Tensor {
    if let form = FileForm(bytes), form != .npz, form != .zip {
      throw FileError(file: file, problem: notRead(form, file: file, wanted: "an .npz archive"))
    }
    guard isArchive(bytes) else {
      throw FileError(file: file, problem: "not an .npz archive: it should begin with PK")
    }
    let archive = try ZipArchive(bytes, file: file)
    let member = try chosen(name, of: arrays(archive), file: file)
    return try tensor(member, of: archive, label: "\(file):\(name ?? shown(member))", file: file)
  }

  /// Reads all arrays, in the order of the archive: the weights of a network by their names.
  ///
  /// - Parameter file: the name that an error gives.
  package static func tensors(_ bytes: [UInt8], file: String) throws(FileError) -> [NamedTensor] {
    let archive = try ZipArchive(bytes, file: file)
    var tensors: [NamedTensor] = []
    for member in arrays(archive) {
      let tensor = try tensor(member, of: archive, label: "\(file):\(shown(member))", file: file)
      tensors.append(NamedTensor(name: String(member.name.dropLast(4)), tensor: tensor))
    }
    if tensors.isEmpty { throw FileError(file: file, problem: "holds no array") }
    return tensors
  }

  private static func arrays(_ archive: ZipArchive) -> [ZipArchive.Member] {
    archive.members.filter { $0.name.hasSuffix(".npy") }
  }

  private static func tensor(
    _ member: ZipArchive.Member, of archive: ZipArchive, label: String, file: String
  ) throws(FileError) -> Tensor {
    switch member.method {
    case 0: return try NPYFile.parse(try archive.contents(of: member), file: label)
    case -1: throw FileError(file: label, problem: "is encrypted; save it without a password")
    default:
      throw FileError(
        file: label,
        problem: "is compressed; in Python: numpy.savez('stored.npz', **numpy.load('\(file)'))")
    }
  }

  private static func chosen(
    _ name: String?, of arrays: [ZipArchive.Member], file: String
  ) throws(FileError) -> ZipArchive.Member {
    guard !arrays.isEmpty else { throw FileError(file: file, problem: "holds no array") }
    let names = list(arrays)
    guard let name else {
      if arrays.count == 1 { return arrays[0] }
      throw FileError(
        file: file,
        problem: "holds \(arrays.count) arrays: \(names); name one, as \(file):\(shown(arrays[0]))")
    }
    guard let found = arrays.first(where: { $0.name == name + ".npy" || $0.name == name }) else {
      throw FileError(file: file, problem: "holds no array \(plain(name)), but \(names)")
    }
    return found
  }

  /// The first names, and how many more there are.
  private static func list(_ arrays: [ZipArchive.Member]) -> String {
    let first = arrays.prefix(8).map(shown).joined(separator: ", ")
    return arrays.count > 8 ? "\(first) and \(arrays.count - 8) more" : first
  }

  private static func shown(_ member: ZipArchive.Member) -> String {
    plain(member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name)
  }
}

/// What a file is that is not the one that was wanted, and how it becomes that.
func notRead(_ form: FileForm, file: String, wanted: String) -> String {
  let way =
    ForeignTensors(form).flatMap { $0.conversion(of: file) }.map { "; make it one: \($0)" }
    ?? form.unpacking(file).map { "; unpack it: \($0) >NEW" } ?? ""
  return "not \(wanted): it is \(form.name)\(way)"
}
