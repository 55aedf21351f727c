import CPosix
import Glibc

/// What a supervised process does at its start.
public enum SupervisedChild {
  /// Forbids core dumps and asks to be ended with its parent.
  /// - Throws: `OperatorError` when the parent is gone already or the kernel refuses.
  public static func begin(parent: Int32) throws(OperatorError) {
    guard praxis_forbid_dumps() == 0 else { throw OperatorError("Cannot forbid core dumps: \(Errno.text(errno)).") }
    guard parent == 0 || praxis_die_with_parent(parent) == 0 else {
      throw OperatorError("The supervisor of this process is gone.")
    }
  }

  /// Tells the supervisor that this process now accepts work.
  public static func ready(parent: Int32) {
    if parent != 0 { _ = praxis_tell_parent_ready(parent) }
  }
}
