/// What a getter hands to the renderer.
@usableFromInline
enum Value {
  case missing
  case text(String)
  case number(Int)
  case flag(Bool)
  case html(SafeHTML)
  case strings([String])
  case items(Items)

  /// What `{{#x}}` enters and `{{^x}}` does not: text that is there (also empty text), a number other than 0, a list
  /// with elements, an object.
  var isTruthy: Bool {
    switch self {
    case .missing: false
    case .text, .html: true
    case .number(let number): number != 0
    case .flag(let flag): flag
    case .strings(let strings): !strings.isEmpty
    case .items(let items): !items.isEmpty
    }
  }
}

/// The elements of a list or the one object of a section, without their type.
@usableFromInline
class Items {
  var isEmpty: Bool { true }

  /// Renders the section's body once an element, with the element's values on top of the stack.
  func render(_ body: Range<Int>, filler: any Filler, in renderer: inout Renderer) {}
}

final class ListItems<Element: TemplateModel>: Items {
  private let elements: [Element]

  init(_ elements: [Element]) {
    self.elements = elements
  }

  override var isEmpty: Bool { elements.isEmpty }

  override func render(_ body: Range<Int>, filler: any Filler, in renderer: inout Renderer) {
    let filler = ModelFiller<Element>.of(filler)
    for element in elements {
      let base = renderer.push()
      filler.fill(element, into: &renderer.values)
      renderer.run(body)
      renderer.pop(to: base)
    }
  }
}

@usableFromInline
final class ObjectItem<Element: TemplateModel>: Items {
  private let element: Element

  @usableFromInline
  init(_ element: Element) {
    self.element = element
  }

  override var isEmpty: Bool { false }

  override func render(_ body: Range<Int>, filler: any Filler, in renderer: inout Renderer) {
    let base = renderer.push()
    ModelFiller<Element>.of(filler).fill(element, into: &renderer.values)
    renderer.run(body)
    renderer.pop(to: base)
  }
}
