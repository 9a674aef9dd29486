package import DropoutEngine
package import Interface
import SessionLog

/// What was found already of the calls that belong to the one on screen, lane by lane.
struct RankedMatches {
  /// How far the numbers of a lane's calls lie from the reference's, as found last.
  fileprivate var offsets: [Int]
  /// What was looked for last.
  fileprivate var wanted: Wanted?
  fileprivate var found: [Found?]
  /// Which call of its step that is.
  fileprivate var ordinal: Int?

  fileprivate struct Wanted: Equatable {
    var number: Int
    var step: Int?
  }

  fileprivate struct Found {
    var call: ForwardCall?
    /// How far the lane went then: of what is missing more may have come since.
    var newest: Int
  }

  init(lanes: Int) {
    offsets = Array(repeating: 0, count: lanes)
    found = Array(repeating: nil, count: lanes)
  }

  /// A lane's calls may be others now.
  mutating func forget() {
    wanted = nil
  }
}

extension RankedTimeline {
  package mutating func beside(_ call: ForwardCall, isWhole: Bool) -> RankCalls? {
    guard logs.count > 1 else { return nil }
    showsAll = isWhole
    let lanes = lanes
    let furthest = gathered.last.max() ?? 0
    var ranks = RankCalls(
      number: call.number, reference: reference,
      lanes: lanes.indices.map { lane in
        RankLane(
          rank: lanes[lane].rank ?? lane, name: lanes[lane].name, standing: standing(lane),
          last: gathered.last[lane], behind: max(0, furthest - gathered.last[lane]))
      },
      hasSteps: call.step != nil, step: call.step,
      agreement: isWhole ? gathered.agreement : RankAgreement(lanes: logs.count))
    ranks.ranks = logs.lazy.compactMap { $0.log.session?.header.ranks }.max()
    ranks.isWhole = isWhole
    guard isWhole else { return ranks }
    for lane in lanes.indices { ranks.lanes[lane].call = match(call, lane: lane) }
    return ranks
  }

  /// The reference's call of the last step that every rank has come to, but for those that lag; nil
  /// where that is the newest anyway, or not known.
  mutating func newestOfAll() -> Int? {
    let last = gathered.last
    guard let furthest = last.max(), furthest > 0 else { return nil }
    let common = last.filter { furthest - $0 < RankCalls.slack }.min() ?? furthest
    guard common < last[reference] else { return nil }
    guard gathered.hasSteps else { return common }
    return search(common, ordinal: 0, near: logs[reference].newest, lane: reference)?.number
  }

  private func standing(_ lane: Int) -> RankLane.Standing {
    let log = logs[lane].log
    if log.failure != nil { return .broken }
    if log.session == nil { return .absent }
    if log.hasMore { return .reading }
    return log.hasEnded ? .ended : .open
  }

  /// The call of a lane that belongs to a call of the reference; nil where it has none, or none yet.
  mutating func match(_ call: ForwardCall, lane: Int) -> ForwardCall? {
    if lane == reference { return call }
    let wanted = RankedMatches.Wanted(number: call.number, step: call.step)
    if matches.wanted != wanted {
      matches.wanted = wanted
      matches.found = Array(repeating: nil, count: logs.count)
      matches.ordinal = nil
    }
    let newest = logs[lane].newest
    if let found = matches.found[lane], found.call != nil || found.newest == newest {
      return found.call
    }
    var match: ForwardCall?
    if let step = call.step {
      let ordinal = matches.ordinal ?? ordinal(call)
      matches.ordinal = ordinal
      match = search(step, ordinal: ordinal, near: call.number, lane: lane)
    } else {
      match = logs[lane].call(call.number)
    }
    if let match { matches.offsets[lane] = match.number - call.number }
    matches.found[lane] = RankedMatches.Found(call: match, newest: newest)
    return match
  }

  /// Calls of one step that are walked through at most: micro-batches.
  private static let mostOfStep = 64

  /// Which call of its step a call of the reference is, from 0.
  private mutating func ordinal(_ call: ForwardCall) -> Int {
    var (ordinal, at) = (0, call.number)
    while ordinal < Self.mostOfStep, let before = previous(at, lane: reference),
      before.step == call.step
    {
      ordinal += 1
      at = before.number
    }
    return ordinal
  }

  private mutating func previous(_ number: Int, lane: Int) -> ForwardCall? {
    guard number > 1, let found = try? logs[lane].log.nearest(to: number - 1), found < number
    else { return nil }
    return logs[lane].call(found)
  }

  /// The call of that step, where steps never go back: where it stood last, else by halves.
  private mutating func search(
    _ step: Int, ordinal: Int, near number: Int, lane: Int
  ) -> ForwardCall? {
    let guess = max(1, number + matches.offsets[lane])
    if let near = try? logs[lane].log.nearest(to: guess), let found = logs[lane].call(near),
      found.step == step
    {
      return walk(from: found, to: ordinal, lane: lane)
    }
    guard let newest = try? logs[lane].log.nearest(to: .max), var call = logs[lane].call(newest),
      let furthest = call.step, furthest >= step
    else { return nil }
    var (low, high) = (1, newest)
    while low < high {
      let middle = low + (high - low) / 2
      guard let near = try? logs[lane].log.nearest(to: middle), let found = logs[lane].call(near)
      else { return nil }
      if found.step ?? 0 >= step {
        call = found
        high = middle
      } else {
        low = middle + 1
      }
    }
    // Numbers may have gaps: what was found last is the first call that is not too early.
    guard call.step == step else { return nil }
    return walk(from: call, to: ordinal, lane: lane)
  }

  /// From any call of a step to that one of it.
  private mutating func walk(
    from call: ForwardCall, to ordinal: Int, lane: Int
  ) -> ForwardCall? {
    var first = call
    for _ in 0..<Self.mostOfStep {
      guard let before = previous(first.number, lane: lane), before.step == call.step else { break }
      first = before
    }
    var at = first
    for _ in 0..<ordinal {
      guard let next = try? logs[lane].log.next(after: at.number),
        let found = logs[lane].call(next), found.step == call.step
      else { return nil }
      at = found
    }
    return at
  }
}
