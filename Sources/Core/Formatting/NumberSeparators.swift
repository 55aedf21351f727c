/// What stands between digits. CLDR 46, `numbers/symbols`.
struct NumberSeparators: Sendable {
  let decimal: Unicode.Scalar
  let group: Unicode.Scalar
  var decimalByte: UInt8 { UInt8(ascii: decimal) }
  var groupByte: UInt8 { UInt8(ascii: group) }
}

extension Language {
  var numberSeparators: NumberSeparators {
    switch self {
    case .en, .he: NumberSeparators(decimal: ".", group: ",")
    case .de: NumberSeparators(decimal: ",", group: ".")
    }
  }
}
