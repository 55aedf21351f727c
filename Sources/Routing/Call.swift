public import Core
public import Database
public import Templates
public import Web

/// One request as a handler sees it: decoded, with its route's parameters, its language and the time it is answered at.
public struct Call: Sendable {
  public let request: Request
  public let parameters: [String: String]
  /// The fields of a POST; empty for a GET.
  public let form: Form
  /// The files of a multipart POST.
  public let files: [UploadedFile]
  public let language: Language
  public let text: Localizer
  public let formats: Formats
  public let now: Instant
  public let origin: Origin
  /// Nil on public pages.
  public let session: SessionInfo?
  /// A keyed hash of the visitor's address, for limits on public forms.
  public let visitorHash: [UInt8]
  /// On public pages a hash of the browser's own secret, also when this answer is the one that gives it to the browser.
  /// Nil for a browser that keeps no cookies.
  public let browserHash: [UInt8]?
  /// False where this installation sends no mail: a page must not say that one is on its way.
  public let sendsMail: Bool

  public init(
    request: Request, parameters: [String: String], form: Form, files: [UploadedFile], text: Localizer,
    formats: Formats, now: Instant, origin: Origin, session: SessionInfo?, visitorHash: [UInt8],
    browserHash: [UInt8]?, sendsMail: Bool
  ) {
    self.request = request
    self.parameters = parameters
    self.form = form
    self.files = files
    self.language = text.language
    self.text = text
    self.formats = formats
    self.now = now
    self.origin = origin
    self.session = session
    self.visitorHash = visitorHash
    self.browserHash = browserHash
    self.sendsMail = sendsMail
  }

  public var query: Form { request.query ?? Form() }

  /// The id that stands in the path. Malformed is the same as unknown.
  public func id<ID: TypedID>(_ name: String, as: ID.Type = ID.self) throws(Refusal) -> ID {
    guard let id = parameters[name].flatMap({ ID(text: $0) }) else { throw .notFound }
    return id
  }
}
