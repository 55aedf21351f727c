/// Puts the values that a template uses of a model on the stack, in the order of their slots.
protocol Filler: Sendable {}

struct ModelFiller<Model: TemplateModel>: Filler {
  let getters: [@Sendable (Model) -> Value]

  func fill(_ model: Model, into values: inout [Value]) {
    for getter in getters { values.append(getter(model)) }
  }

  /// The compiler made the filler from the field whose values it is used on, so the type is known to fit.
  static func of(_ filler: any Filler) -> ModelFiller {
    guard let typed = filler as? ModelFiller else {
      preconditionFailure("a section over \(Model.self) was compiled for another type")
    }
    return typed
  }
}
