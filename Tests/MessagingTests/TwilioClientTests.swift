import Core
import Foundation
@testable import Messaging
import Outbound
import TestSupport
import Testing

/// The adapter against a fake whose signatures are the official package's.
@Suite struct TwilioClientTests {
  private struct Asked: Decodable {
    let fields: [String: String]
    let status: Int
    let sid: String?
  }
  private let peer: (process: ChildProcess, port: Int)
  private let client: TwilioClient
  private var base: String { "http://127.0.0.1:\(peer.port)" }

  init() throws {
    peer = try Peer.serve("twilio_peer.py")
    client = TwilioClient(
      http: HTTPClient(allowsLoopback: true, bodyLimit: 65_536, timeout: 2000), baseURL: "http://127.0.0.1:\(peer.port)"
    )
  }

  private func carrier(_ sender: String = "+4915799999999") -> Carrier {
    Carrier(
      id: .make(), isOn: true, account: Clinic.account, hasToken: true, smsSender: sender, whatsAppSender: "",
      country: "", version: 1)
  }
  private func text(_ number: String, _ body: String = "Grüße & <50 %> שלום\nSTOP") -> OutgoingText {
    OutgoingText(
      channel: .sms, to: number, body: body, statusAddress: "https://praxis.example/hooks/carrier/lane/notices/1")
  }
  private func asked() throws -> Asked {
    try JSONDecoder().decode(Asked.self, from: Data(try peer.process.line().utf8))
  }

  @Test func aTextArrivesAsItWasWritten() throws {
    let result = client.send(text("+4915123456789"), carrier(), token: Clinic.token)
    let asked = try asked()
    #expect(result == .accepted(id: try #require(asked.sid), segments: 2))
    #expect(
      asked.fields == [
        "To": "+4915123456789", "From": "+4915799999999", "Body": "Grüße & <50 %> שלום\nSTOP",
        "StatusCallback": "https://praxis.example/hooks/carrier/lane/notices/1",
      ])
    let service = "MG" + String(repeating: "0a", count: 16)
    _ = client.send(text("+4915123456789"), carrier(service), token: Clinic.token)
    let other = try self.asked().fields
    #expect(other["MessagingServiceSid"] == service && other["From"] == nil)
  }

  private struct Form: Decodable { let fields: [String: String] }

  /// By WhatsApp in approved words: field by field what the official package posts for the same message.
  @Test func whatsAppIsAskedAsTheOfficialPackageAsks() throws {
    let content = ApprovedContent(
      id: "HX" + String(repeating: "0b", count: 16),
      values: ["Praxis \"Grün\" & <Co>", "Di,\n9. März", "", "https://x/y"])
    let message = OutgoingText(
      channel: .whatsapp, to: "+4915123456789", body: "", statusAddress: "https://praxis.example/hooks/1",
      content: content)
    let account = Carrier(
      id: .make(), isOn: true, account: Clinic.account, hasToken: true,
      smsSender: "MG" + String(repeating: "0", count: 32),
      whatsAppSender: "+4915788888888", country: "", version: 1)
    let result = client.send(message, account, token: Clinic.token)
    let asked = try asked()
    #expect(result == .accepted(id: try #require(asked.sid), segments: 2))
    let variables = try JSONDecoder().decode(
      [String: String].self, from: Data(try #require(asked.fields["ContentVariables"]).utf8))
    #expect(variables == ["1": "Praxis \"Grün\" & <Co>", "2": "Di, 9. März", "3": "-", "4": "https://x/y"])
    let arguments: [String: Any] = [
      "account": Clinic.account,
      "arguments": [
        "to": "whatsapp:+4915123456789", "from_": "whatsapp:+4915788888888", "content_sid": content.id,
        "content_variables": content.variables, "status_callback": "https://praxis.example/hooks/1",
      ],
    ]
    let request = HTTPRequest(
      .post, base + "/form", headers: [("Content-Type", "application/json")],
      body: Array(try JSONSerialization.data(withJSONObject: arguments)))
    guard case .response(let response) = HTTPClient(allowsLoopback: true).send(request) else {
      throw TestFailure("the peer does not answer")
    }
    #expect(try JSONDecoder().decode(Form.self, from: Data(response.body)).fields == asked.fields)
  }

  @Test(arguments: [("0001", 21211), ("0003", 21408), ("0004", 21610), ("0009", 21614)])
  func whatTheCarrierRefusesIsFinal(ending: String, code: Int) throws {
    guard case .refused(let found, let words) = client.send(text("+1500555" + ending), carrier(), token: Clinic.token)
    else { throw TestFailure("\(ending) was not refused") }
    #expect(found == code && !words.isEmpty)
  }

  @Test func aBusyCarrierAndAWrongTokenAreTriedAgain() throws {
    for (ending, words) in [("0029", "20429 Too many requests"), ("0030", "20503 Service unavailable")] {
      #expect(client.send(text("+1500555" + ending), carrier(), token: Clinic.token) == .tryLater(words))
    }
    #expect(client.send(text("+4915123456789"), carrier(), token: "wrong") == .tryLater("20003 Authenticate"))
    let nobody = TwilioClient(http: HTTPClient(allowsLoopback: true, timeout: 2000), baseURL: "http://127.0.0.1:9")
    guard case .tryLater = nobody.send(text("+4915123456789"), carrier(), token: Clinic.token) else {
      throw TestFailure("nothing was sent, so it can be sent again")
    }
  }

  @Test func anAnswerThatMayHaveBeenLostIsNotKnown() throws {
    #expect(
      client.send(text("+15005550050"), carrier(), token: Clinic.token) == .unknown("20500 Internal server error"))
    #expect(client.send(text("+15005550099"), carrier(), token: Clinic.token) == .unknown("no answer in time"))
  }

  private struct Signed: Decodable { let signature: String }
  private func official(_ url: String, _ fields: [String: String], _ token: String) throws -> String {
    let asked = try JSONSerialization.data(withJSONObject: ["url": url, "fields": fields, "token": token])
    let request = HTTPRequest(
      .post, base + "/sign", headers: [("Content-Type", "application/json")], body: Array(asked))
    guard case .response(let response) = HTTPClient(allowsLoopback: true).send(request) else {
      throw TestFailure("the peer does not sign")
    }
    return try JSONDecoder().decode(Signed.self, from: Data(response.body)).signature
  }

  @Test(arguments: [
    [
      "AccountSid": "AC1", "Body": "STOP", "From": "+4915123456789", "MessageSid": "SM1", "a": "", "B": "x y&=",
      "_": "1",
    ],
    ["Body": "Grüße שלום 😀 é", "ErrorCode": "30003", "MessageStatus": "undelivered"], [:],
  ])
  func signaturesAreThoseOfTheOfficialPackage(fields: [String: String]) throws {
    let url = "https://praxis.example/hooks/carrier/lane/replies"
    let pairs = fields.map { (name: $0.key, value: $0.value) }
    for token in [Clinic.token, "12345", "ünï"] {
      let signature = TwilioSignature.make(url, pairs, token: token)
      #expect(try signature == official(url, fields, token))
      #expect(TwilioSignature.isValid(signature, url, pairs, token: token))
      #expect(!TwilioSignature.isValid(signature, url + "x", pairs, token: token))
      #expect(!TwilioSignature.isValid(signature, url, pairs + [("Z", "1")], token: token))
      #expect(!TwilioSignature.isValid(signature, url, pairs, token: token + "x"))
      #expect(!TwilioSignature.isValid("", url, pairs, token: token))
    }
  }
}
