import DropoutEngine

/// Where the panels of the first view stand: a pure function of the screen's size and of what there
/// is to show.
///
/// All rectangles lie inside the screen, hold at least one cell and share none. Larger screens have
/// more panels, smaller ones fewer; below ``ScreenFrame/least`` there are none.
struct MasksLayout: Equatable {
  var frame: ScreenFrame?
  var network: Rect?
  /// The whole batch's mask, of the selected site and of those after it.
  var batches: [Rect] = []
  var numbers: Rect?
  /// Before, masked, after: of the selected site, and of those after it.
  var histograms: [[Rect]] = []
  /// The three stages in one line.
  var line: Rect?

  /// What a layout must find room for.
  struct Content: Equatable {
    /// A mask is shown whole, so that there is no batch beside it.
    var isWhole = false
    /// There is more than one sample.
    var hasBatch = true
    /// Sites that can be shown below each other.
    var sites = 1
    /// Rows that a whole tensor takes.
    var rows = 8
    /// What it is drawn as, where that is tiles.
    var tiles: TilePicture?
    /// Whether two values can be told apart in one cell.
    var hasHalves = true
  }

  /// Rows of the network's boxes with kept and gauge under eight rows of units.
  private static let network = 12
  private static let batch = 10
  private static let leastHistogram = 7
  /// Columns of the table of numbers without those of the session.
  static let leastNumbers = 42
  /// Columns of the table with all of one site.
  static let naturalNumbers = 50

  /// - Parameter expanded: the one panel that takes the whole body.
  init(_ size: Size, _ content: Content, expanded: ScreenState.Panel? = nil, time: Int? = nil) {
    guard let frame = ScreenFrame(size, time: time) else { return }
    self.frame = frame
    let body = frame.body
    switch expanded {
    case .network: network = body
    case .batch: batches = [body]
    case .numbers: numbers = body
    case .histograms: histograms = [MasksLayout.thirds(body)]
    case .time: break
    case nil: split(body, content)
    }
  }

  /// Every panel there is.
  var all: [Rect] {
    [network, numbers, line].compactMap(\.self) + batches + histograms.flatMap(\.self)
  }

  private mutating func split(_ body: Rect, _ content: Content) {
    let heights = Heights(body, content)
    let rows = body.rows([
      .exactly(heights.network), .exactly(heights.batch), .exactly(heights.line),
      .exactly(heights.histograms), .exactly(heights.more),
    ])
    if heights.network > 0 { network = rows[0] }
    if heights.batch > 0 { place(rows[1], content) }
    if heights.line > 0 { line = rows[2] }
    if heights.histograms > 0 { histograms.append(MasksLayout.thirds(rows[3])) }
    if heights.more > 0 { histograms.append(MasksLayout.thirds(rows[4])) }
    if content.isWhole, let whole = network, heights.hasNumbersBeside {
      let parts = whole.columns([.share(1), .exactly(MasksLayout.naturalNumbers)])
      (network, numbers) = (parts[0], parts[1])
    }
  }

  /// The batch, where there is room the next site's too, and the numbers.
  private mutating func place(_ row: Rect, _ content: Content) {
    guard content.hasBatch, row.width >= MasksLayout.leastNumbers + 24 else {
      // Where only one of both fits, the numbers do.
      if row.width >= MasksLayout.leastNumbers { numbers = row } else { batches = [row] }
      return
    }
    let isWide = row.width >= 180 && content.sites > 1
    if isWide {
      let parts = row.columns([.share(7), .share(4), .exactly(90)])
      batches = [parts[0], parts[1]]
      numbers = parts[2]
    } else {
      let wanted = row.width >= 116 ? MasksLayout.naturalNumbers : MasksLayout.leastNumbers
      let parts = row.columns([.share(1), .exactly(wanted)])
      batches = [parts[0]]
      numbers = parts[1]
    }
  }

  /// How the rows of the body are shared out.
  private struct Heights {
    var network = 0
    var batch = 0
    var line = 0
    var histograms = 0
    var more = 0
    var hasNumbersBeside = false

    init(_ body: Rect, _ content: Content) {
      let height = body.height
      if height < 16 {
        // The stages in a line, where the network keeps most of the rows.
        line = height >= 7 ? 1 : 0
        network = height - line
      } else if content.isWhole {
        splitWhole(body, content)
      } else if height < MasksLayout.network + MasksLayout.batch + MasksLayout.leastHistogram {
        let least = MasksLayout.leastHistogram
        let spare = max(0, height - MasksLayout.network - least)
        histograms = least + min(4, spare / 2)
        network = height - histograms
      } else {
        splitAll(height, content, isWide: body.width >= 150)
      }
    }

    private mutating func splitWhole(_ body: Rect, _ content: Content) {
      var wanted = content.rows + 4
      if let tiles = content.tiles {
        // As if the numbers stood beside them: the room that they have, and what they take of it.
        let width = body.width >= 110 ? body.width - MasksLayout.naturalNumbers : body.width
        let room = Rect(
          x: 0, y: 0, width: max(1, width - 4),
          height: max(1, body.height - MasksLayout.leastHistogram - 4))
        wanted = (tiles.layout(in: room, pairs: content.hasHalves)?.height ?? content.rows) + 5
      }
      histograms = min(13, max(MasksLayout.leastHistogram, body.height - wanted))
      network = body.height - histograms
      hasNumbersBeside = body.width >= 110 && network >= MasksLayout.batch
    }

    private mutating func splitAll(_ height: Int, _ content: Content, isWide: Bool) {
      (network, batch) = (MasksLayout.network, MasksLayout.batch)
      var left = height - network - batch
      if content.sites > 1, left >= 2 * 9 + 2, isWide {
        batch += 2
        left -= 2
        histograms = left / 2
        more = left - histograms
        return
      }
      histograms = min(left, 9)
      left -= histograms
      // Then in turn: batch, histograms, network.
      let shares = (batch: min(left, left / 3 + left % 3), histograms: left / 3)
      batch += shares.batch
      histograms += shares.histograms
      network += left - shares.batch - shares.histograms
    }
  }

  /// Three of one width, so that one axis fits all; what three do not divide is left between them.
  static func thirds(_ row: Rect) -> [Rect] {
    let gap = [0, 2, 1][row.width % 3]
    let width = (row.width - 2 * gap) / 3
    return (0..<3).map {
      Rect(x: row.x + $0 * (width + gap), y: row.y, width: width, height: row.height)
    }
  }
}

extension MasksLayout.Content {
  init(_ arrival: Arrival?, _ look: Look) {
    guard let arrival else { return }
    hasHalves = look.hasHalves
    isWhole = arrival.header.showsWholeTensor
    sites = max(1, min(2, arrival.call.sites.count))
    hasBatch = arrival.call.sites.isEmpty || arrival.call.sites.contains { $0.samples > 1 }
    if isWhole, let site = arrival.call.sites.first {
      switch arrival.picture(site) {
      case .units: rows = max(1, site.maskElements / max(1, site.maskColumns))
      case .path: rows = 9
      case .tiles(let picture): (rows, tiles) = (picture.size.height, picture)
      }
    }
  }
}
