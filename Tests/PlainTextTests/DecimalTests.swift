import Testing

@testable import PlainText

@Suite struct DecimalTests {
  @Test(arguments: [
    (0.16649, 3, "0.166"), (0.0005, 3, "0.001"), (2.5, 0, "3"), (-0.0004, 3, "0.000"),
    (-0.0006, 3, "-0.001"), (0, 2, "0.00"), (12, 2, "12.00"), (1e14, 1, "100000000000000.0"),
    (123_456.789, 9, "123456.789000000"), (1e15, 2, "1000000000000000.0"), (1e17, 2, "1e+17"),
    (-2.5e300, 2, "-2.5e+300"),
    (9e14, 9, "900000000000000.0"), (.nan, 2, "nan"), (.infinity, 2, "inf"),
    (-.infinity, 0, "-inf"),
    (1.5, -1, "2"), (0.123_456_789_01, 12, "0.123456789"),
  ])
  func `a number has exactly the places asked for`(value: Double, places: Int, text: String) {
    #expect(decimal(value, places) == text)
  }

  @Test(arguments: [
    (0.1875, 4, "0.1875"), (12.5, 3, "12.5"), (3, 4, "3"), (100, 1, "100"), (100, 0, "100"),
    (-0.00001, 4, "0"), (1e20, 2, "1e+20"), (.nan, 2, "nan"),
  ])
  func `zeros at the end are left out where asked for`(value: Double, places: Int, text: String) {
    #expect(shortDecimal(value, places) == text)
  }
}
