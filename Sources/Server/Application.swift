import Clinical
import Identity
import Messaging
import Oversight
import Patients
import Practices
public import Routing
import Scheduling
public import Templates

/// Everything the features bring, in one list each: what is not here does not exist.
public enum Application {
  /// Every address of the product. Development adds its own, reachable from this machine alone.
  public static func routes(isDevelopment: Bool, _ settings: ApplicationSettings) -> [Route] {
    let product =
      HealthRoutes.all + IdentityRoutes.all(settings.identity) + PracticesRoutes.all
      + PatientsRoutes.all(ClinicalImportWiring.clinical) + ClinicalRoutes.all
      + SchedulingRoutes.all(settings.scheduling) + MessagingRoutes.all(settings.messaging)
      + OversightRoutes.all(publicKey: settings.auditKey)
    return isDevelopment ? product + DevelopmentRoutes.all(mailFolder: settings.mailFolder) : product
  }

  /// Every page, for the template library and its contract.
  public static let pages: [any Page.Type] =
    [ErrorPage.self] + IdentityPages.all + PracticesPages.all + PatientsPages.all + ClinicalPages.all
    + SchedulingPages.all + MessagingPages.all + OversightPages.all + DevelopmentRoutes.pages

  /// The values that all pages share, with an example for the contract.
  public static var shell: any TemplateModel { ShellMaker.example }
}
