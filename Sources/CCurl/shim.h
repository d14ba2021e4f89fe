#pragma once
#include <curl/curl.h>
#include <sys/socket.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call. */

static inline CURLcode curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

/* A long queue in the kernel would hide how slow the line is, and let a wait for the answer look like
   a stall: 64 KiB drain in 13 seconds even at 40 kbit/s. */
static inline int curl_shorten_send_queue(void *context, curl_socket_t descriptor,
                                          curlsocktype purpose) {
  int bytes = 64 << 10;
  (void)context;
  (void)purpose;
  setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  return CURL_SOCKOPT_OK;
}

static inline CURLcode curl_set_short_send_queue(CURL *handle) {
  return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, curl_shorten_send_queue);
}

typedef size_t (*curl_data_function)(char *data, size_t size, size_t count, void *context);

static inline CURLcode curl_set_data_function(CURL *handle, CURLoption option,
                                              curl_data_function function) {
  return curl_easy_setopt(handle, option, function);
}

static inline CURLcode curl_set_progress_function(CURL *handle, curl_xferinfo_callback function) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

typedef CURLcode (*curl_context_function)(CURL *handle, void *context, void *user);

static inline CURLcode curl_set_context_function(CURL *handle, curl_context_function function) {
  return curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, function);
}

/* The library that speaks TLS, as in "OpenSSL/3.0.19"; CURLVERSION_NOW is a macro. */
static inline const char *curl_tls_library(void) {
  return curl_version_info(CURLVERSION_NOW)->ssl_version;
}

static inline long curl_get_long(CURL *handle, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(handle, info, &value);
  return value;
}
