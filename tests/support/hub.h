#pragma once
// A WebSub hub on loopback for tests, by the words of the Recommendation, and able to break each of
// them: it takes subscriptions, verifies the intent at the callback, and pushes signed content.

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/http_server.h"

namespace test_support {

struct Answer {
  int status = 0;  // 0: no connection, or no answer
  std::string body;
};

// One request to a server on this machine, and its whole answer.
inline Answer ask(const std::string& method, const std::string& url, const Headers& headers = {},
                  const std::string& body = {}) {
  const std::size_t host = url.find("//") + 2;
  const std::size_t path = url.find('/', host);
  const std::size_t colon = url.find(':', host);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  ::inet_pton(AF_INET, url.substr(host, colon - host).c_str(), &address.sin_addr);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1))));
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Answer out;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    std::string request = method + " " + url.substr(path) +
                          " HTTP/1.1\r\nHost: " + url.substr(host, path - host) +
                          "\r\nConnection: close\r\n";
    for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
    if (method == "POST") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n" + body;
    for (std::size_t sent = 0; sent < request.size();) {
      const ssize_t n = ::send(socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    std::string answer;
    char bytes[4096];
    for (ssize_t n = 0; (n = ::recv(socket, bytes, sizeof bytes, 0)) > 0;)
      answer.append(bytes, static_cast<std::size_t>(n));
    if (answer.starts_with("HTTP/1.1 ")) out.status = std::stoi(answer.substr(9, 3));
    const std::size_t end = answer.find("\r\n\r\n");
    if (end != std::string::npos) out.body = answer.substr(end + 4);
  }
  ::close(socket);
  return out;
}

inline std::string percent_decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

inline std::string percent_encoded(const std::string& text) {
  std::string out;
  char code[4];
  for (const unsigned char c : text) {
    std::snprintf(code, sizeof code, "%%%02X", c);
    out += code;
  }
  return out;
}

inline std::map<std::string, std::string> read_form(const std::string& body) {
  std::map<std::string, std::string> out;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('&', at), body.size());
    const std::size_t equals = std::min(body.find('=', at), end);
    out[percent_decoded(body.substr(at, equals - at))] =
        percent_decoded(body.substr(std::min(equals + 1, end), end - std::min(equals + 1, end)));
    at = end + 1;
  }
  return out;
}

inline std::string signature(const std::string& method, const std::string& secret,
                             const std::string& body) {
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_get_digestbyname(method.c_str()), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), code, &size);
  std::string out = method + "=";
  char hex[3];
  for (unsigned int i = 0; i < size; ++i) {
    std::snprintf(hex, sizeof hex, "%02x", code[i]);
    out += hex;
  }
  return out;
}

class Hub {
 public:
  using Form = std::map<std::string, std::string>;

  Hub() : server_([this](const Request& request, Connection& out) { subscribe(request, out); }) {}

  std::string url() const { return server_.url("/hub"); }

  // How it behaves from now on. Set before the first request, or between two.
  std::atomic<int> status = 202;             // of the answer to a subscription
  std::atomic<int> lease = 864000;           // seconds; 0: it does not say
  std::atomic<bool> verifies = true;         // some never do
  std::atomic<bool> verifies_first = false;  // before it answers the subscription
  std::atomic<bool> denies = false;

  // Subscriptions asked for so far, and what the callback said to each verification.
  std::vector<Form> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::vector<Answer> verified() const {
    const std::lock_guard lock(mutex_);
    return verified_;
  }

  // Pushes to whoever subscribed last; the status of the callback's answer.
  int push(const std::string& body, const std::string& method = "sha256",
           const std::string& secret = {}) const {
    const Form form = asked().back();
    Headers headers = {{"Content-Type", "application/rss+xml"},
                       {"Link", "<" + url() + ">; rel=\"hub\""}};
    const auto own = form.find("hub.secret");
    if (own != form.end() || !secret.empty())
      headers.push_back(
          {"X-Hub-Signature", signature(method, secret.empty() ? own->second : secret, body)});
    return ask("POST", form.at("hub.callback"), headers, body).status;
  }

 private:
  void subscribe(const Request& request, Connection& out) {
    if (request.target == "/moved") {  // one that sends on
      return out.reply(307, {{"Location", url()}});
    }
    Form form = read_form(request.body);
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(form);
    }
    if (verifies_first) verify(form);
    out.reply(status, {}, status < 300 ? "" : "not today");
    if (!verifies_first && verifies && status < 300) verify(form);
  }

  void verify(const Form& form) {
    const std::string challenge = "challenge-" + std::to_string(asked().size());
    std::string url = form.at("hub.callback") +
                      "?hub.mode=" + (denies ? "denied&hub.reason=closed" : form.at("hub.mode")) +
                      "&hub.topic=" + percent_encoded(form.at("hub.topic"));
    if (!denies) url += "&hub.challenge=" + challenge;
    if (!denies && lease > 0) url += "&hub.lease_seconds=" + std::to_string(lease);
    Answer answer = ask("GET", url);
    if (answer.status == 200 && !denies && answer.body != challenge) answer.status = -1;
    const std::lock_guard lock(mutex_);
    verified_.push_back(answer);
  }

  mutable std::mutex mutex_;
  std::vector<Form> asked_;       // guarded by mutex_
  std::vector<Answer> verified_;  // guarded by mutex_
  HttpServer server_;             // last: it uses all the others
};

}  // namespace test_support
