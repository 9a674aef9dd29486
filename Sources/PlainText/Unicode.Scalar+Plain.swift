extension Unicode.Scalar {
  /// Whether a terminal shows this scalar for what it is, without obeying or hiding it.
  ///
  /// Not plain are control characters (C0, DEL, C1), the marks that reorder text (U+061C,
  /// U+200E, U+200F, U+202A...U+202E, U+2066...U+2069), the separators of lines and paragraphs,
  /// all other format characters, whatever is invisible by default, and code points for private
  /// use or without a meaning. Joiners are no exception, so an emoji of several people falls apart
  /// into them; only U+FE0E and U+FE0F, which choose how an emoji is drawn, may stay.
  package var isPlain: Bool {
    if isASCII { return value >= 0x20 && value != 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      return false
    default:
      return !properties.isDefaultIgnorableCodePoint || value == 0xFE0E || value == 0xFE0F
    }
  }
}
