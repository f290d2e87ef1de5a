#include "fetcher/page_date.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

#include <re2/re2.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "core/text.h"

namespace pactwatch {
namespace {

std::string fold_case(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())))
      .foldCase()
      .toUTF8String(out);
  return out;
}

// Month names of many languages, full and short, folded. Where two languages disagree (Czech and
// Croatian "listopad") the one named first has its way.
int month_of(std::string_view word) {
  static const std::unordered_map<std::string, int> months = [] {
    std::unordered_map<std::string, int> out;
    for (const char* language :
         {"en",      "de", "fr", "es", "pt", "it", "nl", "sv", "da",   "nb", "fi",
          "pl",      "cs", "sk", "hu", "ro", "bg", "ru", "uk", "el",   "tr", "sr",
          "sr_Latn", "hr", "bs", "sl", "lt", "lv", "et", "id", "ms",   "ar", "fa",
          "he",      "hi", "th", "ca", "eu", "gl", "sq", "is", "de_AT"}) {
      UErrorCode status = U_ZERO_ERROR;
      const icu::DateFormatSymbols symbols(icu::Locale(language), status);
      if (U_FAILURE(status)) continue;
      for (const auto context :
           {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE})
        for (const auto width :
             {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
          int32_t count = 0;
          const icu::UnicodeString* names = symbols.getMonths(count, context, width);
          for (int32_t i = 0; i < std::min(count, 12); ++i) {
            std::string name;
            names[i].toUTF8String(name);
            name = fold_case(name);
            while (!name.empty() && name.back() == '.') name.pop_back();
            // Languages that number their months give "1" or "1月".
            if (name.size() < 3 || (name[0] >= '0' && name[0] <= '9')) continue;
            out.emplace(name, static_cast<int>(i) + 1);
          }
        }
    }
    out.emplace("sept", 9);
    out.emplace("märz", 3);
    out.emplace("mrz", 3);
    return out;
  }();
  const auto it = months.find(fold_case(word));
  return it == months.end() ? 0 : it->second;
}

bool in_reach(const Day& day) {
  constexpr int kFirstYear = 1990;  // of the web
  constexpr int kLastYear = 2100;
  return day.year >= kFirstYear && day.year <= kLastYear && is_valid(day);
}

struct Found {
  Day day;
  std::size_t at = std::string_view::npos;
};

// The first match of `pattern` that `read` makes a day of, before what was found already.
template <typename Read>
void seek(std::string_view text, const re2::RE2& pattern, Found& found, Read read) {
  std::size_t from = 0;
  re2::StringPiece groups[4];
  const re2::StringPiece piece(text.data(), text.size());
  while (from < text.size() &&
         pattern.Match(piece, from, text.size(), re2::RE2::UNANCHORED, groups, 4)) {
    const auto at = static_cast<std::size_t>(groups[0].data() - text.data());
    if (at >= found.at) return;
    const auto group = [&](int i) { return std::string(groups[i].data(), groups[i].size()); };
    if (const Day day = read(group(1), group(2), group(3)); in_reach(day)) {
      found = {day, at};
      return;
    }
    from = at + std::max<std::size_t>(1, groups[0].size() / 2);
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) ++from;
  }
}

int number(const std::string& digits) {
  int out = 0;
  for (const char c : digits)
    if (c >= '0' && c <= '9') out = out * 10 + (c - '0');
  return out;
}

}  // namespace

std::optional<Day> find_day(std::string_view text, std::string_view language, bool short_years) {
  static const re2::RE2 day_month(
      "\\b(\\d{1,2})(?:st|nd|rd|th|er|\\.º|º|ª|\\.|-)?\\s*(?:de |of "
      "|d['’]|-)?([a-zA-Z\\x{80}-\\x{10FFFF}]{3,16})\\.?,?[\\s-]*(?:de |del |ng )?"
      "((?:19|20)\\d\\d)");
  static const re2::RE2 month_day(
      "([a-zA-Z\\x{80}-\\x{10FFFF}]{3,16})\\.?,?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+((?:19|20)"
      "\\d\\d)");
  static const re2::RE2 year_first(
      "\\b((?:19|20)\\d\\d)\\s?(?:[-/.]|年|년)\\s?(\\d{1,2})\\s?(?:[-/"
      ".]|月|월)\\s?(\\d{1,2})(?:\\D|$)");
  static const re2::RE2 year_last(
      "\\b(\\d{1,2})\\s?[./-]\\s?(\\d{1,2})\\s?[./-]\\s?((?:19|20)\\d\\d)\\b");
  static const re2::RE2 year_short("\\b(\\d{2})[./](\\d{2})[./](\\d{2})\\b");
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (std::none_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  Found found;
  seek(text, day_month, found, [](const auto& day, const auto& month, const auto& year) {
    return Day{number(year), month_of(month), number(day)};
  });
  seek(text, month_day, found, [](const auto& month, const auto& day, const auto& year) {
    return Day{number(year), month_of(month), number(day)};
  });
  seek(text, year_first, found, [](const auto& year, const auto& month, const auto& day) {
    return Day{number(year), number(month), number(day)};
  });
  const bool american = language == "en-us";
  const auto by_numbers = [&](const std::string& a, const std::string& b, int year) {
    const int first = number(a);
    const int second = number(b);
    constexpr int kMonths = 12;
    const bool month_first = second > kMonths || (american && first <= kMonths);
    return month_first ? Day{year, first, second} : Day{year, second, first};
  };
  seek(text, year_last, found, [&](const auto& a, const auto& b, const auto& year) {
    return by_numbers(a, b, number(year));
  });
  if (short_years)
    seek(text, year_short, found, [&](const auto& a, const auto& b, const auto& year) {
      constexpr int kCentury = 2000;
      return by_numbers(a, b, kCentury + number(year));
    });
  if (found.at == std::string_view::npos) return std::nullopt;
  return found.day;
}

namespace {

bool is_named_for_date(const xmlNode* node) {
  static const re2::RE2 pattern(
      "(?i)(?:^|[^a-z])(?:[a-z]*date|dates|datum|fecha|data|datetime|publish(?:ed)?|published-?(?:"
      "at|on|date)?|"
      "publication|pubdate|publi|posted|timestamp|time|zeit|stand|created|lineinfo|"
      "publishtime|[a-z]*[a-z]date[a-z]*|byline|meta|info)(?:$|[^a-z])|[a-z]Date|datePublished|"
      "pubDate");
  static const re2::RE2 other("(?i)(?:update-?list|metadata|validate|candidate|mandate)");
  const std::string names =
      attribute(node, "class") + " " + attribute(node, "id") + " " + attribute(node, "itemprop");
  return names.size() > 3 && re2::RE2::PartialMatch(names, pattern) &&
         !re2::RE2::PartialMatch(names, other);
}

bool is_no_place(std::string_view tag) {
  return tag == "script" || tag == "style" || tag == "noscript" || tag == "svg" || tag == "nav" ||
         tag == "footer" || tag == "select";
}

xmlNode* body_of(xmlDoc* document) {
  xmlNode* root = xmlDocGetRootElement(document);
  if (root == nullptr) return nullptr;
  for (xmlNode* child = root->children; child != nullptr; child = child->next)
    if (tag_of(child) == "body") return child;
  return root;
}

}  // namespace

std::optional<Day> day_at_headline(xmlDoc* document, const std::string& title,
                                   std::string_view language) {
  xmlNode* body = body_of(document);
  if (body == nullptr) return std::nullopt;
  std::vector<xmlNode*> elements;
  constexpr std::size_t kMost = 50'000;  // elements: bounds the walk over a page made to cost
  std::size_t headline = 0;
  bool sure = false;
  const std::string wanted = letters_of(title);
  walk(body, [&](xmlNode* node) {
    const std::string_view tag = tag_of(node);
    if (tag.empty() || elements.size() >= kMost) return tag.empty();
    if (is_no_place(tag) || tag == "figure" || tag == "figcaption") return false;
    if (!sure && tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '4') {
      sure = wanted.size() > 8 && letters_of(text_of(node, 2 * title.size())) == wanted;
      if (sure || (tag == "h1" && headline == 0)) headline = elements.size();
    }
    elements.push_back(node);
    return true;
  });
  if (elements.empty() || headline == 0) return std::nullopt;
  const auto day_of_element = [&](std::size_t i, bool any_name) -> std::optional<Day> {
    const xmlNode* node = elements[i];
    const bool is_time = tag_of(node) == "time";
    if (!any_name && !is_time && !is_named_for_date(node)) return std::nullopt;
    constexpr std::size_t kLongest = 160;
    constexpr std::size_t kLabel = 80;
    const std::size_t longest = any_name ? kLabel : kLongest;
    const std::string text = text_of(node, longest);
    if (text.size() > longest) return std::nullopt;
    if (const auto day = find_day(text, language, true)) return day;
    if (is_time) return find_day(attribute(node, "datetime"), language);
    return std::nullopt;
  };
  constexpr std::size_t kAfter = 60;
  constexpr std::size_t kBefore = 25;
  // First what is named for a date, then any short text.
  for (const bool any_name : {false, true}) {
    for (std::size_t i = headline; i < std::min(elements.size(), headline + kAfter); ++i)
      if (const auto day = day_of_element(i, any_name)) return day;
    for (std::size_t i = headline; i > 0 && headline - i < kBefore; --i)
      if (const auto day = day_of_element(i - 1, any_name)) return day;
  }
  return std::nullopt;
}

std::optional<Day> day_in_text(xmlDoc* document, std::string_view language) {
  static const re2::RE2 cue(
      "(?i)(?:published|posted|updated|edited|modified|revised|stand|letzte "
      "änderung|veröffentlicht|aktualisiert|"
      "erschienen|publié|mis à jour|mise à jour|publicado|actualizado|atualizado|pubblicato|"
      "aggiornato|gepubliceerd|opublikowano|date)\\b.{0,25}?(\\d.{0,40}|[a-zA-Z\\x{80}-\\x{10FFFF}]"
      "{3,9}\\.? \\d{1,2},? \\d{4})");
  xmlNode* body = body_of(document);
  if (body == nullptr) return std::nullopt;
  std::string text;
  walk(body, [&](xmlNode* node) {
    if (node->type == XML_TEXT_NODE && node->content != nullptr)
      (text += reinterpret_cast<const char*>(node->content)) += ' ';
    return !is_no_place(tag_of(node));
  });
  text = fold_space(text);
  re2::StringPiece rest(text);
  std::string behind;
  constexpr int kMost = 20;  // cues: bounds the search in a page made to cost
  for (int i = 0; i < kMost && re2::RE2::FindAndConsume(&rest, cue, &behind); ++i)
    if (const auto day = find_day(behind, language)) return day;
  constexpr std::size_t kHead = 20'000;  // further down stand other stories' dates
  return find_day(std::string_view(text).substr(0, kHead), language);
}

}  // namespace pactwatch
