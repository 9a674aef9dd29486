internal import CMaskKernels

/// PyTorch's `Conv2d`, and `Conv1d` as one over a map of a single row.
struct ConvolutionModule: NetworkModule {
  private let groups: Int
  /// Of one group.
  private let columns: Columns
  /// All output channels.
  private let outputs: Int
  /// Output channels x channels of a group x kernel.
  private var weight: Parameter
  private var bias: Parameter?
  /// The patches of all samples and groups, in training.
  private var patches: [Float] = []
  private var samples = 0

  /// - Parameters:
  ///   - columns: the patches of one group's channels.
  init(weight: Parameter, bias: Parameter?, groups: Int, columns: Columns) {
    outputs = weight.shape[0]
    self.weight = weight
    self.bias = bias
    self.groups = groups
    self.columns = columns
  }

  private var inputSize: Int { groups * columns.channels * columns.map.rows * columns.map.columns }
  private var groupSize: Int { columns.channels * columns.map.rows * columns.map.columns }
  private var patchSize: Int { columns.rows * columns.count }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    samples = input.count / max(inputSize, 1)
    // Evaluation sends nothing back: one sample's patches at a time do.
    let keepsAll = phase == .train
    let size = keepsAll ? samples * groups * patchSize : patchSize
    if patches.count != size { patches = [Float](writing: size) { _ in } }
    let (outputs, groups, places) = (outputs, groups, columns.count)
    let (part, samples, columns) = (outputs / groups, samples, columns)
    let (groupSize, patchSize, bias) = (groupSize, patchSize, bias?.values)
    let weights = weight.values
    var patches = patches
    self.patches = []
    defer { self.patches = patches }
    return [Float](writing: samples * outputs * places) { output in
      input.reading { input in
        weights.reading { weight in
          patches.writing { patches in
            for index in 0..<samples * groups {
              let (sample, group) = index.quotientAndRemainder(dividingBy: groups)
              let to = output + (sample * outputs + group * part) * places
              let patch = patches + (keepsAll ? index * patchSize : 0)
              columns.unfold(input + index * groupSize, into: patch)
              if let bias {
                for channel in 0..<part {
                  (to + channel * places).update(
                    repeating: bias[group * part + channel], count: places)
                }
              }
              multiply(
                MatrixView(weight + group * part * columns.rows, rowsOf: columns.rows),
                MatrixView(patch, rowsOf: places), ProductSize(part, places, depth: columns.rows),
                into: to, stride: places, adding: bias != nil)
            }
          }
        }
      }
    }
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    let (groups, places, rows) = (groups, columns.count, columns.rows)
    let part = outputs / groups
    weight.clearGradient()
    bias?.clearGradient()
    addBias(gradient)
    let (samples, patchSize, patches) = (samples, patchSize, patches)
    gradient.reading { gradient in
      patches.reading { patches in
        weight.gradient.writing { result in
          for index in 0..<samples * groups {
            let group = index % groups
            multiply(
              MatrixView(gradient + index * part * places, rowsOf: places),
              MatrixView(patches + index * patchSize, rowsOf: places).transposed,
              ProductSize(part, rows, depth: places), into: result + group * part * rows,
              stride: rows, adding: true)
          }
        }
      }
    }
    return wantsInput ? inputGradient(gradient) : []
  }

  private mutating func addBias(_ gradient: [Float]) {
    guard bias != nil else { return }
    let places = columns.count
    for row in 0..<samples * outputs {
      var sum: Float = 0
      for place in row * places..<(row + 1) * places { sum += gradient[place] }
      bias?.gradient[row % outputs] += sum
    }
  }

  private func inputGradient(_ gradient: [Float]) -> [Float] {
    let (groups, places, rows) = (groups, columns.count, columns.rows)
    let part = outputs / groups
    var patch = [Float](repeating: 0, count: patchSize)
    var result = [Float](repeating: 0, count: samples * inputSize)
    gradient.reading { gradient in
      weight.values.reading { weight in
        patch.writing { patch in
          result.writing { result in
            for index in 0..<samples * groups {
              let group = index % groups
              multiply(
                MatrixView(weight + group * part * rows, rowsOf: rows).transposed,
                MatrixView(gradient + index * part * places, rowsOf: places),
                ProductSize(rows, places, depth: part), into: patch, stride: places)
              columns.fold(patch, into: result + index * groupSize)
            }
          }
        }
      }
    }
    return result
  }

  mutating func visit(_ body: (inout Parameter) -> Void) {
    body(&weight)
    bias.visit(body)
  }

  mutating func forget() {
    patches = []
    visit { $0.gradient = [] }
  }
}
