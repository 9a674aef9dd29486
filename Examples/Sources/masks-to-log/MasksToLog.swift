import DropoutEngine
import SessionLog

/// Draws the masks that PyTorch draws from seed 42 on three forward calls of one site, and writes
/// them to a session log:
///
///     swift run --package-path Examples masks-to-log masks.jsonl
///     dropscope show masks.jsonl
@main
struct MasksToLog {
  static func main() throws {
    let path = CommandLine.arguments.dropFirst().first ?? "masks.jsonl"
    let (shape, rate) = ([4, 5], try Rate(0.5))
    let site = SiteHeader(name: "encoder.drop", shape: shape, rate: rate)
    let header = SessionHeader(source: "masks-to-log", seed: 42, dialect: "torch", sites: [site])
    let session = SessionRecord(app: "masks-to-log", started: "", header: header)

    let log = try LogWriter(path: path, session: session, force: true)
    var generator = try Dialect.torch.generator(seed: 42)
    for number in 1...3 {
      let drawSite = DrawSite(call: number, layer: 0)
      // Nil where PyTorch draws nothing, as at rate 0.
      let mask = generator.mask(MaskCall(shape: shape, rate: rate, at: drawSite))
      let entry = SiteCall(
        name: site.name, shape: shape, rate: rate,
        scale: Double(Mode.inverted.scale(rate: rate, phase: .train)), mask: mask,
        kept: mask?.kept ?? 20, stages: nil)
      let call = ForwardCall(number: number, phase: .train, mode: .inverted, sites: [entry])
      try log.write(.call(call, ms: 0))
    }
    try log.close(end: .end(n: 3, ms: 0, reason: "finished"))
  }
}
