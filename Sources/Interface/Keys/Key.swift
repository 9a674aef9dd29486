/// A key as a person names it.
package enum Key: Sendable, Equatable, Hashable {
  case character(Character)
  case control(Character)
  case enter, escape, tab, backTab, backspace
  case up, down, left, right, shiftLeft, shiftRight
  case home, end, pageUp, pageDown
  case f(Int)
}
