#include "core/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/json.h"

namespace pactwatch {
namespace {

// As core/json.cc does.
void put_plain(std::string& out, double value) {
  if (is_whole(value))
    put_integer(out, static_cast<std::int64_t>(value));
  else
    put_real(out, value);
}

}  // namespace

void put_text(std::string& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
  });
  if (!plain) {
    out += dump_json(nlohmann::json(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void put_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const std::to_chars_result end = std::to_chars(digits.begin(), digits.end(), value);
  out.append(digits.begin(), end.ptr);
}

void put_real(std::string& out, double value) {
  constexpr double kShort = 1e15;  // from here on the exponent form
  if (std::fabs(value) < kShort && value == std::trunc(value) &&
      !(value == 0 && std::signbit(value))) {
    put_integer(out, static_cast<std::int64_t>(value));
    out += ".0";
    return;
  }
  out += dump_json(nlohmann::json(value));
}

void put_texts(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    put_text(out, texts[i]);
  }
  out += ']';
}

void put_money(std::string& out, const Money& money) {
  ObjectText object(out);
  if (money.bound != Bound::exact) object.text("bound", to_string(money.bound));
  object.text("currency", money.currency);
  if (money.high) put_plain(object.key("high"), *money.high);
  put_plain(object.key("value"), money.value);
}

std::string event_text(const Event& event, bool found) {
  std::string out;
  out.reserve(512);
  {
    ObjectText object(out);
    if (event.amount)
      put_money(object.key("amount"), *event.amount);
    else
      object.key("amount") += "null";
    object.text_or_null("attribution", event.attribution);
    if (event.exclusive) object.key("exclusive") += *event.exclusive ? "true" : "false";
    if (!event.metric.empty()) object.text("metric", event.metric);
    object.text("modality", to_string(event.modality));
    if (event.multiple) put_plain(object.key("multiple"), *event.multiple);
    if (event.percent)
      put_plain(object.key("percent"), *event.percent);
    else
      object.key("percent") += "null";
    const bool rule = found && !event.rule.empty();
    if (rule) put_integer(object.key("revision"), event.rule_revision);
    object.key("roles");
    {
      ObjectText roles(out);
      for (const auto& [role, parties] : event.roles) {
        if (parties.size() == 1 && role != "party")
          roles.text(role, parties.front());
        else
          put_texts(roles.key(role), parties);
      }
    }
    if (rule) object.text("rule", event.rule);
    if (found) {
      object.key("span") += '[';
      put_integer(out, static_cast<std::int64_t>(event.span.begin));
      out += ',';
      put_integer(out, static_cast<std::int64_t>(event.span.end));
      out += ']';
    }
    object.text_or_null("stage", event.stage);
    object.text("type", event.type);
    object.text_or_null("until", event.until);
    object.text_or_null("when", event.when);
  }
  return out;
}

}  // namespace pactwatch
