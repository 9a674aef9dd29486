import DropoutEngine
import PlainText

/// Reads plans: one case, or `{"cases": […]}`, in the form of golden files without their answers.
///
/// A case has `seed` and `calls`, and may have `id`, `family` and its dialect's options. A call has
/// `rate` and `shape`, and may have `layer`, `call`, `op`, `dtype`, `broadcast_dims` and `outputs`.
/// Other keys are left alone.
struct PlanReader {
  /// The file's name, for messages.
  let file: String
  /// The dialect of cases that name no family.
  let dialect: Dialect?

  /// What a file may hold.
  enum Plan {
    case masks([MaskPlan])
    case kinds(KindPlan)
  }

  func read(_ bytes: [UInt8]) throws(Failure) -> Plan {
    let root: JSON
    do {
      root = try JSON.parse(bytes)
    } catch {
      throw Failure("\(file): line \(error.line) is no JSON: \(error.reason)")
    }
    let top = try PlanFields(root, place: file)
    if KindPlan.fits(top) {
      if dialect != nil {
        throw .usage("a plan of kinds names its libraries; leave out --dialect")
      }
      return .kinds(try KindPlan(top, file: file))
    }
    return .masks(try masks(top))
  }

  private func masks(_ top: PlanFields) throws(Failure) -> [MaskPlan] {
    let isRecords = top.has("records")
    guard isRecords || top.has("cases") else { return [try plan(top, family: nil)] }
    // What others published names its dialect record by record; some printed no mask.
    let family = isRecords ? nil : try top.string("family")
    let list = isRecords ? "records" : "cases"
    var plans: [MaskPlan] = []
    for (index, item) in try top.list(list).enumerated() {
      let fields = try PlanFields(item, place: "\(file): \(list)[\(index)]")
      if isRecords, !fields.has("calls"), !fields.has("shape") { continue }
      plans.append(try plan(fields, family: family))
    }
    return plans
  }

  /// A record names its generator.
  private func named(_ fields: PlanFields) throws(Failure) -> String? {
    if let family = try fields.string("family") { return family }
    return try fields.string("rng")
  }

  private func plan(_ fields: PlanFields, family: String?) throws(Failure) -> MaskPlan {
    let id = try fields.string("id") ?? ""
    var dialect = try self.dialect(
      try named(fields) ?? family, fields)
    // A record of one mask is its own call.
    let isCall = !fields.has("calls") && fields.has("shape")
    let calls = isCall ? [fields.value] : try fields.list("calls")
    let isPartitionable = try fields.flag("partitionable")
    try fields.attempt { () throws(DialectError) in
      for (key, option) in Self.options {
        // A machine with a GPU says so in the cases of all dialects.
        if Self.machine.contains(key), !dialect.takes.contains(where: { $0.name == option }) {
          continue
        }
        if let text = fields.text(key) { try dialect.set(option, to: text) }
      }
      if fields.has("model"), dialect.takes.contains(where: { $0.name == "model-seeds" }),
        let seeds = KerasModel.seeds(fields.words("model"))
      {
        try dialect.set(.modelSeeds, to: "\(seeds)")
      }
      if let isPartitionable {
        try dialect.set(.isPartitionable, to: isPartitionable ? "partitionable" : "original")
      }
      dialect = try dialect.settled(masks: max(calls.count, 1))
    }
    // TensorFlow goes without a global seed where its ops have their own.
    let isUnset = dialect.family == "tensorflow" && !fields.has("seed")
    var plan = MaskPlan(
      id: id, dialect: dialect, seed: isUnset ? .sequence([]) : try fields.seed(), calls: [])
    for (index, item) in calls.enumerated() {
      var inner = try isCall ? fields : fields.inner(item, "calls[\(index)]")
      if isCall { inner = inner.without("seed") }
      plan.calls.append(try call(inner, dialect))
    }
    try fields.attempt { () throws(DialectError) in _ = try dialect.generator(seed: plan.seed) }
    return plan
  }

  /// Options that tell what a GPU is like.
  private static let machine = ["sm_count", "max_threads_per_sm"]

  /// The keys of options in cases; the type of a tensor stands with its call, and the layout under a
  /// name of its own.
  private static let options: [(key: String, name: String)] = {
    var names: [String] = []
    for option in Dialect.all.flatMap(\.takes) where !names.contains(option.name) {
      names.append(option.name)
    }
    return names.filter { $0 != "dtype" && $0 != "layout" }
      .map { ($0.split(separator: "-").joined(separator: "_"), $0) }
  }()

  private func dialect(_ family: String?, _ fields: PlanFields) throws(Failure) -> Dialect {
    if let dialect { return dialect }
    guard let family else {
      throw fields.failure("family", has: "missing", needs: "one of \(Self.names), or --dialect")
    }
    do {
      return try Dialect.named(family)
    } catch {
      throw fields.failure("family", has: "'\(printable(family))'", needs: Self.names)
    }
  }

  private static let names = Dialect.all.map(\.family).joined(separator: ", ")

  private func call(_ fields: PlanFields, _ dialect: Dialect) throws(Failure) -> MaskPlan.Call {
    let shape = try MaskPlan.checkedShape(
      try fields.whole("shape"), place: "\(fields.place): shape")
    let site = DrawSite(
      call: try fields.number("call") + 1, layer: try fields.number("layer"))
    var call = MaskCall(shape: shape, rate: try fields.rate(), at: site)
    call.type = dialect.options[.type]
    let (op, type) = (try fields.string("op"), try fields.string("dtype"))
    call.broadcastAxes = try sharedAxes(fields, axes: shape.count)
    try fields.attempt { () throws(DialectError) in
      call.operation = try dialect.operation(named: op)
      if let type { call.type = try ElementType.named(type) }
      try dialect.check(call)
    }
    call.isCompiled = try fields.flag("jit") ?? false
    if let text = fields.text("op_seed") {
      guard let number = WholeNumber(text) else {
        throw fields.failure("op_seed", has: "'\(printable(text))'", needs: "a whole number")
      }
      call.opSeed = number
    }
    if fields.has("offset"), dialect.family == "triton" {
      call.offset = try fields.signed64("offset")
      call.hasWideOffsets = fields.text("offset_bits") == "64"
    }
    call.storageOffset = try fields.number("storage_offset")
    if fields.has("philox_seed") || fields.has("philox_offset") {
      call.philox = PhiloxState(
        seed: try fields.unsigned64("philox_seed"), offset: try fields.unsigned64("philox_offset"))
    }
    let isAlpha = call.operation == .alpha && dialect.family.hasPrefix("torch")
    return MaskPlan.Call(
      mask: call, wantsOutput: try fields.flag("outputs") ?? false || isAlpha,
      seed: fields.has("seed") ? try fields.seed() : nil)
  }

  /// Flax' `broadcast_dims`, or the axes at which Keras' and TensorFlow's `noise_shape` has 1; one of
  /// fewer axes has 1 at the first ones.
  private func sharedAxes(_ fields: PlanFields, axes: Int) throws(Failure) -> [Int] {
    if fields.has("broadcast_dims") { return try fields.signed("broadcast_dims") }
    guard fields.has("noise_shape") else { return [] }
    let noise = try fields.extents("noise_shape")
    guard noise.count <= axes else {
      throw fields.failure(
        "noise_shape", has: "a list of \(noise.count)", needs: "a list of up to \(axes)")
    }
    let missing = axes - noise.count
    return Array(0..<missing) + noise.indices.filter { noise[$0] == 1 }.map { $0 + missing }
  }
}
