#include "extractor/figure_context.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "core/words.h"

namespace pactwatch {
namespace {

// A country whose papers write "$" for its own dollar, and what shows that a story is from there.
struct DollarCountry {
  std::string_view currency;
  std::array<std::string_view, 2> hosts;  // how their addresses end
  std::array<std::string_view, 6> signs;  // words of their business news
};

constexpr std::array<DollarCountry, 4> kDollarCountries = {{
    {"AUD",
     {".com.au", ".net.au"},
     {"Australia", "ASX", "Sydney", "Melbourne", "Brisbane", "Perth"}},
    {"CAD", {".ca", ""}, {"Canad", "TSX", "Toronto", "Calgary", "Montreal", "Vancouver"}},
    {"NZD", {".co.nz", ""}, {"New Zealand", "NZX", "Auckland", "Wellington", "Kiwi", ""}},
    {"SGD", {".com.sg", ""}, {"Singapore", "SGX", "", "", "", ""}},
}};

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + word.size()))
    ++n;
  return n;
}

std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find('/'));
}

// The currency that a bare "$" stands for: another dollar than the American one where the article
// marks that one ("US$"), or stands in a country's paper; empty when nothing says so.
std::string_view local_dollar(std::string_view text, std::string_view url) {
  const std::string_view host = host_of(url);
  const bool marked = text.find("US$") != std::string_view::npos;
  std::string_view best;
  std::size_t most = 0;
  for (const DollarCountry& country : kDollarCountries) {
    const std::string own(1, country.currency.front());
    if (text.find(own + "$") != std::string_view::npos &&
        text.find("US$") == std::string_view::npos)
      continue;  // "A$" and "$": the bare one is America's
    for (const std::string_view end : country.hosts)
      if (!end.empty() && host.ends_with(end) && country.currency != "CAD") return country.currency;
    if (!marked) continue;
    std::size_t n = 0;
    for (const std::string_view sign : country.signs)
      if (!sign.empty()) n += count(text, sign);
    if (n > most) {
      most = n;
      best = country.currency;
    }
  }
  return best;
}

// Whether what stands behind a bare number leaves open what it counts: "486 million in 2022".
bool counts_nothing(std::string_view text, std::size_t end) {
  static const WordSet open = {"in",       "a",          "last",   "the",  "this", "for",
                               "at",       "by",         "from",   "on",   "year", "earlier",
                               "during",   "and",        "or",     "when", "two",  "three",
                               "compared", "previously", "before", "to",   "over", "next"};
  while (end < text.size() && text[end] == ' ') ++end;
  if (end >= text.size() || text[end] == '\n') return true;
  if (text[end] == '.' || text[end] == ',' || text[end] == ';' || text[end] == ')') return true;
  std::size_t stop = end;
  while (stop < text.size() && text[stop] >= 'a' && text[stop] <= 'z') ++stop;
  return open.count(text.substr(end, stop - end)) != 0;
}

// Words between two sums that are compared: "up from", "against a loss of", "compared with".
bool compares(std::string_view between) {
  static constexpr std::array<std::string_view, 9> words = {" from ",     " against ", " compared ",
                                                            " versus ",   " than ",    " after ",
                                                            " down from", " up from",  " to "};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return between.find(word) != std::string_view::npos;
  });
}

}  // namespace

void settle_currencies(std::string_view text, std::string_view url, std::vector<Figure>& figures) {
  constexpr std::size_t kFar = 120;     // bytes between two sums that are compared
  constexpr double kLeastElided = 1e6;  // smaller numbers count other things
  const auto bare = [&](const Figure& figure) {
    return figure.kind == FigureKind::money && figure.currency == "USD" &&
           text[figure.begin] == '$';
  };
  const std::string_view dollar = std::any_of(figures.begin(), figures.end(), bare)
                                      ? local_dollar(text, url)
                                      : std::string_view();
  const Figure* sum = nullptr;
  for (Figure& figure : figures) {
    if (figure.kind == FigureKind::money) {
      if (!dollar.empty() && bare(figure)) figure.currency = dollar;
      sum = &figure;
      continue;
    }
    if (figure.kind != FigureKind::number || sum == nullptr || figure.value < kLeastElided)
      continue;
    if (figure.begin < sum->end || figure.begin - sum->end > kFar) continue;
    const std::string_view between = text.substr(sum->end, figure.begin - sum->end);
    if (between.find(". ") != std::string_view::npos ||
        between.find('\n') != std::string_view::npos)
      continue;
    const std::string written = ascii_lower(text.substr(figure.begin, figure.end - figure.begin));
    if (written.find("illion") == std::string::npos && written.find("crore") == std::string::npos)
      continue;
    if (!compares(between) || !counts_nothing(text, figure.end)) continue;
    figure.kind = FigureKind::money;
    figure.currency = sum->currency;
  }
}

}  // namespace pactwatch
