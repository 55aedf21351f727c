/// Ends the mapping of one resource: it is well but not for us, or it is broken at a path.
enum MappingStop: Error, Hashable {
  case leftOut(LeftOutReason)
  case refused(JSONPath, RefusalReason)
}
