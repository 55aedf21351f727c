public import Core
internal import Crypto

/// The link in a mail with which a patient changes or cancels an appointment, without an account.
///
/// `/<practice slug>/visit/<appointment id>/<sequence>-<mac>`. The mac is keyed by the practice, so nothing is stored,
/// and covers the sequence, so a link grows old when the appointment moves.
extension TenantReader {
  /// The last segment of the link: `<sequence>-<base64url of 32 bytes>`.
  public borrowing func manageToken(_ appointment: AppointmentID, sequence: Int) throws -> String {
    let mac = try blindIndex("\(appointment):\(sequence)", of: "manage", bytes: 32)
    return "\(sequence)-" + Base64URL.encode(mac)
  }

  /// The sequence a token was made for; nil unless it is exactly what ``manageToken(_:sequence:)`` gives for this
  /// appointment of this practice. Whether that sequence is still the appointment's own is for the caller to see.
  public borrowing func verifyManageToken(_ token: String, for appointment: AppointmentID) throws -> Int? {
    let number = token.utf8.prefix { $0 != UInt8(ascii: "-") }
    guard let sequence = Decimal.parse(String(decoding: number, as: UTF8.self)) else { return nil }
    let expected = try manageToken(appointment, sequence: sequence)
    return Digest.areEqual(Array(token.utf8), Array(expected.utf8)) ? sequence : nil
  }

  /// The whole path, to stand behind the configured base URL.
  public borrowing func managePath(_ appointment: AppointmentID, sequence: Int) throws -> String {
    "/\(practice.slug)/visit/\(appointment)/" + (try manageToken(appointment, sequence: sequence))
  }
}
