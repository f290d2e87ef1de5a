// Webhooks and mail, by libcurl.

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>

#include <curl/curl.h>

#include "alerts/signature.h"
#include "alerts/sink.h"
#include "core/text.h"

namespace pactwatch::alerts {
namespace {

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CurlFree>;
using Headers = std::unique_ptr<curl_slist, CurlFree>;

void add(Headers& headers, const std::string& line) {
  curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) return;
  (void)headers.release();
  headers.reset(longer);
}

int progress(void* settings, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& go_on = static_cast<const SinkSettings*>(settings)->go_on;
  return go_on && !go_on() ? 1 : 0;
}

// The body of an answer is of no interest, and no matter how long it is.
std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

curl_socket_t open_socket(void* settings, curlsocktype, curl_sockaddr* address) {
  const auto& may_connect = static_cast<const SinkSettings*>(settings)->may_connect;
  if (may_connect && !may_connect(address->addr)) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Handle open_handle(const SinkSettings& settings, char* error) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  Handle handle(curl_easy_init());
  if (!handle) return handle;
  CURL* h = handle.get();
  curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, const_cast<SinkSettings*>(&settings));
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, discard);
  return handle;
}

std::string explain(CURLcode code, const char* error) {
  return error[0] != '\0' ? std::string(error) : std::string(curl_easy_strerror(code));
}

struct Upload {
  std::string text;
  std::size_t at = 0;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const std::size_t length = std::min(size * count, upload.text.size() - upload.at);
  std::memcpy(buffer, upload.text.data() + upload.at, length);
  upload.at += length;
  return length;
}

}  // namespace

Attempt send_webhook(const Target& target, const Message& message, UtcTime now,
                     const SinkSettings& settings) {
  Attempt attempt;
  const std::string body = payload(message);
  const std::string timestamp = std::to_string(now.ms / 1000);
  Result<std::string> signature = sign(target.secrets, message.id, timestamp, body);
  if (!signature) {
    attempt.error = to_string(signature.error());
    return attempt;
  }
  char error[CURL_ERROR_SIZE] = {};
  const Handle handle = open_handle(settings, error);
  if (!handle) {
    attempt.error = "libcurl gives no handle";
    return attempt;
  }
  Headers headers;
  add(headers, "Content-Type: application/json");
  add(headers, "Expect:");
  add(headers, "User-Agent: pactwatch");
  add(headers, "webhook-id: " + message.id);
  add(headers, "webhook-timestamp: " + timestamp);
  if (!signature->empty()) add(headers, "webhook-signature: " + *signature);
  CURL* h = handle.get();
  curl_easy_setopt(h, CURLOPT_URL, target.to.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_PROXY, "");  // a proxy would connect where we must not
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(h, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, const_cast<SinkSettings*>(&settings));
  const CURLcode code = curl_easy_perform(h);
  if (code != CURLE_OK) {
    attempt.error = explain(code, error);
    attempt.unreachable = true;
    return attempt;
  }
  long status = 0;
  curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) {
    attempt.done = true;
    return attempt;
  }
  attempt.error = "the receiver answered " + std::to_string(status);
  attempt.gone = status == 410;
  curl_off_t wait = 0;
  if (curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0) {
    constexpr curl_off_t kLongest = 24 * 3600;  // nobody may stop alerts for longer
    attempt.retry_after = std::chrono::seconds(std::min(wait, kLongest));
  }
  return attempt;
}

Attempt send_mail(const Target& target, const Message& message, UtcTime now,
                  const SinkSettings& settings) {
  Attempt attempt;
  if (settings.smtp.empty() || settings.mail_from.empty()) {
    attempt.error = "no mail server is configured ([mail] smtp and from)";
    return attempt;
  }
  char error[CURL_ERROR_SIZE] = {};
  const Handle handle = open_handle(settings, error);
  if (!handle) {
    attempt.error = "libcurl gives no handle";
    return attempt;
  }
  Upload upload{mail_text(settings.mail_from, target.to, message, now), 0};
  Headers recipients;
  add(recipients, "<" + target.to + ">");
  const std::string from = "<" + settings.mail_from + ">";
  CURL* h = handle.get();
  curl_easy_setopt(h, CURLOPT_URL, settings.smtp.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(h, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(h, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(h, CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(h, CURLOPT_READDATA, &upload);
  curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
  if (!settings.mail_user.empty()) {
    // A password never goes over an open line.
    curl_easy_setopt(h, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(h, CURLOPT_USERNAME, settings.mail_user.c_str());
    curl_easy_setopt(h, CURLOPT_PASSWORD, settings.mail_password.c_str());
  } else {
    curl_easy_setopt(h, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  }
  const CURLcode code = curl_easy_perform(h);
  attempt.done = code == CURLE_OK;
  if (!attempt.done) attempt.error = explain(code, error);
  attempt.unreachable = code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT;
  return attempt;
}

}  // namespace pactwatch::alerts
