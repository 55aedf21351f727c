public import Core
public import Crypto

extension TenantReader {
  /// What the link to an offer of the waitlist ends with. It follows from the offer's id and a key of the practice: the
  /// table keeps its hash alone, and a job can write the mail without a secret in its payload.
  public borrowing func offerToken(_ offer: EntityID) throws -> Token {
    guard let token = Token(text: Base64URL.encode(try blindIndex(offer.description, of: "offer-link", bytes: 32)))
    else {
      preconditionFailure("32 bytes of base64url are a token")
    }
    return token
  }
}
