import Dispatch
import Synchronization

/// Work done side by side.
enum Threads {
  /// What went wrong in each, in their order; nil for nothing.
  static func run(_ count: Int, _ body: @Sendable (Int) throws -> Void) -> [String?] {
    let problems = Mutex([String?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      do { try body(index) } catch { problems.withLock { $0[index] = "\(error)" } }
    }
    return problems.withLock { $0 }
  }
}
