import Core
import Outbound
import Web

/// Sends by Twilio's API of messages, version 2010-04-01.
struct TwilioClient: TextTransport {
  static let address = "https://api.twilio.com"
  let http: HTTPClient
  /// Scheme, host and port, without a final slash.
  let baseURL: String

  func send(_ text: OutgoingText, _ carrier: Carrier, token: String) -> TextResult {
    let isWhatsApp = text.channel == .whatsapp
    let sender = isWhatsApp ? "whatsapp:" + carrier.whatsAppSender : carrier.smsSender
    let words =
      text.content.map { [("ContentSid", $0.id), ("ContentVariables", $0.variables)] } ?? [("Body", text.body)]
    let fields =
      [
        ("To", (isWhatsApp ? "whatsapp:" : "") + text.to),
        (sender.hasPrefix("MG") ? "MessagingServiceSid" : "From", sender),
      ] + words + [("StatusCallback", text.statusAddress)]
    let pair = Base64.encode(Array((carrier.account + ":" + token).utf8))
    let request = HTTPRequest(
      .post, baseURL + "/2010-04-01/Accounts/\(carrier.account)/Messages.json",
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
        ("Authorization", "Basic " + pair),
      ], body: Array(URLComponent.query(fields.map { (name: $0.0, value: $0.1) }).utf8))
    switch http.send(request) {
    case .refused(let why): return .tryLater("the carrier's address was refused (\(why))")
    case .failed(let failure): return TwilioClient.result(of: failure)
    case .response(let response): return TwilioClient.result(of: response)
    }
  }

  private static func result(of failure: HTTPFailure) -> TextResult {
    switch failure {
    case .nameUnknown: .tryLater("the carrier's name is not known")
    case .unreachable(let words), .untrusted(let words): .tryLater(words)
    // All of it may have arrived.
    case .timedOut: .unknown("no answer in time")
    case .tooLarge: .unknown("the answer is too large")
    case .redirected: .tryLater("the carrier's address leads elsewhere")
    case .broken(let words): .unknown(words)
    }
  }

  static func result(of response: HTTPResponse) -> TextResult {
    let answer = object(response.body)
    let (code, words) = (answer?["code"]?.whole ?? response.status, answer?["message"]?.text ?? "")
    switch response.status {
    case 200, 201, 202:
      guard let id = answer?["sid"]?.text, Carrier.isMessage(id) else { return .unknown("an answer without a name") }
      return .accepted(id: id, segments: answer?["num_segments"]?.text.flatMap { Decimal.parse($0) })
    // Too many at once; or our keys, which the practice can put right: none of them was taken.
    case 401, 403, 429, 503: return .tryLater(line(code, words))
    case 400..<500: return .refused(code: code, words: String(words.prefix(150)))
    // 500, 502, 504: it may be on its way.
    default: return .unknown(line(code, words))
    }
  }

  private static func line(_ code: Int, _ words: String) -> String { "\(code) " + words.prefix(150) }

  private static func object(_ bytes: [UInt8]) -> JSONObject? {
    do throws(JSONError) {
      let limits = JSONLimits(bytes: 65_536, depth: 8, values: 1000)
      guard case .object(let object) = try JSONReader.read(bytes, limits: limits) else { return nil }
      return object
    } catch { return nil }
  }
}

extension JSONValue {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var whole: Int? { if case .number(let text) = self { Decimal.parse(text) } else { nil } }
}
