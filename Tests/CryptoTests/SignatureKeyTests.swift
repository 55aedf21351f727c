import Core
import Crypto
import Testing

/// Signatures as JSON Web Tokens carry them, held against the examples of RFC 7515, appendices A.2 and A.3.
@Suite struct SignatureKeyTests {
  private func bytes(_ text: String) throws -> [UInt8] { try #require(Base64URL.decode(text)) }

  private let rsaModulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pC"
    + "gNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg6"
    + "65xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRW"
    + "yuXpoQ"
  private let rsaMessage =
    "eyJhbGciOiJSUzI1NiJ9."
    + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  private let rsaSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    + "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    + "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    + "Ge77Rw"
  private let ecX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
  private let ecY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
  private let ecMessage =
    "eyJhbGciOiJFUzI1NiJ9."
    + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  private let ecSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

  @Test func takesTheExamplesOfTheStandard() throws {
    let rsa = try #require(SignatureKey(modulus: bytes(rsaModulus), exponent: [1, 0, 1]))
    #expect(rsa.accepts(try bytes(rsaSignature), of: Array(rsaMessage.utf8)))
    let ec = try #require(SignatureKey(x: bytes(ecX), y: bytes(ecY)))
    #expect(ec.accepts(try bytes(ecSignature), of: Array(ecMessage.utf8)))
  }

  @Test func refusesEveryChangedByte() throws {
    let ec = try #require(SignatureKey(x: bytes(ecX), y: bytes(ecY)))
    let rsa = try #require(SignatureKey(modulus: bytes(rsaModulus), exponent: [1, 0, 1]))
    for (key, signature, message) in [(ec, ecSignature, ecMessage), (rsa, rsaSignature, rsaMessage)] {
      let (signature, message) = (try bytes(signature), Array(message.utf8))
      for index in stride(from: 0, to: signature.count, by: 5) {
        var changed = signature
        changed[index] ^= 1
        #expect(!key.accepts(changed, of: message), "byte \(index) of the signature")
      }
      for index in stride(from: 0, to: message.count, by: 11) {
        var changed = message
        changed[index] ^= 1
        #expect(!key.accepts(signature, of: changed), "byte \(index) of the message")
      }
      #expect(!key.accepts(signature + [0], of: message) && !key.accepts([], of: message))
      #expect(!key.accepts(Array(signature.dropLast()), of: message))
    }
    #expect(!rsa.accepts(try bytes(ecSignature), of: Array(ecMessage.utf8)))
  }

  @Test func refusesWeakKeysAndPointsOffTheCurve() throws {
    #expect(SignatureKey(modulus: Array(repeating: 0xff, count: 128), exponent: [1, 0, 1]) == nil, "1024 bits")
    #expect(SignatureKey(modulus: Array(repeating: 0xff, count: 1025), exponent: [1, 0, 1]) == nil)
    #expect(SignatureKey(modulus: try bytes(rsaModulus), exponent: []) == nil)
    var y = try bytes(ecY)
    y[31] ^= 1
    #expect(SignatureKey(x: try bytes(ecX), y: y) == nil)
    #expect(SignatureKey(x: try bytes(ecX), y: [1]) == nil)
  }
}
