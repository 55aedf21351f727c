import Core
import Templates

/// What the import says, in the reader's language.
extension Localizer {
  /// Some messages hold another one: the placeholder `problem` is its key.
  func text(_ message: any ImportMessage) -> String {
    var arguments = message.arguments
    if let problem = arguments["problem"] { arguments["problem"] = text(problem, message.arguments) }
    return text(message.messageKey, arguments)
  }
}
