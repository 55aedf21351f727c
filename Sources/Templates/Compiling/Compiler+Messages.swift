/// `{{@key name other=path}}`.
extension Compiler {
  private struct Argument {
    let placeholder: String
    let path: String
  }

  mutating func message(_ tag: Tag, at site: Site) {
    var parts = tag.content.split(separator: " ").map(String.init)
    let key = parts.removeFirst()
    guard let message = catalogs.messages[key] else {
      return report(tag, at: site, "there is no message \"\(key)\"")
    }
    var given: [Argument] = []
    for part in parts {
      guard let argument = Compiler.argument(part), !given.contains(where: { $0.placeholder == argument.placeholder })
      else { return report(tag, at: site, "cannot read the argument \"\(part)\"") }
      given.append(argument)
    }
    let number = phrases.number(of: message)
    guard let slots = slots(of: given, for: message, tag, at: site) else { return }
    emit(Operation(.phrase, number, arguments.count))
    arguments.append(contentsOf: slots)
  }

  /// `count`, `practice.name` for `{name}`, `name=.` or `who=patient.name`.
  private static func argument(_ part: String) -> Argument? {
    let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    switch sides.count {
    case 1:
      guard let name = part.split(separator: ".", omittingEmptySubsequences: false).last, !name.isEmpty else {
        return nil
      }
      return Argument(placeholder: String(name), path: part)
    case 2 where !sides[0].isEmpty && !sides[1].isEmpty: return Argument(placeholder: sides[0], path: sides[1])
    default: return nil
    }
  }

  /// The number that selects the form, if the message has forms, then a slot for each placeholder in the message's order.
  private mutating func slots(of given: [Argument], for message: Message, _ tag: Tag, at site: Site) -> [Slot]? {
    var found: [String: Resolved] = [:]
    for argument in given {
      guard let resolved = resolve(argument.path, tag, at: site) else { return nil }
      guard resolved.kind.isInsertable else {
        let kind = resolved.kind.rawValue
        report(tag, at: site, "\"\(argument.path)\" is declared as \(kind), a message takes text or a number")
        return nil
      }
      found[argument.placeholder] = resolved
    }
    var slots: [Slot] = []
    if message.isPlural {
      guard let first = given.first, let count = found[first.placeholder], count.kind == .number else {
        report(tag, at: site, "\"\(message.key)\" has plural forms, its first argument must be a number")
        return nil
      }
      slots.append(count.slot)
    }
    for (index, argument) in given.enumerated() where !message.placeholders.contains(argument.placeholder) {
      if message.isPlural && index == 0 { continue }
      report(tag, at: site, "\"\(message.key)\" has no placeholder {\(argument.placeholder)}")
      return nil
    }
    for placeholder in message.placeholders {
      guard let resolved = found[placeholder] else {
        report(tag, at: site, "the placeholder {\(placeholder)} of \"\(message.key)\" is not passed")
        return nil
      }
      slots.append(resolved.slot)
    }
    return slots
  }
}
