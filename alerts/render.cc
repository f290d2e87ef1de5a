#include "alerts/render.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/text.h"

namespace pactwatch::alerts {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Terms whose name does not read by itself once its marks are gone.
constexpr std::array<Pair, 15> kTerms = {{
    {"revenue_share.cap", "revenue-share cap"},
    {"revenue_share.rate", "revenue share"},
    {"license", "licence"},
    {"license.exclusive", "licence exclusivity"},
    {"stake.percent", "stake"},
    {"stake.value", "stake's worth"},
    {"valuation.target", "valuation sought"},
    {"ipo", "IPO"},
    {"ipo.amount", "IPO proceeds"},
    {"purchase_commitment", "purchase commitment"},
    {"funding_round", "funding round"},
    {"regulatory_action", "regulator's action"},
    {"investment.total", "total invested"},
    {"partnership.status", "partnership"},
    {"financial_metric", "figures"},
}};

constexpr std::array<Pair, 8> kSymbols = {{{"USD", "$"},
                                           {"EUR", "€"},
                                           {"GBP", "£"},
                                           {"JPY", "¥"},
                                           {"INR", "₹"},
                                           {"KRW", "₩"},
                                           {"CAD", "C$"},
                                           {"AUD", "A$"}}};

constexpr std::array<std::string_view, 7> kPlainStages = {"current", "agreed", "announced", "held",
                                                          "past",    "formed", "amended"};

// Up to two decimals, none that are zero: 38, 6.6, 1.25.
std::string plain(double number) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", number);
  std::string out(text);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string sum(double value, std::string_view currency) {
  std::string sign;
  for (const auto& [code, symbol] : kSymbols) {
    if (code == currency) sign = symbol;
  }
  if (sign.empty() && !currency.empty()) sign = std::string(currency) + " ";
  const double size = std::abs(value);
  if (size >= 1e12) return sign + plain(value / 1e12) + "tn";
  if (size >= 1e9) return sign + plain(value / 1e9) + "bn";
  if (size >= 1e6) return sign + plain(value / 1e6) + "m";
  if (size >= 1e4) return sign + plain(value / 1e3) + "k";
  return sign + plain(value);
}

// A stage that goes without saying where a figure is given.
bool is_plain_stage(std::string_view stage) {
  return std::find(kPlainStages.begin(), kPlainStages.end(), stage) != kPlainStages.end();
}

// The first claim that has what is asked for.
const ClaimView* first_with(const ChangeView& change, std::string ClaimView::*member) {
  for (const ClaimView& evidence : change.claims)
    if (!(evidence.*member).empty()) return &evidence;
  return nullptr;
}

std::string value_or_nothing(const std::optional<Value>& value) {
  return value ? render_value(*value) : std::string();
}

// Takes out of both what is the same in both, so that a headline names only what moved.
void keep_differences(std::optional<Value>& before, std::optional<Value>& after) {
  if (!before || !after || *before == *after) return;
  const auto drop = [&](auto member) {
    if ((*before).*member != (*after).*member) return;
    (*before).*member = {};
    (*after).*member = {};
  };
  drop(&Value::amount);
  drop(&Value::percent);
  drop(&Value::multiple);
  drop(&Value::exclusive);
  drop(&Value::stage);
  drop(&Value::until);
}

// "revenue-share cap $38bn", or the term alone when the value has nothing to say.
std::string term_with(const ChangeView& change, const std::string& value) {
  const std::string term = render_term(change.term);
  return value.empty() ? term : term + " " + value;
}

}  // namespace

std::string render_money(const Money& money) {
  std::string out = sum(money.value, money.currency);
  if (money.high) out += "–" + sum(*money.high, money.currency);
  switch (money.bound) {
    case Bound::exact:
      return out;
    case Bound::min:
      return "at least " + out;
    case Bound::max:
      return "up to " + out;
    case Bound::approx:
      return "about " + out;
  }
  return out;
}

std::string render_value(const Value& value) {
  std::vector<std::string> parts;
  if (value.amount) parts.push_back(render_money(*value.amount));
  if (value.percent) parts.push_back(plain(*value.percent) + "%");
  if (value.multiple) parts.push_back(plain(*value.multiple) + "x");
  if (value.exclusive) parts.emplace_back(*value.exclusive ? "exclusive" : "non-exclusive");
  if (!value.stage.empty() && (parts.empty() || !is_plain_stage(value.stage)))
    parts.push_back(value.stage);
  if (!value.until.empty()) parts.push_back("until " + value.until);
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string render_term(std::string_view term) {
  for (const auto& [name, words] : kTerms)
    if (name == term) return std::string(words);
  std::string out;
  for (const char c : term) out += c == '.' || c == '_' ? ' ' : c;
  return out;
}

std::string render_parties(const std::vector<std::string>& parties) {
  std::string out;
  for (const std::string& party : parties) out += (out.empty() ? "" : "–") + party;
  return out;
}

std::string headline(const ChangeView& change) {
  const std::string parties =
      change.parties.empty() ? change.relationship : render_parties(change.parties);
  std::optional<Value> old_value = change.before;
  std::optional<Value> new_value = change.after;
  // What ended by a stage of its own (settled, terminated) says so itself.
  const bool last_stage = change.kind == "ended" && new_value && !new_value->stage.empty() &&
                          old_value && old_value->stage != new_value->stage;
  if (change.kind == "value_changed" || change.kind == "stage_changed" || last_stage)
    keep_differences(old_value, new_value);
  const std::string before = value_or_nothing(old_value);
  const std::string after = value_or_nothing(new_value);
  const std::string& held = after.empty() ? before : after;
  const std::string term = render_term(change.term);
  std::string what;
  if (change.kind == "value_changed") {
    what = term + (change.cause == "correction" ? " corrected to " : " now ") +
           (after.empty() ? "without a figure" : after) + " (was " +
           (before.empty() ? "not stated" : before) + ")";
  } else if (change.kind == "stage_changed" || last_stage) {
    what = term_with(change, after) + (before.empty() ? "" : " (was " + before + ")");
  } else if (change.kind == "contradicted") {
    what = term + " disputed: " + (after.empty() ? "not so" : after) +
           (before.empty() ? "" : " against " + before);
  } else if (change.kind == "new") {
    what = term_with(change, after);
  } else if (change.kind == "retracted" && !after.empty() && !before.empty()) {
    what = term + " " + before + " retracted, " +
           (after == before ? "but still " + change.status : "back to " + after);
  } else {
    // confirmed, denied, corroborated, ended, retracted say what happened to what was held.
    what = term_with(change, held) + " " + change.kind;
  }
  return parties + ": " + what;
}

std::string standing(const ChangeView& change) {
  std::string out;
  const ClaimView* const evidence = change.claims.empty() ? nullptr : &change.claims.front();
  if (evidence != nullptr) {
    const std::string& who =
        evidence->attribution.empty() ? evidence->outlet : evidence->attribution;
    const bool stated = change.status == "confirmed" ||
                        (change.status == "ended" && evidence->modality == "confirmed");
    std::string verb = stated ? "stated by " : "reported by ";
    if (change.kind == "denied") verb = "according to ";
    if (!who.empty()) out = verb + who;
    if (!evidence->attribution.empty() && !evidence->outlet.empty() &&
        evidence->attribution != evidence->outlet)
      out += " in " + evidence->outlet;
  }
  if (change.status == "rumoured")
    out += (out.empty() ? "" : ", ") + std::string("a rumour so far");
  if (change.origins > 1)
    out += (out.empty() ? "" : ", ") + std::to_string(change.origins) + " independent origins";
  return out;
}

std::string quotation(const ChangeView& change, std::size_t max_bytes) {
  const ClaimView* const evidence = first_with(change, &ClaimView::sentence);
  if (evidence == nullptr) return {};
  std::string text = fold_space(evidence->sentence);
  if (text.size() > max_bytes) {
    const std::size_t space = text.rfind(' ', max_bytes);
    text.resize(space == std::string::npos ? max_bytes : space);
    // A cut without a space may have split a character.
    text = make_valid_utf8(text) + " …";
  }
  return "“" + text + "”";
}

std::string source_line(const ChangeView& change) {
  const ClaimView* const evidence = first_with(change, &ClaimView::url);
  if (evidence == nullptr) return {};
  std::string out = evidence->outlet;
  const std::string day = evidence->published.substr(0, 10);
  if (!day.empty()) out += (out.empty() ? "" : ", ") + day;
  return out + (out.empty() ? "" : ", ") + evidence->url;
}

std::vector<std::string> render(const ChangeView& change) {
  std::vector<std::string> lines;
  const std::string sure = standing(change);
  lines.push_back(headline(change) + (sure.empty() ? "" : " — " + sure));
  if (const std::string quote = quotation(change); !quote.empty()) lines.push_back("  " + quote);
  if (const std::string source = source_line(change); !source.empty())
    lines.push_back("  " + source);
  return lines;
}

}  // namespace pactwatch::alerts
