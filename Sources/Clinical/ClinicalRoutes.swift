public import Routing

/// Every address of Clinical: the chart.
public enum ClinicalRoutes {
  public static let all: [Route] = [
    .get(
      "/patients/{patient}/chart", .readChart, "ChartHandlers.show", recordsAccess: .patient("chart.read"),
      ChartHandlers.show)
  ]
}
