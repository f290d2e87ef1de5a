#include "rules/pattern.h"

#include <set>
#include <vector>

#include "core/text.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

constexpr int kMaxDepth = 8;  // deeper nesting of macros is a cycle

std::string escape(std::string_view word) { return re2::RE2::QuoteMeta(std::string(word)); }

// The code points a mention kind is written with, as a character class.
std::string mention_class(std::string_view kind) {
  static const std::map<std::string_view, std::vector<char32_t>> kinds = {
      {"ORG", {sentinel::kOrg}},
      {"PERSON", {sentinel::kPerson}},
      {"AUTHORITY", {sentinel::kAuthority}},
      {"COURT", {sentinel::kCourt}},
      {"OUTLET", {sentinel::kOutlet}},
      {"PLACE", {sentinel::kPlace}},
      {"PARTY", {sentinel::kOrg, sentinel::kPerson, sentinel::kAuthority, sentinel::kOutlet}},
      {"MONEY", {sentinel::kMoney}},
      {"PERCENT", {sentinel::kPercent}},
      {"MULTIPLE", {sentinel::kMultiple}},
      {"DATE", {sentinel::kDate}},
      {"DURATION", {sentinel::kDuration}},
      {"QUANTITY", {sentinel::kQuantity}},
      {"NUMBER", {sentinel::kNumber}}};
  const auto it = kinds.find(kind);
  if (it == kinds.end()) return {};
  std::string out = "[";
  for (const char32_t c : it->second) append_utf8(out, c);
  return out + "]";
}

std::string plural(const std::string& noun) {
  const std::size_t n = noun.size();
  if (n > 2 && noun[n - 1] == 'y' &&
      std::string_view("aeiou").find(noun[n - 2]) == std::string_view::npos)
    return noun.substr(0, n - 1) + "ies";
  const auto ends = [&](std::string_view end) {
    return n > end.size() && std::string_view(noun).substr(n - end.size()) == end;
  };
  if (ends("s") || ends("x") || ends("ch") || ends("sh")) return noun + "es";
  return noun + "s";
}

class Expander {
 public:
  Expander(const std::map<std::string, std::string>& macros, const Lexicon& lexicon)
      : macros_(macros), lexicon_(lexicon) {}

  Result<std::string> expand(std::string_view pattern, int depth) {
    if (depth > kMaxDepth)
      return fail(ErrorCode::invalid_input, "macros nest without end (a cycle)");
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
      const bool brace = pattern[i] == '{' && i + 1 < pattern.size() && pattern[i + 1] >= 'A' &&
                         pattern[i + 1] <= 'Z';
      if (!brace) {
        if (pattern[i] == '\\' && i + 1 < pattern.size()) out += pattern[i++];
        out += pattern[i++];
        continue;
      }
      const std::size_t close = pattern.find('}', i);
      if (close == std::string_view::npos)
        return fail(ErrorCode::invalid_input, "a brace is not closed",
                    std::string(pattern.substr(i)));
      Result<std::string> part = one(pattern.substr(i + 1, close - i - 1), depth);
      if (!part) return part;
      out += *part;
      i = close + 1;
    }
    return out;
  }

 private:
  Result<std::string> one(std::string_view inside, int depth) {
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    const std::string_view rest =
        colon == std::string_view::npos ? std::string_view() : inside.substr(colon + 1);
    if (name == "V") return verbs(rest);
    if (name == "N") return nouns(rest);
    if (name == "GAP") return std::string("(?:[^;:.?!\\n]*? )??");
    if (const std::string mention = mention_class(name); !mention.empty()) {
      if (rest.empty()) return mention;
      if (!names_.insert(std::string(rest)).second)
        return fail(ErrorCode::invalid_input,
                    "slot \"" + std::string(rest) + "\" is captured twice in one pattern");
      return "(?P<" + std::string(rest) + ">" + mention + ")";
    }
    const auto macro = macros_.find(std::string(name));
    if (macro == macros_.end()) {
      std::vector<std::string> known;
      for (const auto& [key, ignored] : macros_) known.push_back(key);
      const std::string near = nearest_name(name, known);
      return fail(ErrorCode::invalid_input, "unknown macro {" + std::string(name) + "}", {},
                  near.empty() ? std::string() : "did you mean {" + near + "}?");
    }
    return expand(macro->second, depth + 1);
  }

  // The first {V} or {N} is what the trigger turns on; a verb must also be read as one there.
  std::string head(const std::string& alternatives, const char* group) {
    if (has_head_) return "\\b(?:" + alternatives + ")\\b";
    has_head_ = true;
    return std::string("\\b(?P<") + group + ">" + alternatives + ")\\b";
  }

  Result<std::string> verbs(std::string_view list) {
    std::set<std::string> forms;
    for (const std::string& phrase : split(list, '|')) {
      const std::size_t space = phrase.find(' ');
      const std::string lemma = phrase.substr(0, space);
      const std::string particle = space == std::string::npos ? "" : phrase.substr(space);
      const auto inflected = lexicon_.forms_of(lemma);
      if (inflected.empty())
        return fail(ErrorCode::invalid_input, "the lexicon has no verb \"" + lemma + "\"", {},
                    "add it to [verb] in lexicon/grammar.toml");
      for (const auto& [form, bit] : inflected) forms.insert(escape(form) + particle);
    }
    return head(join(forms), "verb");
  }

  Result<std::string> nouns(std::string_view list) {
    std::set<std::string> forms;
    for (const std::string& noun : split(list, '|')) {
      forms.insert(escape(noun));
      forms.insert(escape(plural(noun)));
    }
    return head(join(forms), "head");
  }

  static std::string join(const std::set<std::string>& forms) {
    // Longest first: RE2 takes the leftmost alternative that matches.
    std::vector<std::string> sorted(forms.rbegin(), forms.rend());
    std::string out;
    for (const std::string& form : sorted) out += (out.empty() ? "" : "|") + form;
    return out;
  }

  const std::map<std::string, std::string>& macros_;
  const Lexicon& lexicon_;
  std::set<std::string> names_;
  bool has_head_ = false;
};

}  // namespace

Result<std::string> expand_pattern(std::string_view pattern,
                                   const std::map<std::string, std::string>& macros,
                                   const Lexicon& lexicon) {
  return Expander(macros, lexicon).expand(pattern, 0);
}

}  // namespace pactwatch
