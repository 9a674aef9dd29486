import DropoutEngine
import TestSupport
import Testing

@Suite struct KeptTraceTests {
  @Test func `any stretch of calls has the sums of its calls one by one`() {
    var trace = KeptTrace()
    for number in 1...300 { trace.add(call(number)) }
    for (low, high) in [(1, 1), (1, 300), (17, 17), (40, 61), (250, 300)] {
      let stretch = trace.stretch(of: "a", in: low...high)
      let z = (low...high).compactMap { sigma(call($0)) }
      #expect(Int(stretch.tested) == z.count)
      guard !z.isEmpty else { continue }
      let pooled = z.reduce(0, +) / Double(z.count).squareRoot()
      #expect(abs((stretch.sigma ?? .nan) - pooled) < 1e-9)
      #expect(Int(trace.stretch(of: nil, in: low...high).evaluated) == high - low + 1 - z.count)
    }
    #expect(trace.stretch(of: "b", in: 1...300).calls == 0)
    #expect(trace.stretch(of: "a", in: 301...400).calls == 0)
  }

  @Test func `memory is bounded, and what neighbours share is still all there`() {
    var trace = KeptTrace(cells: 64)
    for number in 1...10_000 { trace.add(call(number)) }
    let all = trace.stretch(of: "a", in: 1...10_000)
    let z = (1...10_000).compactMap { sigma(call($0)) }
    #expect(Int(all.tested) == z.count)
    let pooled = z.reduce(0, +) / Double(z.count).squareRoot()
    #expect(abs((all.sigma ?? .nan) - pooled) < 1e-9)
    // Each part is there once, and a part that is less than a row has its row.
    let parts = (0..<100).map { trace.stretch(of: nil, in: $0 * 100 + 1...$0 * 100 + 100).calls }
    #expect(parts.reduce(0, +) == 10_000 && parts.allSatisfy { $0 >= 80 && $0 <= 120 })
    #expect(trace.stretch(of: nil, in: 5003...5003).calls > 0)
  }

  @Test func `calls that are taken back are forgotten, and others come in their place`() {
    var trace = KeptTrace()
    for number in 1...50 { trace.add(call(number, epoch: number / 10)) }
    #expect(trace.epochs.map(\.number) == [1, 10, 20, 30, 40, 50])
    trace.removeAll(from: 21)
    #expect(trace.last == 20 && trace.epochs.map(\.epoch) == [0, 1, 2])
    trace.add(call(20))
    #expect(trace.last == 20)
    for number in 21...30 { trace.add(call(number, epoch: 2)) }
    #expect(trace.stretch(of: nil, in: 1...100).calls == 30)
    #expect(trace.epochs.count == 3)
    trace.removeAll(from: 1)
    #expect(trace == KeptTrace.forgetting("a"))
  }

  @Test func `a site that comes later has nothing before`() {
    var trace = KeptTrace()
    for number in 1...10 { trace.add(call(number)) }
    for number in 11...40 { trace.add(call(number, sites: ["a", "b\(number)"])) }
    #expect(trace.stretch(of: "b11", in: 1...40).calls == 1)
    #expect(trace.stretch(of: "b40", in: 1...39).calls == 0)
    #expect(trace.stretch(of: "a", in: 1...40).calls == 40)
  }

  @Test func `a call counts as what is known of it`() throws {
    func stretch(_ change: (inout SiteCall) -> Void, _ phase: Phase = .train) -> KeptStretch {
      var entry = site("a", kept: 40)
      change(&entry)
      var trace = KeptTrace()
      trace.learn([SiteHeader(name: "a"), SiteHeader(name: "g", kind: "gaussian")])
      trace.add(ForwardCall(number: 1, phase: phase, sites: [entry]))
      return trace.stretch(of: entry.name, in: 1...1)
    }
    // 40 of 100 kept at p 0.5: (40 − 50) / 5.
    #expect(stretch { _ in }.sigma == -2)
    #expect(stretch({ _ in }, .eval).impossible == 1)
    #expect(stretch { $0.rate = .zero }.impossible == 1)
    #expect(
      stretch(
        { entry in
          entry.draw = .nothing; entry.kept = 100
        }, .eval
      ).evaluated == 1)
    // Nothing drawn in training: every decision came out as kept.
    #expect(
      stretch { entry in
        entry.draw = .nothing; entry.kept = 100
      }.sigma == 10)
    #expect(
      stretch { entry in
        entry.draw = .nothing; entry.kept = 100; entry.rate = .zero
      }.certain == 1)
    #expect(
      stretch { entry in
        entry.draw = .unknown; entry.kept = nil
      }.unknown == 1)
    #expect(stretch { $0.rate = nil }.unknown == 1)
    #expect(stretch { $0.name = "g" }.unknown == 1)
    #expect(stretch { $0.isRecomputed = true }.calls == 0)
    // MC dropout: the call is in eval, its site in train.
    #expect(stretch({ $0.phase = .train }, .eval).tested == 1)
    // FlashAttention drops 0.1015625 at p 0.1.
    let flash = stretch {
      $0.rate = try? Rate(0.1); $0.dialect = "cuda-flash"
    }
    let expected = (40 - 89.84375) / (100 * 0.8984375 * 0.1015625).squareRoot()
    #expect(abs((flash.sigma ?? 0) - expected) < 1e-9)
  }

  private func call(_ number: Int, sites: [String] = ["a"], epoch: Int? = nil) -> ForwardCall {
    var random = SplitMix64(state: UInt64(number))
    let entries = sites.map { site($0, kept: 40 + Int(random.next() % 21)) }
    let isEval = sites.count == 1 && number % 7 == 0
    var call = ForwardCall(number: number, phase: isEval ? .eval : .train, sites: entries)
    if isEval {
      call.sites[0].draw = .nothing
      call.sites[0].kept = 100
    }
    call.epoch = epoch
    return call
  }

  private func site(_ name: String, kept: Int) -> SiteCall {
    SiteCall(
      name: name, shape: [10, 10], rate: .half, scale: 2, mask: Mask((0..<100).map { $0 < kept }),
      kept: kept, stages: nil)
  }

  private func sigma(_ call: ForwardCall) -> Double? {
    call.phase == .eval ? nil : (Double(call.sites[0].kept ?? 0) - 50) / 5
  }
}

extension KeptTrace {
  /// One that knows of that site and of no call.
  fileprivate static func forgetting(_ site: String) -> KeptTrace {
    var trace = KeptTrace()
    trace.add(ForwardCall(number: 1, phase: .train, epoch: 0, sites: [SiteCall(name: site)]))
    trace.removeAll(from: 1)
    return trace
  }
}
