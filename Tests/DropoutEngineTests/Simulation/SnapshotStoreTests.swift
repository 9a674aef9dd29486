import Testing

@testable import DropoutEngine

struct SnapshotStoreTests {
  @Test("However many calls run, snapshots stay few and none is far from a call")
  func bounded() throws {
    let options = SimulationOptions.small(.module).with {
      $0.input = Tensor(shape: [1], values: [1])
    }
    var simulation = try Simulation(options)
    var store = SnapshotStore(start: simulation)
    var most = 0
    for _ in 0..<5000 {
      _ = simulation.next()
      store.offer(simulation)
      most = max(most, store.count)
    }
    #expect(most <= 80)
    for number in stride(from: 0, through: 5000, by: 7) {
      let snapshot = store.latest(upTo: number)
      #expect(snapshot.number <= number && number - snapshot.number < 128, "call \(number)")
    }
    for number in 4520...5000 { #expect(number - store.latest(upTo: number).number < 32) }
  }

  @Test("Calls that run again add no snapshots")
  func again() throws {
    var simulation = try Simulation(.small(.module))
    var store = SnapshotStore(start: simulation)
    for _ in 0..<100 {
      _ = simulation.next()
      store.offer(simulation)
    }
    let count = store.count
    simulation = store.latest(upTo: 40)
    #expect(simulation.number == 32)
    for _ in 0..<60 {
      _ = simulation.next()
      store.offer(simulation)
    }
    #expect(store.count == count)
  }

  @Test("Forgetting a call forgets all that ran it")
  func forgetting() throws {
    var simulation = try Simulation(.small(.module))
    var store = SnapshotStore(start: simulation)
    for _ in 0..<100 {
      _ = simulation.next()
      store.offer(simulation)
    }
    store.removeAll(from: 64)
    #expect(store.latest(upTo: 100).number == 32)
    store.removeAll(from: 1)
    #expect(store.latest(upTo: 100).number == 0 && store.count == 0)
  }
}
