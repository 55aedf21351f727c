import CCurl
import CCurlShim
import Glibc

/// One libcurl handle for one transfer. Not shared between threads, not used twice.
///
/// Every transfer refuses proxies from the environment, redirects and signals, and asks its `EgressRule` for each
/// address libcurl wants to connect to. libcurl resolves once and connects to what it resolved, so a name that changes
/// its address in between gains nothing.
final class CurlTransfer {
  /// Header or reply lines beyond this many bytes end the transfer.
  static let headerLimit = 65_536

  private let handle: UnsafeMutableRawPointer
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private var setupError: CURLcode?

  let egress: EgressRule
  let bodyLimit: Int
  var upload: [UInt8] = []
  private var uploaded = 0
  /// Whether libcurl has taken every byte of `upload`.
  var isUploadTaken: Bool { !upload.isEmpty && uploaded == upload.count }
  private(set) var body: [UInt8] = []
  private(set) var headers: [UInt8] = []
  private(set) var isEgressRefused = false
  private(set) var isTooLarge = false

  /// Nil when libcurl cannot be started: out of memory or a broken installation.
  init?(egress: EgressRule, bodyLimit: Int) {
    guard CurlLibrary.isReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    self.egress = egress
    self.bodyLimit = bodyLimit
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    setBasics()
  }

  deinit {
    curl_easy_cleanup(handle)
    for list in lists { curl_slist_free_all(list) }
    errorText.deallocate()
  }

  private func setBasics() {
    set(CURLOPT_ERRORBUFFER, pointer: errorText)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NETRC, 0)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    let context = Unmanaged.passUnretained(self).toOpaque()
    note(praxis_curl_set_io(handle, CURLOPT_WRITEFUNCTION) { CurlTransfer.from($3).receive($0, $1 * $2) })
    set(CURLOPT_WRITEDATA, pointer: context)
    note(praxis_curl_set_io(handle, CURLOPT_HEADERFUNCTION) { CurlTransfer.from($3).receiveHeader($0, $1 * $2) })
    set(CURLOPT_HEADERDATA, pointer: context)
    note(praxis_curl_set_io(handle, CURLOPT_READFUNCTION) { CurlTransfer.from($3).send($0, $1 * $2) })
    set(CURLOPT_READDATA, pointer: context)
    note(praxis_curl_set_open_socket(handle) { CurlTransfer.from($0).openSocket($2) })
    set(CURLOPT_OPENSOCKETDATA, pointer: context)
  }

  // MARK: Settings

  func set(_ option: CURLoption, _ value: Int) { note(praxis_curl_set_long(handle, option, value)) }
  /// libcurl copies the string.
  func set(_ option: CURLoption, _ value: String) { note(praxis_curl_set_string(handle, option, value)) }
  func set(_ option: CURLoption, size: Int) { note(praxis_curl_set_size(handle, option, curl_off_t(size))) }
  func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) {
    note(praxis_curl_set_pointer(handle, option, pointer))
  }
  func set(_ option: CURLoption, list values: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values {
      guard let longer = curl_slist_append(list, value) else { return note(CURLE_OUT_OF_MEMORY) }
      list = longer
    }
    guard let list else { return }
    lists.append(list)
    set(option, pointer: list)
  }
  /// libcurl copies the bytes.
  func setPost(_ bytes: [UInt8]) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, size: bytes.count)
    var copy = bytes + [0]
    copy.withUnsafeMutableBytes { raw in
      note(praxis_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, raw.baseAddress))
    }
  }

  private func note(_ code: CURLcode) {
    if code != CURLE_OK, setupError == nil { setupError = code }
  }

  // MARK: Running

  /// Blocks until the transfer ended. A setting that was not accepted keeps the transfer from starting.
  func perform() -> CURLcode {
    if let setupError { return setupError }
    return withExtendedLifetime(self) { curl_easy_perform(handle) }
  }

  /// The last status of HTTP or reply code of SMTP; 0 before the first.
  var responseCode: Int {
    var code = 0
    return praxis_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0
  }

  /// Whether a request of HTTP has left.
  var hasSent: Bool {
    var bytes = 0
    return praxis_curl_get_long(handle, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK && bytes > 0
  }

  /// libcurl's own words about a failure, in English.
  func explanation(of code: CURLcode) -> String {
    errorText[0] != 0 ? String(cString: errorText) : String(cString: curl_easy_strerror(code))
  }

  // MARK: Called by libcurl

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
    // The context is always the one set in `setBasics`.
    Unmanaged<CurlTransfer>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
  }

  /// Returning less than `count` ends the transfer.
  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= bodyLimit else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard headers.count + count <= CurlTransfer.headerLimit else {
      isTooLarge = true
      return 0
    }
    headers.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func send(_ buffer: UnsafeMutablePointer<CChar>?, _ space: Int) -> Int {
    let count = min(space, upload.count - uploaded)
    guard count > 0 else { return 0 }
    UnsafeMutableRawBufferPointer(start: buffer, count: count).copyBytes(from: upload[uploaded..<uploaded + count])
    uploaded += count
    return count
  }

  private func openSocket(_ wanted: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
    guard let wanted, let address = CurlTransfer.address(wanted), egress.allows(address) else {
      isEgressRefused = true
      return -1
    }
    let (family, type) = (wanted.pointee.family, wanted.pointee.socktype)
    return socket(family, type | Int32(SOCK_CLOEXEC.rawValue), wanted.pointee.protocol)
  }

  /// The address inside a `sockaddr_in` or `sockaddr_in6`; nil for another family or a short structure.
  private static func address(_ wanted: UnsafeMutablePointer<curl_sockaddr>) -> IPAddress? {
    guard let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
    let raw = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(wanted).advanced(by: start), count: Int(wanted.pointee.addrlen))
    switch wanted.pointee.family {
    case AF_INET where raw.count >= 8: return IPAddress(bytes: Array(raw[4..<8]))
    case AF_INET6 where raw.count >= 24: return IPAddress(bytes: Array(raw[8..<24]))
    default: return nil
    }
  }
}
