internal import CFido

/// Passkeys (WebAuthn Level 2) by libfido2: what an authenticator says, read and verified. The challenge, the origin and
/// whose key it is are for the caller to check.
public enum Passkey {
  /// Signature algorithms by their COSE numbers (RFC 9053), in the order we prefer them.
  public enum Algorithm: Int, CaseIterable, Sendable {
    case es256 = -7
    case edDSA = -8
    case rs256 = -257
  }

  /// Why an answer of an authenticator does not count.
  public enum Problem: Error, Sendable, Equatable {
    /// Not the bytes that the standard describes, or of an algorithm we do not take.
    case malformed
    /// Made for another site.
    case otherSite
    /// The device did not see or did not check its user.
    case userNotVerified
    case wrongSignature
  }

  /// A key an authenticator has just made.
  public struct Registration: Sendable, Equatable {
    /// 1 to 1023 bytes.
    public let credentialID: [UInt8]
    public let algorithm: Algorithm
    /// As libfido2 keeps it for the algorithm.
    public let publicKey: [UInt8]
    public let state: State
  }

  /// What an authenticator says with every answer.
  public struct State: Sendable, Equatable {
    /// Rises with every use; 0 for keys that are synchronised between devices.
    public let signCount: UInt32
    /// Kept in more places than one device.
    public let isBackedUp: Bool
  }

  /// Reads a new key out of the authenticator data. With attestation "none" nothing is signed: who sends it is whoever
  /// holds the session.
  /// - Parameter site: the relying party's id, a host name.
  public static func register(authenticatorData: [UInt8], site: String) throws(Problem) -> Registration {
    let state = try state(of: authenticatorData, site: site)
    for algorithm in Algorithm.allCases {
      if let key = credential(authenticatorData, algorithm) {
        return Registration(credentialID: key.id, algorithm: algorithm, publicKey: key.publicKey, state: state)
      }
    }
    throw .malformed
  }

  private static func credential(
    _ data: [UInt8], _ algorithm: Algorithm
  ) -> (id: [UInt8], publicKey: [UInt8])? {
    var made = fido_cred_new()
    defer { fido_cred_free(&made) }
    guard let made, fido_cred_set_type(made, Int32(algorithm.rawValue)) == FIDO_OK,
      fido_cred_set_authdata_raw(made, data, data.count) == FIDO_OK,
      let id = fido_cred_id_ptr(made), let key = fido_cred_pubkey_ptr(made)
    else { return nil }
    return (
      Array(UnsafeBufferPointer(start: id, count: fido_cred_id_len(made))),
      Array(UnsafeBufferPointer(start: key, count: fido_cred_pubkey_len(made)))
    )
  }

  /// Verifies a signature over authenticator data and the hash of the client data.
  public static func verify(
    authenticatorData: [UInt8], clientDataHash: [UInt8], signature: [UInt8], algorithm: Algorithm,
    publicKey: [UInt8], site: String
  ) throws(Problem) -> State {
    let state = try state(of: authenticatorData, site: site)
    var assertion = fido_assert_new()
    defer { fido_assert_free(&assertion) }
    guard let assertion, fido_assert_set_clientdata_hash(assertion, clientDataHash, clientDataHash.count) == FIDO_OK,
      fido_assert_set_rp(assertion, site) == FIDO_OK, fido_assert_set_count(assertion, 1) == FIDO_OK,
      fido_assert_set_authdata_raw(assertion, 0, authenticatorData, authenticatorData.count) == FIDO_OK,
      fido_assert_set_sig(assertion, 0, signature, signature.count) == FIDO_OK,
      fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK, fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK
    else { throw .malformed }
    guard verify(assertion, algorithm, publicKey) else { throw .wrongSignature }
    return state
  }

  private static func verify(_ assertion: OpaquePointer, _ algorithm: Algorithm, _ publicKey: [UInt8]) -> Bool {
    let type = Int32(algorithm.rawValue)
    switch algorithm {
    case .es256:
      var key = es256_pk_new()
      defer { es256_pk_free(&key) }
      guard let key, es256_pk_from_ptr(key, publicKey, publicKey.count) == FIDO_OK else { return false }
      return fido_assert_verify(assertion, 0, type, UnsafeRawPointer(key)) == FIDO_OK
    case .edDSA:
      var key = eddsa_pk_new()
      defer { eddsa_pk_free(&key) }
      guard let key, eddsa_pk_from_ptr(key, publicKey, publicKey.count) == FIDO_OK else { return false }
      return fido_assert_verify(assertion, 0, type, UnsafeRawPointer(key)) == FIDO_OK
    case .rs256:
      var key = rs256_pk_new()
      defer { rs256_pk_free(&key) }
      guard let key, rs256_pk_from_ptr(key, publicKey, publicKey.count) == FIDO_OK else { return false }
      return fido_assert_verify(assertion, 0, type, UnsafeRawPointer(key)) == FIDO_OK
    }
  }

  /// WebAuthn Level 2, section 6.1: hash of the relying party's id (32 bytes), flags, counter (4 bytes, big endian).
  private static func state(of data: [UInt8], site: String) throws(Problem) -> State {
    guard data.count >= 37 else { throw .malformed }
    guard Digest.areEqual(Array(data[..<32]), Digest.sha256(Array(site.utf8))) else { throw .otherSite }
    let flags = data[32]
    let (userPresent, userVerified, backedUp): (UInt8, UInt8, UInt8) = (0x01, 0x04, 0x10)
    guard flags & userPresent != 0, flags & userVerified != 0 else { throw .userNotVerified }
    let count = data[33..<37].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return State(signCount: count, isBackedUp: flags & backedUp != 0)
  }
}
