/// How much may be on the way to the terminal, so that an answer to a key is soon there.
///
/// What is written lies in buffers between here and the terminal: 8 kB of a pseudo-terminal, more of a
/// network connection. On a slow line the answer to a key waits behind all of it. So the terminal is
/// asked now and then to say that it is there (DSR 5, ECMA-48 8.3.35); it answers when it has shown what
/// was written before, which tells how fast the line is. Where it is slow, no more is under way than
/// it takes in `delay`.
///
/// Pure: times are seconds on the loop's clock, and bytes need not be exact, as all are counted alike.
struct LinePace {
  static let question = "\u{1b}[5n"

  /// How long what is under way may keep the line busy, in seconds.
  static let delay = 0.02
  /// A line below the first is slow, in bytes a second; above the second it is not any more. At the
  /// first a frame of 6 kB takes three hundredths of a second.
  private static let (slow, quick) = (200_000.0, 400_000.0)
  /// How many bytes, and for how many seconds, go out unasked where the line is quick.
  private static let (stride, calm) = (2000, 1.0)
  /// Until so many answers tell how quick the line is, it is asked after so many bytes, and so many are
  /// under way at most. One that is asked for the first time may never answer: it is not waited for long.
  private static let (probes, probe, probeWindow, firstPatience) = (3, 1000, 8000, 0.3)
  /// An answer that is not there by then does not come.
  private static let patience = 3.0
  /// By how much quicker than it was the line may be, so that it is found out when it is.
  private static let hope = 1.15
  /// Fewer bytes say nothing of a rate.
  private static let least = 100

  private struct Question {
    var written: Int
    /// Whether nothing but what was written since the question before was on its way.
    var isAlone: Bool
    /// When the first of the bytes since the question before was written, and when it was asked.
    var begun: Double
    var asked: Double
  }

  private var questions: [Question] = []
  private var written = 0
  private var shown = 0
  private var begun = 0.0
  /// When the line is done with what was written, as far as is known.
  private var free = 0.0
  private var lastAnswer = -Double.infinity
  private var way = ShortestWay()
  /// Bytes a second; nil where the line is not slow.
  private(set) var rate: Double?
  /// Whether the terminal ever answered; nil until it did, or did not in time.
  private(set) var answers: Bool?

  private var answerCount = 0
  /// Whether a whole frame went out: the first answers no key, and is held for nobody.
  private var hasFrame = false
  private var isProbing: Bool { answers != false && answerCount < LinePace.probes }

  /// Whether an answer is under way.
  var isAsking: Bool { !questions.isEmpty }

  /// After how many bytes it is looked whether more may be written.
  var piece: Int {
    if let rate { return max(80, Int(rate * LinePace.delay / 2)) }
    return isProbing ? LinePace.probe : .max
  }

  /// Until when nothing more may be written, should the terminal not answer before; nil where it may.
  func hold(at now: Double) -> Double? {
    guard let oldest = questions.first else { return nil }
    let underWay = Double(written - shown)
    if let rate {
      let end = oldest.asked + patience
      guard now < end else { return nil }
      // Not all at once either: the line is not to be busy for longer than that.
      let budget = free - LinePace.delay
      let window = max(160, rate * (LinePace.delay + min(way.seconds, 0.5)))
      return way.isStale || underWay >= window ? end : budget > now ? budget : nil
    }
    guard isProbing, hasFrame, underWay >= Double(LinePace.probeWindow) else { return nil }
    guard answers == nil else {
      return now < oldest.asked + patience ? oldest.asked + patience : nil
    }
    // One that has not answered yet gets as much again every now and then.
    let turns = Double((written - shown) / LinePace.probeWindow)
    let end = oldest.asked + min(turns * LinePace.firstPatience, LinePace.patience)
    return now < end ? end : nil
  }

  /// How long an answer is waited for.
  private var patience: Double {
    max(LinePace.patience, rate.map { 3 * Double(written - shown) / $0 } ?? 0)
  }

  mutating func wrote(_ bytes: Int, at now: Double) {
    guard bytes > 0 else { return }
    if written == questions.last?.written ?? shown { begun = now }
    written += bytes
    if let rate { free = max(free, now) + Double(bytes) / (LinePace.hope * rate) }
  }

  /// A frame went out whole.
  mutating func endFrame() { hasFrame = true }

  /// Whether to ask, at the end of a frame or of a piece of it.
  func wantsQuestion(atEnd: Bool, at now: Double) -> Bool {
    let unasked = written - (questions.last?.written ?? shown)
    guard answers != false, unasked > 0 else { return false }
    if rate != nil { return atEnd || unasked >= piece }
    if isProbing { return unasked >= LinePace.probe }
    return atEnd && questions.isEmpty && unasked >= LinePace.stride
      && now - lastAnswer >= LinePace.calm
  }

  mutating func asked(at now: Double) {
    questions.append(
      Question(written: written, isAlone: questions.isEmpty, begun: begun, asked: now))
  }

  /// The terminal has shown all that was written before its oldest question.
  mutating func answered(at now: Double) {
    answers = true
    answerCount += 1
    guard !questions.isEmpty else { return }
    let question = questions.removeFirst()
    let trip = now - question.asked
    let bytes = question.written - shown
    way.take(trip - (question.isAlone ? rate.map { Double(bytes) / $0 } ?? 0 : 0), at: now)
    defer { if questions.isEmpty { way.isStale = false } }
    // The first of these bytes could be answered so late at the earliest; the line was at work on them
    // since the answer before, if that came later.
    let first = question.begun + way.seconds
    let wasBusy = lastAnswer >= first - 0.005
    let time = now - max(lastAnswer, first)
    (shown, lastAnswer) = (question.written, now)
    guard bytes >= LinePace.least, wasBusy || rate == nil else { return }
    measure(Double(bytes) / max(time, 1e-4), waited: trip - way.seconds)
  }

  /// - Parameter waited: how long the question stood behind other bytes.
  private mutating func measure(_ measured: Double, waited: Double) {
    if let before = rate {
      let smoothed = 0.7 * before + 0.3 * min(measured, 4 * before)
      rate = smoothed > LinePace.quick ? nil : smoothed
    } else if measured < LinePace.slow, waited > LinePace.delay {
      rate = measured
      // What was taken for the way until now had bytes before it.
      way.isStale = true
    }
  }

  /// Gives up on answers that are overdue.
  mutating func expire(at now: Double) {
    guard let oldest = questions.first, now - oldest.asked >= patience else { return }
    // One that never answered is not asked again.
    answers = answers ?? false
    forget()
  }

  /// Waits for no answer any more.
  mutating func forget() {
    questions = []
    shown = written
    way.isStale = false
  }
}

/// The way to the terminal and back with nothing before it: the shortest of the last seconds.
private struct ShortestWay {
  private static let span = 5.0

  /// Whether it is time to wait until nothing is under way: behind other bytes no way is short.
  var isStale = false

  private var latest = Double.infinity
  private var before = Double.infinity
  private var began = -Double.infinity

  /// Nothing is known before the first answer.
  var seconds: Double { min(latest, before) }

  mutating func take(_ seconds: Double, at now: Double) {
    if now - began > ShortestWay.span {
      isStale = before.isFinite
      (before, latest, began) = (latest, .infinity, now)
    }
    latest = min(latest, max(0, seconds))
  }
}
