/// Places things that overlap side by side.
enum Lanes {
  struct Place: Sendable, Equatable {
    /// From 1.
    let lane: Int
    let of: Int
    var classes: String { (lane > 1 ? " lane-\(lane)" : "") + (of > 1 ? " of-\(of)" : "") }
  }
  /// What the style sheet can draw; what would stand further out shares the last lane.
  static let most = 6

  /// A place for each, in the order given. Everything that hangs together by overlaps shares one width.
  static func arrange(_ spans: [DrawnSpan]) -> [Place] {
    var lanes = [Int](repeating: 1, count: spans.count)
    var widths = lanes
    var group: [Int] = []
    var ends: [Int] = []
    func close() {
      for index in group { widths[index] = min(ends.count, most) }
      group = []
      ends = []
    }
    for index in spans.indices.sorted(by: { (spans[$0].from, $0) < (spans[$1].from, $1) }) {
      let span = spans[index]
      if ends.allSatisfy({ $0 <= span.from }) { close() }
      let lane = ends.firstIndex { $0 <= span.from } ?? ends.count
      if lane == ends.count { ends.append(span.to) } else { ends[lane] = span.to }
      lanes[index] = min(lane + 1, most)
      group.append(index)
    }
    close()
    return zip(lanes, widths).map { Place(lane: $0, of: $1) }
  }
}
