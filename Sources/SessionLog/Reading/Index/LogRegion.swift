/// A stretch of a log that calls are looked for in: from its first call to the end of its last.
///
/// Its live calls have numbers from ``number`` to below ``limit``, and below the next region's.
struct LogRegion: Equatable {
  /// The number of the call on its first line, which is live.
  var number: Int
  /// Where its first line begins.
  var offset: Int
  /// Where its last line ends, with the newline.
  var end: Int
  /// The number of its first line, from 1.
  var line: Int
  /// A rewind that stands behind the region took back the calls from here on.
  var limit = Int.max

  /// Where it stands in the file.
  var range: Range<Int> { offset..<end }
}

/// A call's line in the file.
struct CallLine: Equatable {
  /// The call's number.
  var number: Int
  /// Where the line stands, without its newline.
  var range: Range<Int>
  /// The number of the line, from 1.
  var line: Int
  /// Where lines stand that tell of its sites being recomputed, without their newlines.
  var recomputed: [Range<Int>] = []
}

extension LogRegion {
  /// The live calls of this region, in order.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes from ``offset`` to ``end``.
  ///   - next: the number of the next region's first call.
  func calls(in bytes: [UInt8], before next: Int, decoder: LogDecoder) -> [CallLine] {
    var calls: [CallLine] = []
    var at = 0
    var line = self.line
    while let newline = bytes.firstNewline(in: at..<bytes.count) {
      at = bytes.afterZeros(at..<newline).lowerBound
      if let number = try? LineHead.call(bytes, at..<newline) {
        calls.append(
          CallLine(number: number, range: offset + at..<offset + newline, line: line))
      } else if newline > at {
        var decoder = decoder
        switch try? decoder.decode(bytes, range: at..<newline) {
        case .rewind(let n, _): while let last = calls.last, last.number >= n { calls.removeLast() }
        case .recompute(let n, _, _):
          if let index = calls.lastIndex(where: { $0.number == n }) {
            calls[index].recomputed.append(offset + at..<offset + newline)
          }
        default: break
        }
      }
      at = newline + 1
      line += 1
    }
    let bound = min(next, limit)
    while let last = calls.last, last.number >= bound { calls.removeLast() }
    return calls
  }
}
