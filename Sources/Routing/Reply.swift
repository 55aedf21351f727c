public import Templates
public import Web

/// What a handler answers: a page to render in the layout of its audience, or a finished response.
public struct Reply: Sendable {
  public enum Content: Sendable {
    case page(any Page)
    case response(Response)
  }
  public let content: Content
  public let status: Int
  public var cookies: [Cookie]
  /// Seconds, for the header of that name.
  public var retryAfter: Int?
  /// Written into the log with the answer.
  public var alarm: Alarm?

  /// What whoever watches the box should look at. Says how much, never who.
  public struct Alarm: Sendable, Equatable {
    public let event: String
    public let count: Int
    public init(_ event: StaticString, count: Int) {
      self.event = "\(event)"
      self.count = count
    }
  }

  private init(_ content: Content, status: Int, cookies: [Cookie]) {
    self.content = content
    self.status = status
    self.cookies = cookies
  }
  /// - Parameter status: 200; 422 for refused input; 409 for a conflict that the page explains.
  public static func page(_ page: any Page, status: Int = 200, cookies: [Cookie] = []) -> Reply {
    Reply(.page(page), status: status, cookies: cookies)
  }
  public static func response(_ response: Response) -> Reply {
    Reply(.response(response), status: response.status, cookies: response.cookies)
  }
  /// 303 to a path of our own.
  public static func redirect(_ path: String, cookies: [Cookie] = []) -> Reply {
    .response(.redirect(path, cookies: cookies))
  }
}
