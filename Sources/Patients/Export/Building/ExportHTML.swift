import Core
import Templates

/// `index.html` of a copy: the same for people, in the patient's language. It stands alone, without scripts, and opens
/// from a disk.
enum ExportHTML {
  private static let style = """
    body{font-family:system-ui,sans-serif;line-height:1.5;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f23;\
    background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;\
    padding:.4rem .6rem;border-block-end:1px solid #ccc;font-weight:400}th[scope=row]{font-weight:600}p{margin:0}\
    td:first-child{white-space:nowrap}h2{margin-block-start:2rem}.lead{margin-block:1rem}
    """

  static func head(_ context: ExportContext, person: ExportPerson?) -> [UInt8] {
    let language = context.text.language
    var page = Array(
      """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)" dir="\(language.direction)"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width"><title>
      """.utf8)
    let title = context.text.text("patients.export.file.title")
    HTMLEscape.append(title, to: &page)
    page += Array("</title><style>\(style)</style></head><body>\n<h1>".utf8)
    HTMLEscape.append(title, to: &page)
    page += Array("</h1>\n<p class=\"lead\"><strong dir=\"auto\">".utf8)
    HTMLEscape.append(person?.name ?? "", to: &page)
    page += Array("</strong></p>\n".utf8)
    paragraph(
      context.text.text(
        "patients.export.file.lead", ["practice": context.practiceName, "moment": context.moment(context.orderedAt)]),
      to: &page)
    paragraph(context.text.text("patients.export.file.machine"), to: &page)
    return page
  }

  private static func paragraph(_ text: String, to page: inout [UInt8]) {
    page += Array("<p class=\"lead\">".utf8)
    HTMLEscape.append(text, to: &page)
    page += Array("</p>\n".utf8)
  }

  static func sectionStart(_ kind: ExportSection.Kind, _ context: ExportContext) -> [UInt8] {
    var page = Array("<section><h2>".utf8)
    HTMLEscape.append(context.text.text("patients.export.section.\(kind.rawValue)"), to: &page)
    return page + Array("</h2>\n<table><tbody>\n".utf8)
  }

  static func sectionEnd(isEmpty: Bool, _ context: ExportContext) -> [UInt8] {
    guard isEmpty else { return Array("</tbody></table></section>\n".utf8) }
    var page = Array("<tr><td>".utf8)
    HTMLEscape.append(context.text.text("patients.export.file.nothing"), to: &page)
    return page + Array("</td></tr></tbody></table></section>\n".utf8)
  }

  static func foot(_ context: ExportContext) -> [UInt8] {
    var page: [UInt8] = []
    paragraph(context.text.text("patients.export.file.end"), to: &page)
    return page + Array("</body></html>\n".utf8)
  }
}
