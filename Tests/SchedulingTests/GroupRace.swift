import TestSupport

/// All at the same moment: how often each status was answered.
func race(_ count: Int, _ act: @escaping @Sendable (Int) -> Int) -> [Int: Int] {
  let tally = Locked([Int: Int]())
  let gate = Gate(count)
  let threads = (0..<count).map { booker in
    BookerThread {
      gate.wait()
      let status = act(booker)
      tally.with { $0[status, default: 0] += 1 }
    }
  }
  for thread in threads { thread.join() }
  return tally.value
}
