import Foundation

/// Somebody at a browser before the whole site: keeps cookies and sends forms with their token.
final class Browser {
  private let site: Site
  private var cookies: [String: String] = [:]
  private var token = ""

  init(at site: Site) { self.site = site }

  func get(_ target: String) -> Answer? { note(site.get(target, headers: headers)) }

  func post(_ target: String, _ fields: [String: String]) -> Answer? {
    let pairs = fields.merging(["csrf": token]) { $1 }.map { name, value in
      name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }
    let form = ["Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin"]
    return note(
      site.get(target, method: "POST", headers: headers + form, body: Array(pairs.joined(separator: "&").utf8)))
  }

  private var headers: [String] {
    cookies.isEmpty ? [] : ["Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
  }

  private func note(_ answer: Answer?) -> Answer? {
    for line in answer?.values("set-cookie") ?? [] {
      let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
    }
    if let found = answer?.text.firstMatch(of: /name="csrf" value="([^"]+)"/) { token = String(found.1) }
    return answer
  }
}
