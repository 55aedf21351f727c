/// Puts the values that a template uses of a model on the stack, in the order of their slots.
protocol Filler: AnyObject, Sendable {}

final class ModelFiller<Model: TemplateModel>: Filler {
  private let all: @Sendable (Model, inout [Value]) -> Void

  /// Makes one function of the getters: going through a list of a generic type costs more than they do.
  init(getters: [@Sendable (Model) -> Value]) {
    var all: @Sendable (Model, inout [Value]) -> Void = { _, _ in }
    for getter in getters {
      let earlier = all
      all = { model, values in
        earlier(model, &values)
        values.append(getter(model))
      }
    }
    self.all = all
  }

  func fill(_ model: Model, into values: inout [Value]) { all(model, &values) }

  /// The compiler made the filler from the field whose values it is used on, so the type is known to fit.
  static func of(_ filler: any Filler) -> ModelFiller {
    guard let typed = filler as? ModelFiller else {
      preconditionFailure("a section over \(Model.self) was compiled for another type")
    }
    return typed
  }
}
