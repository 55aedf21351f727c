import Synchronization

private let lock = Mutex<Void>(())

/// As ``withPractice(zone:language:currency:_:)``, for tests that claim jobs: claiming takes whatever is due in any
/// practice, so of these tests one runs at a time.
@discardableResult
public func withJobQueue<Result>(_ body: (TestPractice) throws -> Result) throws -> Result {
  var result: Swift.Result<Result, any Error>?
  lock.withLock { _ in result = Swift.Result { try withPractice { try body($0) } } }
  guard let result else { throw TestFailure("the lock was not entered") }
  return try result.get()
}
