public import Core
public import Crypto

extension TenantReader {
  /// What a link to a member of staff (an invitation, a new password, new factors) ends with. It follows from the
  /// link's id and a key of the practice: the table keeps its hash alone, and a job can write the mail without a secret
  /// in its payload. Always the same for the same link of the same practice.
  public borrowing func staffLinkToken(_ link: EntityID) throws -> Token {
    guard let token = Token(text: Base64URL.encode(try blindIndex(link.description, of: "staff-link", bytes: 32)))
    else {
      preconditionFailure("32 bytes of base64url are a token")
    }
    return token
  }
}
