import Core
import Crypto
import Web

/// From what the provider sent back to who somebody is there. Talks to the provider, so never inside a transaction.
struct ProviderExchange: Sendable {
  /// Longer ones are asked for again: keys that were withdrawn must not count for ever.
  static let keysSeconds: Int64 = 3600
  static let descriptionSeconds: Int64 = 86_400
  /// A key that we do not know is asked for, but not by every token that names one.
  static let unknownKeySeconds: Int64 = 30
  /// After a failure nobody waits for the next one.
  static let pauseSeconds: Int64 = 15

  let client: ProviderClient
  let provider: Provider
  let secret: String?
  let redirect: String
  let now: Instant

  /// What is to be stored afterwards.
  enum News: Sendable {
    case description(ProviderMetadata, keys: [UInt8])
    case keys([UInt8])
    case failure
  }
  enum Outcome: Sendable {
    case identity(ProvidedIdentity)
    case refused
    case unreachable
  }

  func identity(of answer: AuthorizationAnswer, _ state: SignOnState) -> (outcome: Outcome, news: News?, why: String) {
    guard !isPausing else { return (.unreachable, nil, "pause") }
    guard isFromProvider(answer) else { return (.refused, nil, "mixUp") }
    do throws(ProviderProblem) {
      let code = answer.code
      guard
        let text = try client.exchange(
          code, verifier: state.verifier, redirect: redirect, provider, secret: secret)
      else { return (.refused, nil, "code") }
      return try read(text, state)
    } catch { return (.unreachable, .failure, error.rawValue) }
  }

  private var isPausing: Bool {
    guard let failedAt = provider.failedAt else { return false }
    return failedAt.adding(seconds: Self.pauseSeconds) > now
  }

  /// RFC 9207: whoever answers says who they are, where this provider has said that it does so.
  private func isFromProvider(_ answer: AuthorizationAnswer) -> Bool {
    answer.issuer.map { $0 == provider.issuer } ?? !provider.metadata.namesItself
  }

  private func read(
    _ text: String, _ state: SignOnState
  ) throws(ProviderProblem) -> (outcome: Outcome, news: News?, why: String) {
    let token: IDToken
    do throws(IDToken.Problem) { token = try IDToken(text) } catch { return (.refused, nil, error.rawValue) }
    let expected = IDToken.Expected(
      issuer: provider.issuer, clientID: provider.clientID, nonce: state.nonce, now: now)
    let (keys, news) = try keys(for: token)
    guard let keys else { return (.refused, news, IDToken.Problem.unknownKey.rawValue) }
    do throws(IDToken.Problem) {
      let identity = try token.verified(by: keys, expected)
      guard identity.isOf(domain: provider.emailDomain) else { return (.refused, news, "domain") }
      return (.identity(identity), news, "")
    } catch { return (.refused, news, error.rawValue) }
  }

  /// The keys as they are known, or asked for anew.
  private func keys(for token: IDToken) throws(ProviderProblem) -> (ProviderKeys?, News?) {
    if isOlder(provider.describedAt, Self.descriptionSeconds) {
      let metadata = try client.describe(issuer: provider.issuer)
      let document = try client.keys(at: metadata.keysEndpoint)
      return (ProviderKeys(document), .description(metadata, keys: document))
    }
    let known = provider.keySet.flatMap { ProviderKeys($0) }
    let isKnown = known?.key(token.keyID, for: token.algorithm) != nil
    guard isOlder(provider.keysAt, isKnown ? Self.keysSeconds : Self.unknownKeySeconds) else { return (known, nil) }
    let document = try client.keys(at: provider.metadata.keysEndpoint)
    return (ProviderKeys(document), .keys(document))
  }

  private func isOlder(_ moment: Instant?, _ seconds: Int64) -> Bool {
    moment.map { $0.adding(seconds: seconds) <= now } ?? true
  }
}
