/// What a CUDA mask of many elements depends on, for GPUs by name (dialects.md 5).
public struct GPU: Sendable, Hashable {
  /// The name in lists.
  public let name: String
  /// Streaming multiprocessors.
  public let smCount: Int
  /// Threads that one of them holds.
  public let maxThreadsPerSM: Int

  /// The GPUs that are known by name.
  public static let all = [
    GPU(name: "a100", smCount: 108, maxThreadsPerSM: 2048),
    GPU(name: "h100", smCount: 132, maxThreadsPerSM: 2048),
    GPU(name: "h200", smCount: 132, maxThreadsPerSM: 2048),
    GPU(name: "l4", smCount: 58, maxThreadsPerSM: 1536),
    GPU(name: "t4", smCount: 40, maxThreadsPerSM: 1024),
    GPU(name: "v100", smCount: 80, maxThreadsPerSM: 2048),
    GPU(name: "p100", smCount: 56, maxThreadsPerSM: 2048),
    GPU(name: "rtx-3090", smCount: 82, maxThreadsPerSM: 1536),
    GPU(name: "rtx-4080-super", smCount: 80, maxThreadsPerSM: 1536),
    GPU(name: "rtx-4090", smCount: 128, maxThreadsPerSM: 1536),
  ]

  /// The GPU of that name, in any case, with spaces or hyphens.
  public static func named(_ name: String) throws(DialectError) -> GPU {
    let wanted = name.lowercased().map { $0 == " " ? "-" : String($0) }.joined()
    if let gpu = all.first(where: { $0.name == wanted }) { return gpu }
    throw .option("gpu", has: name, needs: all.map(\.name).joined(separator: ", "))
  }
}
