import DropoutEngine
import Testing

@testable import Doctor

struct HealthyTests {
  @Test(arguments: [0.05, 0.1, 0.5, 0.9])
  func `healthy sessions raise nothing`(rate: Double) throws {
    for (seed, dialect) in ["philox", "numpy", "torch", "torch-mkl", "jax"].enumerated() {
      var session = try Session(
        [
          .init(name: "a", rate: rate), .init(name: "b", shape: [4, 8, 8], rate: rate),
          .init(name: "path", kind: "droppath", shape: [4, 8, 8], drawn: [4, 1, 1], rate: rate),
          .init(name: "channel", kind: "dropout2d", shape: [4, 6, 5, 5], drawn: [4, 6, 1, 1]),
        ], seed: UInt64(seed), dialect: dialect)
      session.calls = 200
      let verdict = try session.verdict()
      #expect(verdict.brief == [])
      #expect(verdict.following.isEmpty)
      #expect(verdict.passed.map(\.rule).contains("D07"))
    }
  }

  @Test func `every kind that a simulation runs raises nothing`() throws {
    let shapes = [
      "dropout1d": [8, 16, 12], "dropout2d": [8, 16, 6, 6], "dropout3d": [4, 8, 3, 4, 4],
      "feature-alpha": [8, 16, 6, 6], "locked": [6, 16, 12], "dropblock": [4, 6, 16, 16],
      "spatial": [8, 12, 16], "word": [8, 12, 16], "attention": [4, 2, 12, 12],
      "droppath": [16, 24],
    ]
    for kind in DropoutKinds.all {
      var options = SimulationOptions(preset: .module)
      options.kind = kind
      options.shape = shapes[kind.name] ?? [20, 16]
      var timeline = try SimulationTimeline(options)
      var examination = Examination(lanes: [timeline.header])
      for number in 1...60 {
        if let call = timeline.approach(number) { examination.take(call) }
      }
      #expect(examination.verdict().brief == [], "\(kind.name)")
    }
  }

  /// A block more or less a call: that none is drawn, or the same one again, is no fault.
  @Test(arguments: [UInt64(1), 2, 3])
  func `few blocks come again by chance, and at times there are none`(seed: UInt64) throws {
    var options = SimulationOptions(preset: .module)
    options.kind = DropBlock()
    options.shape = [4, 8, 12, 12]
    options.rate = try Rate(0.01)
    options.seed = seed
    var timeline = try SimulationTimeline(options)
    var examination = Examination(lanes: [timeline.header])
    for number in 1...400 {
      if let call = timeline.approach(number) { examination.take(call) }
    }
    #expect(examination.verdict().brief == [])
  }

  @Test func `blocks that never change are found all the same`() throws {
    var options = SimulationOptions(preset: .module)
    options.kind = DropBlock()
    options.shape = [4, 8, 12, 12]
    options.rate = try Rate(0.1)
    var timeline = try SimulationTimeline(options)
    let approached = timeline.approach(1)
    let first = try #require(approached)
    var examination = Examination(lanes: [timeline.header])
    for number in 1...5 {
      var call = first
      call.number = number
      examination.take(call)
    }
    #expect(examination.verdict().brief == ["D06 dropout"])
  }

  @Test func `vanilla dropout is healthy with its mode and without it`() throws {
    var session = try Session()
    session.mode = .vanilla
    #expect(try session.verdict().brief == [])
    session = try Session()
    session.mode = .vanilla
    session.edit = { $1.mode = nil }
    #expect(try session.verdict().brief == [])
  }

  @Test func `a path of four samples at a small rate may repeat itself for ever`() throws {
    var session = try Session([
      .init(kind: "droppath", shape: [4, 8, 8], drawn: [4, 1, 1], rate: 0.01)
    ])
    session.calls = 3000
    #expect(try session.verdict().brief == [])
  }

  @Test func `rates that change from call to call are judged call by call`() throws {
    var session = try Session()
    session.calls = 300
    var examination = Examination(lanes: [session.header()])
    for number in 1...300 {
      session.sites[0].rate = 0.1 + 0.5 * Double(number) / 300
      examination.take(try session.call(number))
    }
    #expect(examination.verdict().brief == [])
  }

  @Test func `FlashAttention's true rate raises nothing where the site says that it drew`() throws {
    for (dialect, expected) in [("flash-attention", []), (nil as String?, ["D03 drop"])] {
      var session = try Session([.init(kind: "attention", shape: [8, 8, 32, 32], rate: 0.1015625)])
      session.calls = 300
      session.edit = { _, call in
        call.sites[0].dialect = dialect
        call.sites[0].rate = try? Rate(0.1)
      }
      // What the kernel keeps is scaled by 1/(1-p) as it was asked for.
      session.sites[0].scale = { _ in 1 / 0.9 }
      #expect(try session.verdict().brief == expected)
    }
  }

  @Test func `nothing passes that was not looked at`() throws {
    let verdict = Examination(lanes: [SessionHeader(source: "tests")]).verdict()
    #expect(verdict.passed.isEmpty)
    #expect(verdict.notRun.map(\.rule) == Rules.ids)
    #expect(verdict.notRun.allSatisfy { !$0.needs.isEmpty })
  }

  @Test func `memory does not grow with the number of calls`() throws {
    var session = try Session([.init(shape: [2, 16])])
    var examination = Examination(lanes: [session.header()])
    for number in 1...5000 { examination.take(try session.call(number)) }
    // What is kept of a site is bounded by what it keeps of its last masks.
    var history = MaskHistory()
    for number in 1...5000 {
      let call = try session.call(number)
      let site = call.sites[0]
      _ = history.take(
        site, of: KindTraits(nil), mask: site.mask, hash: site.mask?.mixed, in: call,
        limit: MaskHistory.length(site: 0))
    }
    #expect(MemoryLayout.size(ofValue: history) < 64)
    #expect(examination.verdict().brief == [])
  }
}
