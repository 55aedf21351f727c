public import Routing

/// Every address of Messaging: what people write to each other, what did not reach patients, what is not said of a change, rules and
/// texts of the practice.
public enum MessagingRoutes {
  public static func all(_ settings: MessagingPageSettings) -> [Route] { staff + programs(settings) + portal }

  /// What stands in mails: followed by people, and posted to by mail programs.
  private static func programs(_ settings: MessagingPageSettings) -> [Route] {
    [
      .siteGet("/unsubscribe/{practice}/{token}", "UnsubscribeHandlers.show", UnsubscribeHandlers.show),
      .hook(
        "/unsubscribe/{practice}/{token}", "UnsubscribeHandlers.unsubscribe",
        UnsubscribeHandlers.unsubscribe(settings)),
      .hook("/hooks/carrier/{practice}/notices/{notice}", "StatusHook.take", StatusHook.take(settings)),
      .hook("/hooks/carrier/{practice}/replies", "ReplyHook.take", ReplyHook.take(settings)),
      .get(
        "/settings/messages/carrier", .changeSettings, "CarrierHandlers.edit", CarrierHandlers(settings: settings).edit),
      .post(
        "/settings/messages/carrier", .changeSettings, "CarrierHandlers.update",
        CarrierHandlers(settings: settings).update
      ).confirmed,
      .get(
        "/settings/messages/{rule}/text", .readSettings, "MessageTextHandlers.edit",
        MessageTextHandlers(settings: settings).edit),
      .post(
        "/settings/messages/{rule}/text", .changeSettings, "MessageTextHandlers.update",
        MessageTextHandlers(settings: settings).update),
      .post(
        "/settings/messages/{rule}/text/reset", .changeSettings, "MessageTextHandlers.reset",
        MessageTextHandlers(settings: settings).reset),
    ]
  }

  /// What patients read. Nothing clinical stands in messages that rules send: the words are those of the mails. What
  /// people write may be anything.
  private static let portal: [Route] = [
    .portalGet("/portal/messages", "InboxHandlers.list", InboxHandlers.list),
    .portalGet("/portal/messages/{message}", "InboxHandlers.show", InboxHandlers.show),
    .portalPost("/portal/messages/{message}/reading", "InboxHandlers.open", InboxHandlers.open),
    .portalGet("/portal/conversation", "PortalConversation.show", PortalConversation.show).withSecondFactor,
    .portalPost("/portal/conversation", "PortalConversation.write", PortalConversation.write).withSecondFactor
      .keeping(KeptMessage.form),
    .portalPost("/portal/conversation/reading", "PortalConversation.open", PortalConversation.open).withSecondFactor,
  ]

  private static let staff: [Route] = [
    .get("/news", .readSchedule, "NewsHandlers.list", recordsAccess: .shown("news.read"), NewsHandlers.list),
    .post("/news/seen", .readSchedule, "NewsHandlers.mark", recordsAccess: .shown("news.read"), NewsHandlers.mark),
    .get(
      "/messages", .readMessages, "ConversationListHandlers.list", recordsAccess: .shown("message.list"),
      ConversationListHandlers.list),
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
    .get("/settings/messages/trial", .changeSettings, "TrialHandlers.show", TrialHandlers.show),
    .post("/settings/messages/trial", .changeSettings, "TrialHandlers.send", TrialHandlers.send),
    .get("/settings/messages/answering", .readSettings, "AnsweringHandlers.edit", AnsweringHandlers.edit),
    .post("/settings/messages/answering", .changeSettings, "AnsweringHandlers.update", AnsweringHandlers.update),
    .get("/settings/messages/quiet", .readSettings, "QuietHoursHandlers.edit", QuietHoursHandlers.edit),
    .post("/settings/messages/quiet", .changeSettings, "QuietHoursHandlers.update", QuietHoursHandlers.update),
    .get(
      "/patients/{patient}/messages", .readPatients, "PatientMessageHandlers.edit",
      recordsAccess: .patient("patient.read"), PatientMessageHandlers.edit),
    .post(
      "/patients/{patient}/messages", .changePatients, "PatientMessageHandlers.update",
      recordsAccess: .patient("patient.read"), PatientMessageHandlers.update),
    .get(
      "/patients/{patient}/conversation", .readMessages, "ConversationHandlers.show",
      recordsAccess: .patient("message.read"), ConversationHandlers.show),
    .post(
      "/patients/{patient}/conversation", .writeMessages, "ConversationHandlers.write",
      recordsAccess: .patient("message.read"), ConversationHandlers.write),
    .post(
      "/patients/{patient}/conversation/closure", .writeMessages, "ConversationHandlers.close",
      recordsAccess: .patient("message.read"), ConversationHandlers.close),
    .post(
      "/patients/{patient}/conversation/withdrawal", .writeMessages, "ConversationHandlers.withhold",
      recordsAccess: .patient("message.read"), ConversationHandlers.withhold),
    .get(
      "/settings/messages/{rule}/whatsapp", .readSettings, "MessageContentHandlers.edit", MessageContentHandlers.edit),
    .post(
      "/settings/messages/{rule}/whatsapp", .changeSettings, "MessageContentHandlers.update",
      MessageContentHandlers.update),
    .get("/settings/messages/{rule}", .readSettings, "MessageRuleHandlers.edit", MessageRuleHandlers.edit),
    .post("/settings/messages/{rule}", .changeSettings, "MessageRuleHandlers.update", MessageRuleHandlers.update),
    .post(
      "/settings/messages/{rule}/deletion", .changeSettings, "MessageRuleHandlers.remove", MessageRuleHandlers.remove),
  ]
}
