/// Where a simulation's batches come from: a function of seed and call number alone.
struct SampleSource: Sendable {
  /// Numbers per sample.
  let features: Int
  /// Samples per call.
  let batch: Int
  /// Shape of what a call takes, all but the features.
  let leadingShape: [Int]
  /// Rows x features; the first `trainingCount` are drawn from, the others are held out.
  private let inputs: [Float]
  private let targets: [Int]
  private let trainingCount: Int
  private let seed: UInt64
  private let rank: Int
  /// The order of the rows in the epoch last asked for.
  private var order: (epoch: Int, rows: [Int])?

  /// Batches of handwritten digits in an order drawn anew for every epoch.
  ///
  /// - Parameter rank: ranks of one seed each have an order of their own.
  static func digits(batch: Int, seed: UInt64, rank: Int = 0) -> SampleSource {
    let (pixels, digits) = Optdigits.load()
    return SampleSource(
      features: Optdigits.pixelCount, batch: batch, leadingShape: [batch], inputs: pixels,
      targets: digits, trainingCount: Optdigits.trainingCount, seed: seed, rank: rank)
  }

  /// The same tensor on every call, or `batch` of its rows after another.
  static func fixed(_ input: Tensor, features: Int, batch: Int?) -> SampleSource {
    let rows = input.values.count / max(features, 1)
    let leading = input.shape.last == features ? Array(input.shape.dropLast()) : []
    return SampleSource(
      features: features, batch: batch ?? rows, leadingShape: batch.map { [$0] } ?? leading,
      inputs: input.values, targets: [], trainingCount: rows, seed: 0)
  }

  private init(
    features: Int, batch: Int, leadingShape: [Int], inputs: [Float], targets: [Int],
    trainingCount: Int, seed: UInt64, rank: Int = 0
  ) {
    self.features = features
    self.batch = batch
    self.leadingShape = leadingShape
    self.inputs = inputs
    self.targets = targets
    self.trainingCount = trainingCount
    self.seed = seed
    self.rank = rank
  }

  /// Whether there are true classes to learn.
  var hasTargets: Bool { !targets.isEmpty }

  /// Calls per epoch; the last batch of an epoch is filled up with the epoch's first rows, so that
  /// every call has the same shape.
  var callsPerEpoch: Int { (trainingCount + batch - 1) / batch }

  /// The rows kept out of training.
  var heldOut: (inputs: [Float], targets: [Int]) {
    (Array(inputs[(trainingCount * features)...]), Array(targets[trainingCount...]))
  }

  /// As many held-out rows, other ones in each call; those of ``samples(call:)`` where there are none.
  mutating func heldOutSamples(call number: Int) -> (inputs: [Float], targets: [Int]) {
    let count = targets.count - trainingCount
    guard count > 0 else { return samples(call: number) }
    let rows = (0..<batch).map { trainingCount + (number * batch + $0) % count }
    return (rows.flatMap { inputs[$0 * features..<($0 + 1) * features] }, rows.map { targets[$0] })
  }

  /// The numbers of the rows kept out of training; where there are none, of all rows.
  var inputRows: Range<Int> { hasTargets ? trainingCount..<targets.count : 0..<trainingCount }

  /// A row by its number, and its class.
  func row(_ number: Int) -> (values: [Float], target: Int?) {
    let values = inputs[number * features..<(number + 1) * features]
    return (Array(values), hasTargets ? targets[number] : nil)
  }

  /// The samples of call `number`, from 1.
  mutating func samples(call number: Int) -> (inputs: [Float], targets: [Int]) {
    let (epoch, index) = (number - 1).quotientAndRemainder(dividingBy: callsPerEpoch)
    if targets.isEmpty && batch == trainingCount { return (inputs, []) }
    if order?.epoch != epoch { order = (epoch, rows(epoch: epoch)) }
    let rows = order?.rows ?? []
    var batchInputs: [Float] = []
    batchInputs.reserveCapacity(batch * features)
    var batchTargets: [Int] = []
    for position in index * batch..<(index + 1) * batch {
      let row = rows[position % rows.count]
      batchInputs += inputs[row * features..<(row + 1) * features]
      if hasTargets { batchTargets.append(targets[row]) }
    }
    return (batchInputs, batchTargets)
  }

  private func rows(epoch: Int) -> [Int] {
    guard hasTargets else { return Array(0..<trainingCount) }
    var stream = RandomStream(seed: seed, purpose: .data, index: epoch + rank << 20)
    return stream.permutation(trainingCount)
  }
}
