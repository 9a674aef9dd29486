import DropoutEngine
import PlainText

extension MaskCommand {
  /// The plan that the options describe.
  func planOfArguments(_ dialect: Dialect?) throws -> MaskPlan {
    guard let named = dialect else {
      let names = Dialect.all.map(\.family).joined(separator: ", ")
      throw Failure("--dialect is missing; it may be \(names)")
    }
    let (first, count) = (try firstCall(), try callCount())
    let layers = try layers(named)
    let total = (first + count - 1).multipliedReportingOverflow(by: layers.count).partialValue
    let dialect = try named.settled(masks: total)
    guard let seed else { throw Failure("--seed is missing; it may be \(dialect.seeds)") }
    let value = try seedValue(seed, dialect)
    var plan = MaskPlan(id: "mask", dialect: dialect, seed: value, calls: [])
    plan.skipped = (layers, first - 1)
    for call in first..<first + count {
      for var layer in layers {
        layer.site.call = call
        plan.calls.append(MaskPlan.Call(mask: layer))
      }
    }
    return plan
  }

  func seedValue(_ text: String, _ dialect: Dialect) throws -> Seed {
    guard let seed = Seed(text) else {
      throw Failure("--seed is '\(printable(text))'; it may be \(dialect.seeds)")
    }
    return seed
  }

  private func firstCall() throws -> Int {
    guard let first = Int(from), 1...(1 << 40) ~= first else {
      throw Failure("--from is '\(printable(from))'; it may be a whole number from 1 on")
    }
    return first
  }

  private func callCount() throws -> Int {
    guard let count = Int(calls), 1...1_000_000 ~= count else {
      throw Failure("--calls is '\(printable(calls))'; it may be 1 to 1000000")
    }
    return count
  }

  /// One call a layer, in call 1.
  private func layers(_ dialect: Dialect) throws -> [MaskCall] {
    if shape.isEmpty { throw Failure("--shape is missing; it may be whole numbers, as 4,5") }
    guard rate.count == 1 || rate.count == shape.count else {
      let needs = shape.count == 1 ? "one" : "one, or one for each of \(shape.count) shapes"
      throw Failure("--rate was given \(rate.count) times; it may be given \(needs)")
    }
    return try shape.enumerated().map { index, text in
      var call = MaskCall(
        shape: try shapeValue(text), rate: try rateValue(rate[rate.count == 1 ? 0 : index]),
        at: DrawSite(call: 1, layer: index))
      call.type = dialect.options[.type]
      do throws(DialectError) {
        call.operation = try dialect.operation(named: op)
        try dialect.check(call)
      } catch {
        throw Failure(error)
      }
      return call
    }
  }
}

/// A shape as the command line gives it.
func shapeValue(_ text: String) throws -> [Int] {
  let shape = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
    guard let extent = Int(part), extent >= 0 else {
      throw Failure("--shape is '\(printable(text))'; it may be whole numbers from 0 on, as 4,5")
    }
    return extent
  }
  return try MaskPlan.checkedShape(shape, place: "--shape")
}

/// A probability of dropping as the command line gives it.
func rateValue(_ text: String) throws -> Rate {
  guard let number = Double(text), let rate = try? Rate(number) else {
    throw Failure("--rate is '\(printable(text))'; it may be a number from 0 to 1")
  }
  return rate
}
