public import Routing

/// Every address of Messaging: what did not reach patients, what is not said of a change, rules and
/// texts of the practice.
public enum MessagingRoutes {
  public static let all: [Route] = [
    .get(
      "/messages/failed", .handleMessages, "FailedMessageHandlers.list", recordsAccess: .shown("messages.list"),
      FailedMessageHandlers.list),
    .post(
      "/messages/{notice}/acknowledgement", .handleMessages, "FailedMessageHandlers.acknowledge",
      FailedMessageHandlers.acknowledge),
    .post("/messages/{notice}/retry", .handleMessages, "FailedMessageHandlers.retry", FailedMessageHandlers.retry),
    .post(
      "/appointments/{appointment}/silence", .changeSchedule, "SilenceHandlers.silence", SilenceHandlers.silence),
    .get("/settings/messages", .readSettings, "MessageRuleHandlers.list", MessageRuleHandlers.list),
    .post("/settings/messages", .changeSettings, "MessageRuleHandlers.add", MessageRuleHandlers.add),
    .get("/settings/messages/names", .readSettings, "ServiceNameHandlers.edit", ServiceNameHandlers.edit),
    .post("/settings/messages/names", .changeSettings, "ServiceNameHandlers.update", ServiceNameHandlers.update),
    .get("/settings/messages/{rule}", .readSettings, "MessageRuleHandlers.edit", MessageRuleHandlers.edit),
    .post("/settings/messages/{rule}", .changeSettings, "MessageRuleHandlers.update", MessageRuleHandlers.update),
    .post(
      "/settings/messages/{rule}/deletion", .changeSettings, "MessageRuleHandlers.remove", MessageRuleHandlers.remove),
    .get("/settings/messages/{rule}/text", .readSettings, "MessageTextHandlers.edit", MessageTextHandlers.edit),
    .post("/settings/messages/{rule}/text", .changeSettings, "MessageTextHandlers.update", MessageTextHandlers.update),
    .post(
      "/settings/messages/{rule}/text/reset", .changeSettings, "MessageTextHandlers.reset", MessageTextHandlers.reset),
  ]
}
