import Glibc

/// Users and groups of the system, by name or number.
enum Accounts {
  static var ownUID: UInt32 { getuid() }

  static func uid(ofUser name: String) throws(OperatorError) -> UInt32 {
    if let number = UInt32(name) { return number }
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      throw OperatorError("There is no user \(name) on this machine.")
    }
    return entry.pw_uid
  }

  static func gid(ofGroup name: String) throws(OperatorError) -> UInt32 {
    if let number = UInt32(name) { return number }
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var buffer = [CChar](repeating: 0, count: 65_536)
    guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      throw OperatorError("There is no group \(name) on this machine.")
    }
    return entry.gr_gid
  }
}
