import DropoutEngine
import JSONText

// A region at a time is read and kept: the one that was asked for last.
extension LogTimeline {
  /// The live calls of a region, which is read unless it is at hand.
  mutating func calls(ofRegion at: Int) throws(LogError) -> [CallLine] {
    let region = index.regions.regions[at]
    if let loaded, loaded.region == region { return loaded.calls }
    var bytes = [UInt8](repeating: 0, count: region.range.count)
    let count = try file.read(into: &bytes, count: bytes.count, at: region.offset)
    bytes.removeLast(bytes.count - count)
    let next = at + 1 < index.regions.regions.count ? index.regions.regions[at + 1].number : .max
    let calls = region.calls(in: bytes, before: next, decoder: index.decoder)
    loaded = LoadedRegion(region: region, bytes: bytes, calls: calls)
    return calls
  }

  /// The line of the first call after `number`.
  mutating func line(after number: Int) throws(LogError) -> CallLine? {
    guard let at = index.regions.index(for: number) else { return nil }
    let calls = try calls(ofRegion: at)
    if let found = calls.firstAfter(number) { return found }
    guard at + 1 < index.regions.regions.count else { return nil }
    return try self.calls(ofRegion: at + 1).first
  }

  /// Reads the call on a line of the region at hand, and what was recomputed of it.
  func decode(_ line: CallLine) throws(BrokenLine) -> ForwardCall {
    guard let loaded, loaded.region.range.contains(line.range.upperBound) else {
      throw BrokenLine("it changed while it was read")
    }
    var decoder = index.decoder
    let range = line.range.shifted(by: -loaded.region.offset)
    guard case .call(var call, _)? = try decoder.decode(loaded.bytes, range: range),
      call.number == line.number
    else { throw BrokenLine("its n is not that of one call") }
    for range in line.recomputed {
      let range = range.shifted(by: -loaded.region.offset)
      call.take(recomputed(loaded.bytes, range))
    }
    // Where regions were joined, what was late may stand in the call's own by now.
    for range in index.late.lines(of: line.number)
    where !loaded.region.range.contains(range.lowerBound) {
      var bytes = [UInt8](repeating: 0, count: range.count)
      guard let count = try? file.read(into: &bytes, count: range.count, at: range.lowerBound)
      else { continue }
      call.take(recomputed(bytes, 0..<count))
    }
    return call
  }

  /// The sites that the record on a line tells of; none where it cannot be read.
  private func recomputed(_ bytes: [UInt8], _ range: Range<Int>) -> [SiteCall] {
    var decoder = index.decoder
    guard case .recompute(_, _, let sites)? = try? decoder.decode(bytes, range: range) else {
      return []
    }
    return sites
  }

  /// The point of the call on a line of the region at hand; nil for a broken one.
  func point(_ line: CallLine) -> CallPoint? {
    guard let loaded, loaded.region.range.contains(line.range.upperBound) else { return nil }
    let range = line.range.shifted(by: -loaded.region.offset)
    return try? index.decoder.point(loaded.bytes, range: range)
  }

  mutating func end(before number: Int, _ failure: LogIndex.Failure) {
    index.end(before: number, failure)
    if let number = index.takeRewind() { forget(from: number) }
  }
}

extension [CallLine] {
  /// The first call whose number is above `number`.
  func firstAfter(_ number: Int) -> CallLine? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].number <= number { low = middle + 1 } else { high = middle }
    }
    return low < count ? self[low] : nil
  }
}

extension ForwardCall {
  /// Adds what was recomputed, as far as a call may hold it.
  fileprivate mutating func take(_ entries: [SiteCall]) {
    sites += entries.prefix(max(0, LogLimits.sites - sites.count))
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
