/// One name that templates may use on `Model`, with what it yields.
public struct Field<Model: TemplateModel>: Sendable {
  let name: String
  let kind: FieldKind
  let value: @Sendable (Model) -> Value
  /// The names inside, for a list or an object. Made on demand, because models may nest themselves.
  let child: (@Sendable () -> Frame)?
  /// For an object: this field followed by one of the object's, `patient.name`.
  let through: (@Sendable (String) -> Field?)?
  /// The declared fields that a use of this one needs; more than one after `through`.
  let uses: [FieldUse]

  init(
    _ name: String, _ kind: FieldKind, child: (@Sendable () -> Frame)? = nil,
    through: (@Sendable (String) -> Field?)? = nil, uses: [FieldUse]? = nil,
    value: @escaping @Sendable (Model) -> Value
  ) {
    self.name = name
    self.kind = kind
    self.child = child
    self.through = through
    self.uses = uses ?? [FieldUse(model: ObjectIdentifier(Model.self), name: name)]
    self.value = value
  }
}

extension Field {
  /// Text that is always there: `{{name}}`. Not for sections.
  public static func text(_ name: StaticString, _ get: @escaping @Sendable (Model) -> String) -> Field {
    Field(name.description, .text) { .text(get($0)) }
  }

  /// Text that may lack. Nil shows nothing and is falsy; empty text is there. `{{#note}}<p>{{.}}</p>{{/note}}`
  public static func optionalText(_ name: StaticString, _ get: @escaping @Sendable (Model) -> String?) -> Field {
    Field(name.description, .optionalText) { get($0).map(Value.text) ?? .missing }
  }

  /// A count or an identifier, shown in plain digits. 0 is falsy. The only kind that selects a plural form.
  public static func number(_ name: StaticString, _ get: @escaping @Sendable (Model) -> Int) -> Field {
    Field(name.description, .number) { .number(get($0)) }
  }

  /// For sections only.
  public static func flag(_ name: StaticString, _ get: @escaping @Sendable (Model) -> Bool) -> Field {
    Field(name.description, .flag) { .flag(get($0)) }
  }

  /// Markup, the only kind for `{{{name}}}`.
  public static func html(_ name: StaticString, _ get: @escaping @Sendable (Model) -> SafeHTML) -> Field {
    Field(name.description, .html) { .html(get($0)) }
  }

  /// Markup that may lack. Nil shows nothing and is falsy: `{{#map}}<div>{{{map}}}</div>{{/map}}`
  public static func optionalHTML(_ name: StaticString, _ get: @escaping @Sendable (Model) -> SafeHTML?) -> Field {
    Field(name.description, .optionalHTML) { get($0).map(Value.html) ?? .missing }
  }

  /// `{{#tags}}<li>{{.}}</li>{{/tags}}`
  public static func strings(_ name: StaticString, _ get: @escaping @Sendable (Model) -> [String]) -> Field {
    Field(name.description, .strings) { .strings(get($0)) }
  }

  /// `{{#rows}}{{start}}{{/rows}}`: the names inside are looked up in the element first, then around the section.
  public static func list<Element: TemplateModel>(
    _ name: StaticString, _ get: @escaping @Sendable (Model) -> [Element]
  ) -> Field {
    Field(name.description, .list, child: { ModelFrame<Element>() }, value: { .items(ListItems(get($0))) })
  }

  /// Entered as a section when it is there, or used with a dot: `{{patient.name}}`. Nil shows nothing and is falsy.
  ///
  /// Inlinable: a feature's own copy of the getter knows both types and need not look them up each time.
  @inlinable
  public static func object<Element: TemplateModel>(
    _ name: StaticString, _ get: @escaping @Sendable (Model) -> Element?
  ) -> Field {
    object(
      name.description, fields: { Element.fields }, get: get,
      value: { model in
        guard let element = get(model) else { return .missing }
        return .items(ObjectItem(element))
      })
  }

  @usableFromInline
  static func object<Element: TemplateModel>(
    _ name: String, fields: @escaping @Sendable () -> [Field<Element>],
    get: @escaping @Sendable (Model) -> Element?, value: @escaping @Sendable (Model) -> Value
  ) -> Field {
    let through: @Sendable (String) -> Field? = { part in
      fields().first { $0.name == part }.map { Field.dotted(name, get, $0) }
    }
    return Field(
      name, .object, child: { ModelFrame<Element>(fields: fields()) }, through: through,
      value: value)
  }

  /// `outer.inner`; nothing when the outer object is nil. What was always there may then lack.
  private static func dotted<Element: TemplateModel>(
    _ outer: String, _ get: @escaping @Sendable (Model) -> Element?, _ inner: Field<Element>
  ) -> Field {
    let use = FieldUse(model: ObjectIdentifier(Model.self), name: outer)
    let value = inner.value
    let next = inner.through
    let deeper: @Sendable (String) -> Field? = { part in next?(part).map { dotted(outer, get, $0) } }
    return Field(
      "\(outer).\(inner.name)", inner.kind.behindObject, child: inner.child, through: next == nil ? nil : deeper,
      uses: [use] + inner.uses
    ) { model in get(model).map(value) ?? .missing }
  }
}
