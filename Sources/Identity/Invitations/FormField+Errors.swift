import Routing

extension FormField {
  /// With what is wrong with it, in the language of the request.
  init(_ id: String, _ value: String, _ errors: FormErrors, _ call: Call) {
    self.init(id: id, value: value, error: errors.message(for: id, in: call.text))
  }
}
