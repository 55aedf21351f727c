import Calendars
import Core
import Testing

@Suite struct CalDAVTests {
  private func read(_ text: String) -> [String]? {
    CalDAV.calendars(in: Array(text.utf8))?.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func filesAreFoundWhateverTheirPrefix() {
    let answer = """
      <?xml version='1.0'?><!-- x --><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
      <D:response><D:propstat><D:prop><C:calendar-data content-type="text/&gt;calendar">BEGIN:A&#13;
      x &lt;&amp;&#x26;></C:calendar-data></D:prop></D:propstat></D:response>
      <D:response><calendar-data><![CDATA[<raw> & ]]>more</calendar-data><C:calendar-data/></D:response></D:multistatus>
      """
    #expect(read(answer) == ["BEGIN:A\r\nx <&&>", "<raw> & more"])
    #expect(read("<multistatus/>") == [])
  }

  @Test(arguments: [
    "", "<html/>", "<!DOCTYPE x [<!ENTITY a \"b\">]><multistatus/>", "<multistatus>&a;</multistatus>",
    "<multistatus><calendar-data", "<multistatus><![CDATA[x</multistatus>", "<multistatus>&#0;</multistatus>",
  ])
  func anythingElseIsNoAnswer(text: String) { #expect(read(text) == nil) }

  @Test func theQuestionNamesTheTime() throws {
    let text = String(
      decoding: CalDAV.query(from: Instant(seconds: 1_798_761_600), until: Instant(seconds: 1_798_848_000)),
      as: UTF8.self)
    #expect(text.contains("<c:time-range start=\"20270101T000000Z\" end=\"20270102T000000Z\"/>"))
  }
}
