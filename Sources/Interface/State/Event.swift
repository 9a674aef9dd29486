package import DropoutEngine

/// All that reaches the screen: what a person did, and what the timeline hands out.
package enum Event: Sendable, Equatable {
  case key(Key)
  case mouse(Mouse)
  /// The terminal says which colour its ground has.
  case ground(Color)
  case resized(Size)
  /// Time has passed; the loop sends it when a deadline that the state gave is reached.
  case tick
  /// The timeline answers a request.
  case arrived(Arrival)
  /// A recording was read further, or grew: more calls are known than the last arrival said.
  case grew(Growth)
  /// How the other ranks stand beside the call on screen.
  case ranks(RankCalls)
  /// More is known of what the view on screen asked.
  case answered(Answered)
  /// The call on screen was replaced by another; the newest, or the one of its number, is to come.
  case outdated
  /// The doctor concluded anew; nil where the session began anew and nothing was looked at yet.
  case examined(Conclusion?)
  /// The timeline is still working its way to a call, `share` in 0...1 done.
  case seeking(share: Double)
  case recording(RecordingStatus)
  /// One line for the person, shown for a few seconds.
  case notice(String)
  /// The process was suspended and is back: the clock of the animation starts anew.
  case resumed
  /// A signal ends the process, or its terminal is gone (as SIGHUP); the terminal is restored by
  /// the loop's way out.
  case terminated(signal: Int32)
}

/// What the doctor says of a session so far.
package struct Conclusion: Sendable, Equatable {
  package var verdict: Verdict
  /// The last call that was looked at.
  package var through: Int
  /// What the draws of each site add up to.
  package var tally: SessionTally

  package init(_ verdict: Verdict, through: Int, tally: SessionTally = SessionTally()) {
    self.verdict = verdict
    self.through = through
    self.tally = tally
  }
}

/// What is known of a recording while it is read, and while it grows.
package struct Growth: Sendable, Equatable {
  /// The newest call so far; 0 before the first.
  package var newest: Int
  /// The last call there will be, once that is known.
  package var last: Int?
  /// How much of the recording was read, in 0...1; nil when all was.
  package var share: Double?
  /// All changes and marks so far, in order.
  package var annotations: [Annotation]
  /// Points of the whole session so far, evenly spaced.
  package var overview: [CallPoint]
  /// How far from its rate every site kept, over the calls that were looked at.
  package var trace: KeptTrace
  /// Why the recording is not read any further: a line that is broken.
  package var problem: String?
  /// Whether the log says that its session ended; nothing keeps another one from going on.
  package var hasEnded = false
  /// What is waited for: a log that is empty, or not there yet.
  package var awaited: String?

  package init(
    newest: Int, last: Int? = nil, share: Double? = nil, annotations: [Annotation] = [],
    overview: [CallPoint] = [], trace: KeptTrace = KeptTrace(), problem: String? = nil
  ) {
    self.newest = newest
    self.last = last
    self.share = share
    self.annotations = annotations
    self.overview = overview
    self.trace = trace
    self.problem = problem
  }
}

/// What a timeline hands to the screen: a call and what surrounds it.
package struct Arrival: Sendable, Equatable {
  package var header: SessionHeader
  package var call: ForwardCall
  /// The calls that end with `call`, oldest first, at most `Arrival.window` of them.
  package var points: [CallPoint]
  /// All changes and marks of the session, in order.
  package var annotations: [Annotation]
  /// The newest call the timeline has.
  package var newest: Int
  /// The last call there will be, where there is one.
  package var last: Int?
  /// Where calls come from.
  package var kind: Kind
  /// Points of the whole session, evenly spaced and oldest first; empty where they are not known.
  package var overview: [CallPoint]
  /// How far from its rate every site kept, over the calls that were looked at.
  package var trace = KeptTrace()
  /// What views may ask of the timeline beyond its calls.
  package var offers: Needs = []
  /// The other ranks beside the call; nil where there is one rank.
  package var ranks: RankCalls?

  /// Where calls come from.
  package enum Kind: Sendable, Equatable {
    /// They are computed when they are asked for.
    case simulated
    /// They stand in a log that is complete.
    case recorded
    /// They stand in a log that still grows.
    case growing
  }

  /// How many calls a strip over time can show at most: two a cell on 300 columns.
  package static let window = 640

  package init(
    header: SessionHeader, call: ForwardCall, points: [CallPoint], annotations: [Annotation],
    newest: Int, last: Int? = nil, kind: Kind = .simulated, overview: [CallPoint] = []
  ) {
    self.header = header
    self.call = call
    self.points = points
    self.annotations = annotations
    self.newest = newest
    self.last = last
    self.kind = kind
    self.overview = overview
  }
}

/// Whether calls are written to a log.
package enum RecordingStatus: Sendable, Equatable {
  case off
  /// Recording to a file of that name.
  case on(name: String)
  /// Recording ended, and the file of that name has it.
  case saved(name: String)
  /// Recording ended because the file could not be written; `reason` says why.
  case failed(name: String, reason: String)
}
