import Core
import Database
import Routing

/// A password that somebody chooses, with what is wrong with it as a message.
enum NewPassword {
  /// - Parameter own: the person's name and address; the practice's are added.
  static func check(_ password: String, own: [String], _ errors: inout FormErrors, in db: borrowing TenantReader) {
    let practice = db.practice
    let problem = PasswordRules.problem(
      password, own: own + [practice.name, practice.slug], list: db.passwordBlocklist)
    guard let problem else { return }
    errors.refuse("password", "team.password.\(problem.rawValue)", ["least": String(PasswordRules.minimum)])
  }
}
