import CCurl
import Glibc

/// Process-wide set-up of libcurl, done once and by whichever thread comes first.
enum CurlLibrary {
  static let isReady: Bool = {
    // OpenSSL writes to a connection the peer has closed; that must be an error code, not the end of the worker.
    signal(SIGPIPE, SIG_IGN)
    return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
  }()
}
