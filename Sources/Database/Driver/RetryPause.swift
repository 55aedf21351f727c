#if canImport(Glibc)
import Glibc
#endif

/// Waits 0.5 ms to 8 ms, at random and longer each time, so that the two sides of a deadlock do not meet again.
func pauseBeforeRetry(_ attempt: Int) {
  usleep(UInt32.random(in: 500...(1000 << UInt32(attempt))))
}
