import Routing
import Web

/// `praxis routes`.
public enum RoutesRun {
  /// One line for each address: method, path, access, permission, handler; parted by blanks, in the order of paths.
  public static var lines: [String] {
    let settings = ApplicationSettings(holdsPerHour: 5, baseURL: "")
    let rows = Application.routes(isDevelopment: false, settings).map { route in
      [route.method.rawValue, route.pattern.description, route.access, route.permission?.rawValue ?? "-", route.name]
    }
    let sorted = rows.sorted { ($0[1], $0[0]) < ($1[1], $1[0]) }
    let widths = (0..<4).map { column in sorted.map { $0[column].utf8.count }.max() ?? 0 }
    return sorted.map { row in
      zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ") + "  " + row[4]
    }
  }

  public static func run() { for line in lines { StandardOutput.line(line) } }
}
