/// How many colours the terminal shows.
package enum ColorDepth: String, CaseIterable, Sendable {
  case none
  case ansi8 = "8"
  case ansi16 = "16"
  case palette256 = "256"
  case direct
}
