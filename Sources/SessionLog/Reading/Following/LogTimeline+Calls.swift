package import DropoutEngine
import JSONText

// Every call that was indexed can be had at once: the region it stands in is read, and its line.
extension LogTimeline {
  /// The number of the last call up to `number`, or of the first; nil where there is none yet.
  package mutating func nearest(to number: Int) throws(LogError) -> Int? {
    guard let index = index.regions.index(for: number) else { return nil }
    let calls = try calls(ofRegion: index)
    return (calls.last { $0.number <= number } ?? calls.first)?.number
  }

  /// The number of the call that follows `number`; nil where there is none yet.
  package mutating func next(after number: Int) throws(LogError) -> Int? {
    try line(after: number)?.number
  }

  /// The call of exactly that number.
  ///
  /// - Throws: ``LogError/line(number:reason:path:)`` when its line is broken; the log then ends
  ///   before it.
  package mutating func call(_ number: Int) throws(LogError) -> ForwardCall? {
    guard let index = index.regions.index(for: number),
      let line = try calls(ofRegion: index).first(where: { $0.number == number })
    else { return nil }
    do throws(BrokenLine) {
      return try decode(line)
    } catch {
      let failure = LogIndex.Failure(line: line.line, reason: error.reason)
      end(before: number, failure)
      throw .line(number: failure.line, reason: failure.reason, path: name)
    }
  }

  /// The points of the calls that end with `number`, oldest first.
  package mutating func points(endingAt number: Int) throws(LogError) -> [CallPoint] {
    if let points = window.ending(at: number) { return points }
    if let last = window.last, last < number { try extendWindow(from: last, to: number) }
    if let points = window.ending(at: number) { return points }
    try rebuildWindow(endingAt: number)
    return window.ending(at: number) ?? []
  }

  /// The session's header as it is at call `number`: its dialect and seed may have changed.
  package func header(at number: Int) -> SessionHeader? {
    guard var header = session?.header else { return nil }
    for annotation in annotations.prefix(while: { $0.number <= number }) {
      switch annotation.kind {
      case .change(.dialect(_, let to)): header.dialect = to
      case .change(.seed(_, let to)): header.seed = to
      default: break
      }
    }
    return header
  }
}

// MARK: - The window of points

extension LogTimeline {
  /// How many bytes of lines are read for a window at most, so that a jump takes no time.
  private static let windowBytes = 8 << 20

  private mutating func extendWindow(from last: Int, to number: Int) throws(LogError) {
    var at = last
    for _ in 0..<PointWindow.length {
      guard let line = try line(after: at), line.number <= number else { return }
      if let point = point(line) { window.add(point) }
      at = line.number
    }
  }

  private mutating func rebuildWindow(endingAt number: Int) throws(LogError) {
    guard let end = index.regions.index(for: number) else { return }
    var first = end
    var count = 0
    let bottom = index.regions.regions[end].end - LogTimeline.windowBytes
    repeat {
      count += try calls(ofRegion: first).count { $0.number <= number }
      first -= 1
    } while first >= 0 && count < PointWindow.stretch
      && index.regions.regions[first].offset >= bottom
    var points: [CallPoint] = []
    for region in first + 1...end {
      for line in try calls(ofRegion: region) where line.number <= number {
        if let point = point(line) { points.append(point) }
      }
    }
    window = PointWindow(points, isWhole: first < 0 || count < PointWindow.stretch)
  }
}
