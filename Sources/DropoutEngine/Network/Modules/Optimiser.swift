/// How parameters follow their gradients.
enum Optimiser: Sendable, Equatable {
  /// v = momentum v + g, w = w - rate v: PyTorch's `SGD`.
  case momentum(rate: Float, momentum: Float)
  /// Steps by the ratio of the running mean of gradients and the root of that of their squares
  /// (D. Kingma and J. Ba, "Adam", 2015), as PyTorch's `Adam` takes them.
  case adam(rate: Float, beta1: Float, beta2: Float, epsilon: Float)

  /// Moves a parameter, in step `number` from 1, with the rate times `factor`.
  func step(_ parameter: inout Parameter, number: Int, factor: Float) {
    if parameter.momentum.isEmpty {
      parameter.momentum = Array(repeating: 0, count: parameter.values.count)
    }
    switch self {
    case .momentum(let rate, let momentum):
      Self.descend(&parameter, rate: rate * factor, momentum: momentum)
    case .adam(let rate, let beta1, let beta2, let epsilon):
      if parameter.squares.isEmpty { parameter.squares = parameter.momentum }
      let corrections = (
        1 - Double(beta1).power(number), (1 - Double(beta2).power(number)).squareRoot()
      )
      let size = Float(Double(rate * factor) / corrections.0)
      Self.adapt(
        &parameter, size: size, root: Float(corrections.1), beta1: beta1, beta2: beta2,
        epsilon: epsilon)
    }
  }

  private static func descend(_ parameter: inout Parameter, rate: Float, momentum: Float) {
    let count = parameter.values.count
    parameter.gradient.reading { g in
      parameter.momentum.writing { v in
        parameter.values.writing { w in
          for index in 0..<count {
            v[index] = momentum * v[index] + g[index]
            w[index] -= rate * v[index]
          }
        }
      }
    }
  }

  private static func adapt(
    _ parameter: inout Parameter, size: Float, root: Float, beta1: Float, beta2: Float,
    epsilon: Float
  ) {
    let count = parameter.values.count
    parameter.gradient.reading { g in
      parameter.momentum.writing { m in
        parameter.squares.writing { s in
          parameter.values.writing { w in
            for index in 0..<count {
              m[index] += (1 - beta1) * (g[index] - m[index])
              s[index] = beta2 * s[index] + (1 - beta2) * g[index] * g[index]
              w[index] -= size * m[index] / (s[index].squareRoot() / root + epsilon)
            }
          }
        }
      }
    }
  }
}
