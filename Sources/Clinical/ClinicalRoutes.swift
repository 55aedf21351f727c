public import Routing

/// Every address of Clinical: charts.
public enum ClinicalRoutes {
  public static let all: [Route] = []
}
