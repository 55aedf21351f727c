/// News of somebody's second factors in the portal. Identity says which, by this name.
enum PortalAlert: String, Sendable, CaseIterable {
  case passkeyAdded, passkeyRemoved
  case appAdded, appRemoved
  case factorsReset
}
