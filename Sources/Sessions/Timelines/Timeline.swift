package import DropoutEngine
package import Interface
package import SessionLog

/// Hands out a session's calls by number, wherever they come from.
///
/// The driver takes a ``Way`` to a call in steps of a few milliseconds at most, so that no request
/// waits behind another one's work. What a timeline cannot do it need not say: that is in
/// ``abilities``, and the driver never asks for it.
package protocol Timeline: SendableMetatype {
  /// The ranks that calls come from, at least one.
  var lanes: [Lane] { get }
  /// How many they are.
  var laneCount: Int { get }
  var abilities: Abilities { get }
  /// The newest call so far; 0 before the first.
  var newest: Int { get }
  /// Changes, marks and what else is pinned to calls, in their order.
  var annotations: [Annotation] { get }
  /// Points of the whole session so far, evenly spaced and oldest first.
  var overview: [CallPoint] { get }
  /// How far from its rate every site kept, over the calls that were looked at.
  var trace: KeptTrace { get }
  /// The session's header as it is at a call; nil before it is known.
  func header(at number: Int) -> SessionHeader?
  /// The last call there will be, once that is known.
  mutating func last() -> Int?
  /// The call of exactly that number; nil where there is none, or none that can be read.
  mutating func call(_ number: Int) -> ForwardCall?
  /// The points of the calls that end with `number`, oldest first.
  mutating func points(endingAt number: Int) -> [CallPoint]

  /// Takes the next step of a way.
  mutating func go(_ way: inout Way) -> Step
  /// Does a moment's work that no request waits for.
  ///
  /// - Returns: what came of it; nil where there is nothing to do.
  mutating func readOn() -> [News]?
  /// Looks what became of the source since the last time.
  mutating func look() -> [News]
  /// What is known of a record that is read or grows; nil for calls that are computed.
  mutating func growth() -> Growth?

  /// The next call for the examination after `number`, with a moment's work at most.
  mutating func examine(after number: Int) -> Examinable
  /// The same for all lanes, each with its last call: whose turn it is, and what it has.
  mutating func examine(after numbers: [Int]) -> (lane: Int, next: Examinable)
  /// What is left where the source ends; nil while it may go on.
  func remains() -> Remains?
  /// What the examination asks of one lane.
  func header(ofLane lane: Int) -> SessionHeader?
  func annotations(ofLane lane: Int) -> [Annotation]
  func remains(ofLane lane: Int) -> Remains?

  /// What it has for views beyond its calls.
  var offers: Needs { get }
  /// The network of the call that was handed out last; nil for calls that are not computed here.
  var held: HeldNetwork? { get }
  /// The lane that calls, points and all else are those of.
  var reference: Int { get }
  /// Grows with all that can change what ``beside(_:isWhole:)`` says.
  var ranksVersion: Int { get }
  /// The other ranks beside a call; nil where there is one.
  ///
  /// - Parameter isWhole: whether their calls are wanted, too.
  mutating func beside(_ call: ForwardCall, isWhole: Bool) -> RankCalls?
  /// Takes another lane for reference.
  ///
  /// - Returns: the number there of the call that belongs to this one, or of the nearest; nil where
  ///   there is no such lane, or nothing in it.
  mutating func choose(lane: Int, beside call: ForwardCall?) -> Int?

  /// Pins what a person said to its call.
  mutating func pin(_ annotation: Annotation)
  /// Marks a call.
  mutating func mark(_ number: Int) -> Annotation
  /// Changes a setting from call `number` on; nil where that changes nothing.
  mutating func change(_ change: SettingChange, from number: Int) -> Annotation?
  /// Begins again before call 1, with another seed unless it is nil.
  ///
  /// - Returns: why it cannot, where it cannot.
  mutating func restart(seed: UInt64?) -> String?
  /// The settings of a call; of call 0, those that the session record tells.
  func settings(at number: Int) -> Settings?
  /// What a log of these calls begins with.
  func sessionRecord(at number: Int, app: String, started: String) -> SessionRecord?
}

// What only some can do.
extension Timeline {
  package mutating func readOn() -> [News]? { nil }
  package mutating func look() -> [News] { [] }
  package mutating func growth() -> Growth? { nil }
  package func remains() -> Remains? { nil }
  package mutating func examine(after numbers: [Int]) -> (lane: Int, next: Examinable) {
    (0, examine(after: numbers[0]))
  }
  package func header(ofLane lane: Int) -> SessionHeader? { header(at: 0) }
  package func annotations(ofLane lane: Int) -> [Annotation] { annotations }
  package func remains(ofLane lane: Int) -> Remains? { remains() }
  package var laneCount: Int { lanes.count }
  package var offers: Needs { [] }
  package var held: HeldNetwork? { nil }
  package var reference: Int { 0 }
  package var ranksVersion: Int { 0 }
  package mutating func beside(_ call: ForwardCall, isWhole: Bool) -> RankCalls? { nil }
  package mutating func choose(lane: Int, beside call: ForwardCall?) -> Int? { nil }
  package mutating func change(_ change: SettingChange, from number: Int) -> Annotation? { nil }
  package mutating func restart(seed: UInt64?) -> String? { nil }
  package func settings(at number: Int) -> Settings? { nil }

  /// Where calls come from, as the screen tells it.
  package var kind: Arrival.Kind {
    if abilities.contains(.changeSettings) { return .simulated }
    return abilities.contains(.grow) ? .growing : .recorded
  }
}

/// One rank of a timeline.
package struct Lane: Sendable, Equatable {
  /// The process's rank, from 0; nil for a session of one process that does not say.
  package var rank: Int?
  /// What people call its source: a file's path, `standard input`, a preset.
  package var name: String

  package init(rank: Int?, name: String) {
    self.rank = rank
    self.name = name
  }
}

/// What a timeline can do beyond handing out its calls.
package struct Abilities: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Settings and the seed can be changed.
  package static let changeSettings = Abilities(rawValue: 1)
  /// Calls may still come by themselves.
  package static let grow = Abilities(rawValue: 2)
  /// Calls carry their tensors.
  package static let handOutTensors = Abilities(rawValue: 4)
  /// A call can be drawn again, with the same masks or with others.
  package static let drawAgain = Abilities(rawValue: 8)
}

/// Something that a timeline noticed of its source.
package enum News: Sendable, Equatable {
  /// More calls came.
  case grew
  /// The calls from that one on were taken back.
  case replaced(from: Int)
  /// Sites of a call that was read before ran again in backward.
  case recomputed(call: Int, [SiteCall])
  /// It is another session now, read from its start.
  case startedOver(reason: String)
  /// Sites of a call of another lane ran again in backward.
  case recomputedElsewhere(lane: Int, call: Int, [SiteCall])
  /// Calls of another lane were taken back, or are those of another session.
  case changedElsewhere
  /// No more calls will come; what to tell the person.
  case ended(String)
}
