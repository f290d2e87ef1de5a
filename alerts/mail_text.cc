// A mail as it goes over the wire.

#include <ctime>

#include <openssl/evp.h>

#include "alerts/sink.h"
#include "core/text.h"

namespace pactwatch::alerts {
namespace {

constexpr std::size_t kLine = 76;  // RFC 2045: encoded lines are no longer

// Base64 in lines, for a body part: no line of an article can be too long or end the mail.
std::string base64_body(const std::string& text) {
  std::string out;
  constexpr std::size_t kBytes = kLine / 4 * 3;
  for (std::size_t at = 0; at < text.size(); at += kBytes) {
    const std::size_t size = std::min(kBytes, text.size() - at);
    std::string line(kLine + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(line.data()),
                                       reinterpret_cast<const unsigned char*>(text.data() + at),
                                       static_cast<int>(size));
    out.append(line, 0, static_cast<std::size_t>(length)).append("\r\n");
  }
  return out;
}

// A header's text as RFC 2047 encoded words, none longer than 75 and none splitting a character.
std::string encoded_words(const std::string& text) {
  std::string out;
  constexpr std::size_t kBytes = 45;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + kBytes, text.size());
    while (end < text.size() && end > at &&
           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      --end;
    std::string word = base64_body(text.substr(at, end - at));
    word.resize(word.size() - 2);
    out += (out.empty() ? "" : "\r\n ") + ("=?utf-8?B?" + word) + "?=";
    at = end;
  }
  return out;
}

// RFC 5322: "Tue, 12 May 2026 08:30:00 +0000", in English whatever the locale.
std::string mail_date(UtcTime time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Day day = day_of(time);
  const std::string iso = to_iso(UtcTime{time.ms / 1000 * 1000});
  constexpr std::size_t kClock = 11;  // "2026-05-12T08:30:00Z": where the clock begins
  return std::string(kDays[weekday(day)]) + ", " + std::to_string(day.day) + " " +
         kMonths[day.month - 1] + " " + std::to_string(day.year) + " " + iso.substr(kClock, 8) +
         " +0000";
}

}  // namespace

std::string mail_text(const std::string& from, const std::string& to, const Message& message,
                      UtcTime now) {
  const std::string boundary = "=_" + message.id;
  const std::string domain = from.substr(from.find('@') + 1);
  const auto part = [&](const char* type, const std::string& body) {
    return "--" + boundary + "\r\nContent-Type: " + type +
           "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_body(body);
  };
  return "Date: " + mail_date(now) + "\r\nFrom: pactwatch <" + from + ">\r\nTo: <" + to +
         ">\r\nMessage-ID: <" + message.id + "@" + domain +
         ">\r\nSubject: " + encoded_words(fold_space(subject(message))) +
         "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/alternative; boundary=\"" +
         boundary + "\"\r\n\r\n" + part("text/plain", plain_text(message)) +
         part("text/html", html(message)) + "--" + boundary + "--\r\n";
}

}  // namespace pactwatch::alerts
