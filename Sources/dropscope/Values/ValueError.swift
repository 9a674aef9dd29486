import DropoutEngine
import TensorFiles

/// Why a text is no value of an option.
///
/// The sentence stands behind the option and the text, which the parser of the command line names:
/// "the value 'x' is invalid for '--calls <n>': it may be a whole number above 0".
enum ValueError: Error, CustomStringConvertible {
  case count
  case countUpTo(Int)
  case rank
  /// A seed where lists are none.
  case number
  case seed
  /// A rate that is no number.
  case rate
  case rateOutOfRange(RateError)
  case layerRate
  case widths
  case shape
  case shapeTooLarge(elements: Int)
  case frameSize
  case speed
  case view(known: [String])
  case tolerance
  /// An input in a form that is not read.
  case inputEnding(String)
  /// Weights in a form that is not read, as PyTorch saves them.
  case weightsEnding(String)
  /// What a dialect's option may be.
  case setting(String)
  case dialect(DialectError)
  /// A kind of dropout, or an option of one.
  case kind(KindError)
  /// A key that does what another does.
  case keyAlias
  /// A panel's rows or columns, by the size of the screen.
  case panel(known: [String])
  /// Rules of the doctor.
  case rules
  /// A finding of the doctor that is accepted.
  case acceptance

  /// What it may be instead.
  var description: String {
    switch self {
    case .count: "it may be a whole number above 0"
    case .rank: "it may be a whole number from 0"
    case .countUpTo(let largest): "it may be a whole number from 1 to \(largest)"
    case .number: "it may be a whole number"
    case .seed: "it may be a whole number, or a list as 1,2,3"
    case .rate: "it may be a number from 0 to 1"
    case .rateOutOfRange(let error): error.description
    case .layerRate: "it may be a probability, or NAME=P for one layer"
    case .widths: "it may be whole numbers above 0, as 128,64"
    case .shape: "it may be whole numbers from 0 on, as 4,5"
    case .shapeTooLarge(let elements): "it may have up to \(elements) elements"
    case .frameSize: "it may be columns x rows from 1x1 to 1000x1000, as 120x40"
    case .speed: "it may be 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64 or max"
    case .view(let known): "it may be \(known.joined(separator: " or "))"
    case .tolerance: "it may be a number from 0 on"
    case .inputEnding(let path): "it may be an .npy, .npz or .csv file\(Self.makingInput(path))"
    case .weightsEnding(let path):
      "it may be a .safetensors or .npz file\(Self.makingWeights(path))"
    case .setting(let needs): "it may be \(needs)"
    case .dialect(let error): error.description
    case .kind(let error): error.description
    case .keyAlias: "it may be a key and the one that it stands for, as p=space"
    case .panel(let known):
      "it may be a screen's size, one of the panels \(known.joined(separator: ", ")) and a number, as"
        + " 120x40:time=8"
    case .rules: "it may be rules from D01 to D15, as D03,D06"
    case .acceptance: "it may be a rule, as D05, or one at a site, as D05:net.drop1"
    }
  }

  private static func makingInput(_ path: String) -> String {
    if path.lowercased().hasSuffix(".tsv") { return ": tr '\\t' ',' <\(path) >x.csv" }
    return ForeignTensors(path: path)?.input(of: path).map { ": \($0)" } ?? ""
  }

  private static func makingWeights(_ path: String) -> String {
    ForeignTensors(path: path)?.weights(of: path).map { ": \($0)" } ?? ""
  }
}
