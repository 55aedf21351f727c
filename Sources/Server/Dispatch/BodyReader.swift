import Core
import Routing
import Web

/// The fields and files of a POST.
enum BodyReader {
  /// - Throws: ``Refusal/badRequest`` for a malformed body, another content type, or a name sent twice that may not
  ///   repeat. Names of groups of checkboxes end in `[]` and may.
  static func read(_ request: Request) throws(Refusal) -> (form: Form, files: [UploadedFile]) {
    let type = request.headers["content-type"] ?? ""
    let (form, files): (Form?, [UploadedFile])
    if type.hasPrefix("multipart/form-data") {
      let parts = MultipartReader.read(request.body, contentType: type)
      (form, files) = (parts?.form, parts?.files ?? [])
    } else if type.isEmpty && request.body.isEmpty {
      (form, files) = (Form(), [])
    } else if type.hasPrefix("application/x-www-form-urlencoded") {
      (form, files) = (Form(urlEncoded: request.body), [])
    } else {
      throw .badRequest
    }
    guard let form, form.duplicates.allSatisfy({ $0.hasSuffix("[]") }) else { throw .badRequest }
    return (form, files)
  }
}
