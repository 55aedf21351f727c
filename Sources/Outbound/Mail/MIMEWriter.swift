import Core

/// Turns a message into RFC 5322 bytes with MIME parts.
enum MIMEWriter {
  private static let crlf: [UInt8] = [0x0d, 0x0a]

  static func write(_ message: MailMessage) -> [UInt8] {
    var bytes: [UInt8] = []
    for line in headers(message) { bytes.append(contentsOf: line.bytes + crlf) }
    bytes.append(contentsOf: body(message))
    return bytes
  }

  private static func headers(_ message: MailMessage) -> [HeaderLine] {
    var lines = [
      line("Date") { $0.append(MailDate.header(message.date)) },
      line("From") { $0.append(message.from) },
      line("To") { $0.append(message.to) },
    ]
    if let replyTo = message.replyTo { lines.append(line("Reply-To") { $0.append(replyTo) }) }
    lines += [
      line("Subject") { $0.append(text: message.subject) },
      line("Message-ID") { $0.append("<" + message.id.description + ">") },
      line("Content-Language") { $0.append(message.language.rawValue) },
      line("Auto-Submitted") { $0.append("auto-generated") },
    ]
    if let link = message.unsubscribe {
      lines.append(line("List-Unsubscribe") { $0.append("<" + link.text + ">") })
      // RFC 8058, 3.1: mail programs then unsubscribe without opening a page.
      if link.isWeb { lines.append(line("List-Unsubscribe-Post") { $0.append("List-Unsubscribe=One-Click") }) }
    }
    lines.append(line("MIME-Version") { $0.append("1.0") })
    return lines
  }

  private static func line(_ name: String, _ fill: (inout HeaderLine) -> Void) -> HeaderLine {
    var line = HeaderLine(name)
    fill(&line)
    return line
  }

  // MARK: Body. Each part is its headers, an empty line and its content.

  private static func body(_ message: MailMessage) -> [UInt8] {
    var content = textPart("text/plain", message.text)
    if let html = message.html {
      content = multipart("alternative", message.id, [content, textPart("text/html", html)])
    }
    if message.attachments.isEmpty { return content }
    return multipart("mixed", message.id, [content] + message.attachments.map(filePart))
  }

  private static func multipart(_ kind: String, _ id: MessageID, _ parts: [[UInt8]]) -> [UInt8] {
    // "=_" occurs in neither quoted-printable nor base64, and nothing else is ever written inside.
    let boundary = "=_" + kind + "_" + id.fingerprint
    let type = line("Content-Type") {
      $0.append("multipart/" + kind + ";")
      $0.append("boundary=\"" + boundary + "\"")
    }
    var bytes = type.bytes + crlf + crlf
    for part in parts { bytes += Array("--\(boundary)\r\n".utf8) + part + crlf }
    return bytes + Array("--\(boundary)--\r\n".utf8)
  }

  private static func textPart(_ type: String, _ text: String) -> [UInt8] {
    let lines = normalised(text)
    // Above a third of escapes base64 is the shorter one.
    let isForeign = lines.count { $0 >= 0x80 } * 3 > lines.count
    var bytes = Array("Content-Type: \(type); charset=utf-8\r\n".utf8)
    bytes += Array("Content-Transfer-Encoding: \(isForeign ? "base64" : "quoted-printable")\r\n\r\n".utf8)
    return bytes + (isForeign ? Base64.encodeLines(lines) : QuotedPrintable.encode(lines))
  }

  private static func filePart(_ file: MailAttachment) -> [UInt8] {
    let type = line("Content-Type") { line in
      let pieces = file.contentType.split(separator: " ")
      for piece in pieces { line.append(String(piece)) }
    }
    let disposition = line("Content-Disposition") { line in
      line.append("attachment;")
      for piece in FileNameParameter.pieces(file.name) { line.append(piece) }
    }
    let encoding = Array("Content-Transfer-Encoding: base64\r\n\r\n".utf8)
    return type.bytes + crlf + disposition.bytes + crlf + encoding + Base64.encodeLines(file.bytes)
  }

  /// CR, LF and CRLF all become CRLF, and the last line is ended.
  private static func normalised(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0d || byte == 0x0a && previous != 0x0d {
        bytes += crlf
      } else if byte != 0x0a {
        bytes.append(byte)
      }
      previous = byte
    }
    return bytes.suffix(2).elementsEqual(crlf) || bytes.isEmpty ? bytes : bytes + crlf
  }
}
