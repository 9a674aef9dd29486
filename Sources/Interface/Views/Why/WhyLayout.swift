/// Where the panels of the why view stand: a pure function of the size.
struct WhyLayout: Equatable {
  var questions: Rect?
  var words: Rect?
  var units: Rect?
  var means: Rect?
  /// Whether every question has its answer at once.
  var answersAll = false

  init(_ size: Size, time: Int? = nil) {
    guard let body = ScreenFrame(size, time: time)?.body else { return }
    guard body.width >= 72 else {
      stack(body)
      return
    }
    answersAll = body.width >= 150 && body.height >= 40
    let left = answersAll ? 76 : body.width >= 110 ? 40 : body.width * 9 / 20
    let columns = body.columns([.exactly(left), .share(1)])
    splitLeft(columns[0])
    splitRight(columns[1])
  }

  /// One below the other: the units where they have room.
  private mutating func stack(_ body: Rect) {
    let rows = body.height >= 24 ? body.rows([.share(1), .exactly(12)]) : [body]
    questions = rows[0]
    if rows.count > 1 { units = rows[1] }
  }

  private mutating func splitLeft(_ column: Rect) {
    let height = answersAll ? min(40, column.height - 8) : 18
    guard column.height >= height + 6 else {
      questions = column
      return
    }
    let rows = column.rows([.exactly(height), .share(1)])
    (questions, words) = (rows[0], rows[1])
  }

  private mutating func splitRight(_ column: Rect) {
    guard column.height >= 26 else {
      units = column
      return
    }
    let rows = column.rows([.exactly(min(26, column.height * 3 / 5)), .share(1)])
    (units, means) = (rows[0], rows[1])
  }

  /// Every panel there is.
  var all: [Rect] { [questions, words, units, means].compactMap(\.self) }
}
