/// Which addresses a connection may be opened to. Asked for every address, after the name was resolved.
enum EgressRule: Sendable {
  /// The host was named by an operator, so every address is fine.
  case anywhere
  /// Hosts named by users: the public internet only.
  case globalOnly
  case globalOrLoopback
  case loopbackOnly

  func allows(_ address: IPAddress) -> Bool {
    switch self {
    case .anywhere: true
    case .globalOnly: address.reach == .global
    case .globalOrLoopback: address.reach != .restricted
    case .loopbackOnly: address.reach == .loopback
    }
  }
}
