#pragma once
#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot import: one typed line for each kind. */
typedef size_t (*praxis_curl_io)(char *, size_t, size_t, void *);

static inline CURLcode praxis_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode praxis_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode praxis_curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode praxis_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode praxis_curl_set_io(CURL *handle, CURLoption option, praxis_curl_io value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode praxis_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode praxis_curl_set_open_socket(CURL *handle, curl_opensocket_callback value) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
/* An enumeration in older headers, a number since 8.13. */
static inline long praxis_curl_use_tls_always(void) { return CURLUSESSL_ALL; }
