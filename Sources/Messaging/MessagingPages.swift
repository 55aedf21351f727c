public import Templates

/// Every page of Messaging, for the template library and its contract.
public enum MessagingPages {
  public static let all: [any Page.Type] = [
    FailedMessagesPage.self, MessageRulesPage.self, MessageRulePage.self, MessageTextPage.self, ServiceNamesPage.self,
    QuietHoursPage.self, PatientMessagesPage.self, UnsubscribePage.self, CarrierPage.self, TrialPage.self,
    MessageContentPage.self, InboxPage.self, InboxMessagePage.self, ConversationPage.self, PortalConversationPage.self,
    KeptMessagePage.self, ConversationListPage.self, AnsweringPage.self, NewsPage.self,
  ]
}
