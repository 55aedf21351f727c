public import Templates

/// Puts the controls of a form together, in the order they are shown.
public struct FormBuilder {
  private let text: Localizer
  private let values: FormValues
  private let stored: FormValues?
  private let errors: FormErrors
  public private(set) var controls: [FormControl] = []

  /// - Parameter stored: what somebody else saved meanwhile, after a conflict.
  public init(_ text: Localizer, _ values: FormValues, stored: FormValues? = nil, errors: FormErrors = FormErrors()) {
    self.text = text
    self.values = values
    self.stored = stored
    self.errors = errors
  }

  /// `label` and `hint` are keys of messages.
  public mutating func line(
    _ id: String, type: String = "text", _ label: String, hint: String? = nil, isRequired: Bool = false
  ) { add(id, .line(type: type), label, hint, isRequired) }

  public mutating func number(
    _ id: String, _ range: ClosedRange<Int>, step: Int = 1, _ label: String, hint: String? = nil
  ) { add(id, .number(range, step: step), label, hint, true) }

  public mutating func area(_ id: String, _ label: String, hint: String? = nil, isRequired: Bool = false) {
    add(id, .area, label, hint, isRequired)
  }

  public mutating func check(_ id: String, _ label: String, hint: String? = nil) { add(id, .check, label, hint, false) }

  /// - Parameter options: value and label of each.
  public mutating func choice(
    _ id: String, _ options: [(value: String, label: String)], _ label: String, hint: String? = nil
  ) {
    let chosen = options.map { FormOption(value: $0.value, label: $0.label, isChosen: $0.value == values[id]) }
    let other = stored.flatMap { stored in
      stored[id] == values[id] ? nil : options.first { $0.value == stored[id] }?.label ?? stored[id]
    }
    add(id, .choice(chosen), label, hint, true, stored: other)
  }

  public mutating func checks(
    _ id: String, _ options: [(value: String, label: String)], _ label: String, hint: String? = nil
  ) {
    let chosen = values.group(id)
    let made = options.map { FormOption(value: $0.value, label: $0.label, isChosen: chosen.contains($0.value)) }
    let others = stored.flatMap { stored in
      stored.group(id) == chosen ? nil : options.filter { stored.group(id).contains($0.value) }.map(\.label)
    }
    add(id, .checks(made), label, hint, false, stored: others.map { $0.isEmpty ? "–" : $0.joined(separator: ", ") })
  }

  private mutating func add(
    _ id: String, _ kind: FormControl.Kind, _ label: String, _ hint: String?, _ isRequired: Bool,
    stored given: String? = nil
  ) {
    controls.append(
      FormControl(
        id: id, kind: kind, label: text.text(label), hint: hint.map { text.text($0) }, value: values[id],
        error: errors.message(for: id, in: text), stored: given ?? storedText(id, kind), isRequired: isRequired))
  }

  private func storedText(_ id: String, _ kind: FormControl.Kind) -> String? {
    guard let stored, stored[id] != values[id] else { return nil }
    switch kind {
    case .check: return text.text(stored.isOn(id) ? "forms.yes" : "forms.no")
    case .line, .number, .area: return stored[id].isEmpty ? "–" : stored[id]
    case .choice, .checks: return nil
    }
  }
}
