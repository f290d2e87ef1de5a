#include "rules/needs.h"

#include <algorithm>

#include "core/words.h"

namespace pactwatch {
namespace {

// Stands for \b in the strings below; no pattern and no text has it.
constexpr char kBorder = '\x01';
// Larger sets of strings are taken apart into what their halves need.
constexpr std::size_t kMostStrings = 2000;
constexpr std::size_t kMostChoices = 16;  // of two lists of words in a row, read as one

using Words = std::vector<std::string>;

// What can be told of a part of a pattern.
struct Part {
  bool finite = true;
  Words strings = {std::string()};  // finite: all that it matches
  std::vector<Words> clauses;       // not finite: what each of its matches needs
  bool ends_apart = false;          // not finite: its last byte is no word byte, unless it is empty
};

void remove_doubles(Words& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

// The whole words of a string: those with a border or another byte on either side. But for
// the "s" that skeletons write behind the name of an owner.
Words whole_words(std::string_view text) {
  Words out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // Code points of mentions: U+E001 to U+E00D.
    if (byte == 0xEE && i + 2 < text.size() && text[i + 1] == '\x80') {
      out.emplace_back(text.substr(i, 3));
      i += 3;
      continue;
    }
    if (!is_pattern_word_byte(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_pattern_word_byte(text[end])) ++end;
    const std::string_view word = text.substr(i, end - i);
    if (i > 0 && end < text.size() && word != "s") out.emplace_back(word);
    i = end;
  }
  return out;
}

// The word that fewest texts have, by its looks: the longest, unless it is one of the little ones.
const std::string& rarest(const Words& words) {
  static const WordSet little = {"from", "with", "over", "into", "than", "that", "this", "their",
                                 "then", "have", "been", "were", "will", "upon", "more", "but",
                                 "and",  "for",  "the",  "its",  "his",  "her",  "was",  "not",
                                 "out",  "off",  "all",  "own",  "has",  "are",  "who"};
  const auto weight = [](const std::string& word) {
    return little.count(word) != 0 ? 0 : word.size();
  };
  return *std::max_element(
      words.begin(), words.end(),
      [&](const std::string& x, const std::string& y) { return weight(x) < weight(y); });
}

// Adds what a text that holds one of `strings` needs.
void add_needs(const Words& strings, std::vector<Words>& out) {
  std::vector<Words> words;
  for (const std::string& text : strings) {
    words.push_back(whole_words(text));
    if (words.back().empty()) return;
  }
  const bool even = std::all_of(words.begin(), words.end(), [&](const Words& one) {
    return one.size() == words.front().size();
  });
  const std::size_t columns = even ? words.front().size() : 1;
  for (std::size_t column = 0; column < columns; ++column) {
    Words clause;
    for (const Words& one : words) clause.push_back(even ? one[column] : rarest(one));
    remove_doubles(clause);
    out.push_back(std::move(clause));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view pattern) : in_(pattern) {}

  PatternNeeds run() {
    PatternNeeds out;
    Part whole = alternatives(/*apart=*/false);
    if (failed_ || at_ != in_.size()) return out;
    close(whole);
    out.clauses = std::move(whole.clauses);
    for (const std::string& text : verb_) {
      std::size_t end = 0;
      while (end < text.size() && is_pattern_word_byte(text[end])) ++end;
      if (end == 0) {
        out.verbs.clear();
        break;
      }
      out.verbs.push_back(text.substr(0, end));
    }
    remove_doubles(out.verbs);
    out.verb_first = !out.verbs.empty() && verb_at_ == 2 && in_.substr(0, 2) == "\\b";
    const bool plain = std::all_of(list_.begin(), list_.end(), [](const std::string& text) {
      const bool letter = text.size() > 1 && text.front() >= 'a' && text.front() <= 'z';
      const bool owner = text.size() > 1 && text[0] == 's' && !is_pattern_word_byte(text[1]);
      return letter && !owner && is_pattern_word_byte(text.back()) &&
             text.find(kBorder) == std::string::npos;
    });
    if (plain) out.list = std::move(list_);
    for (const std::string& text : out.list)
      out.beginnings[static_cast<std::size_t>(text[0] - 'a') * 32 +
                     static_cast<std::size_t>(text[1] & 31)] = true;
    for (std::size_t letter = 0; letter < 26; ++letter) {
      out.first[letter] = static_cast<std::uint16_t>(out.by_letter.size());
      for (std::size_t i = 0; i < out.list.size(); ++i)
        if (out.list[i].front() == static_cast<char>('a' + letter))
          out.by_letter.push_back(static_cast<std::uint16_t>(i));
    }
    out.first[26] = static_cast<std::uint16_t>(out.by_letter.size());
    return out;
  }

 private:
  bool more() const { return !failed_ && at_ < in_.size(); }
  Part fail() {
    failed_ = true;
    return {};
  }
  static Part anything() {
    Part out;
    out.finite = false;
    return out;
  }

  // Turns the strings of a part into clauses.
  static void close(Part& part) {
    if (!part.finite) return;
    add_needs(part.strings, part.clauses);
    part.strings.clear();
    part.finite = false;
  }

  // `apart`: no word byte stands before.
  Part alternatives(bool apart) {
    std::vector<Part> parts = {sequence(apart)};
    while (more() && in_[at_] == '|') {
      ++at_;
      parts.push_back(sequence(apart));
    }
    if (parts.size() == 1) return std::move(parts.front());
    if (depth_ == 0) verb_.clear();  // only some of the alternatives may have it
    Part out;
    out.strings.clear();
    for (const Part& part : parts) {
      out.finite = out.finite && part.finite;
      out.strings.insert(out.strings.end(), part.strings.begin(), part.strings.end());
    }
    if (out.finite && out.strings.size() <= kMostStrings) return out;
    // One of the first clauses of all of them, when each has one.
    Part either = anything();
    Words any;
    for (Part& part : parts) {
      close(part);
      if (part.clauses.empty()) return either;
      any.insert(any.end(), part.clauses.front().begin(), part.clauses.front().end());
    }
    remove_doubles(any);
    either.clauses.push_back(std::move(any));
    return either;
  }

  // Parts one after another. Strings are put together as long as they stay few.
  Part sequence(bool apart) {
    Part out;
    std::vector<Words> clauses;  // of what was closed
    bool finite = true;
    Words run = {std::string()};
    while (more() && in_[at_] != '|' && in_[at_] != ')') {
      // No word byte stands before what comes next.
      const bool border = std::all_of(run.begin(), run.end(), [&](const std::string& text) {
        return text.empty() ? apart : ends_apart(text);
      });
      Part part = repeated(border);
      if (failed_) return {};
      if (part.finite) {
        const bool ends = std::all_of(run.begin(), run.end(), ends_apart);
        const bool begins = std::all_of(part.strings.begin(), part.strings.end(), begins_apart);
        if (run.size() == 1 || part.strings.size() == 1 ||
            run.size() * part.strings.size() <= (ends || begins ? kMostChoices : kMostStrings)) {
          Words both;
          for (const std::string& left : run)
            for (const std::string& right : part.strings) both.push_back(left + right);
          run = std::move(both);
          continue;
        }
        flush(run, apart, begins, clauses);
        finite = false;
        run = std::move(part.strings);
        apart = ends;
        continue;
      }
      flush(run, apart, false, clauses);
      finite = false;
      clauses.insert(clauses.end(), part.clauses.begin(), part.clauses.end());
      run = {std::string()};
      // What may be empty leaves what was before it.
      apart = part.ends_apart && border;
    }
    if (finite) {
      out.strings = std::move(run);
      return out;
    }
    out.finite = false;
    out.ends_apart = std::all_of(run.begin(), run.end(), ends_apart);
    flush(run, apart, false, clauses);
    out.clauses = std::move(clauses);
    return out;
  }

  static bool ends_apart(const std::string& text) {
    return !text.empty() && !is_pattern_word_byte(text.back());
  }
  static bool begins_apart(const std::string& text) {
    return !text.empty() && !is_pattern_word_byte(text.front());
  }

  static void flush(const Words& run, bool left, bool right, std::vector<Words>& clauses) {
    Words strings;
    for (const std::string& text : run)
      strings.push_back((left ? std::string(1, kBorder) : std::string()) + text +
                        (right ? std::string(1, kBorder) : std::string()));
    add_needs(strings, clauses);
  }

  // One element with what repeats it.
  Part repeated(bool apart) {
    const bool had_verb = !verb_.empty();
    Part part = element(apart);
    if (!more()) return part;
    const char sign = in_[at_];
    if (sign != '?' && sign != '*' && sign != '+' && sign != '{') return part;
    if (!had_verb) verb_.clear();  // it may be passed over
    ++at_;
    bool optional = sign != '+';
    if (sign == '{') {
      const std::size_t close_brace = in_.find('}', at_);
      if (close_brace == std::string_view::npos) return fail();
      optional = true;
      at_ = close_brace + 1;
    }
    const bool lazy = more() && in_[at_] == '?';
    if (lazy) ++at_;
    if (more() && (in_[at_] == '*' || in_[at_] == '+' || in_[at_] == '?' || in_[at_] == '{'))
      return fail();
    if (sign == '?' && part.finite) {
      // In the order in which they are tried.
      part.strings.insert(lazy ? part.strings.begin() : part.strings.end(), std::string());
      return part;
    }
    if (part.finite)
      part.ends_apart = std::all_of(part.strings.begin(), part.strings.end(), ends_apart);
    close(part);
    if (optional) part.clauses.clear();
    return part;
  }

  Part element(bool apart) {
    const char c = in_[at_];
    if (c == '(') return group(apart);
    if (c == '[') return set();
    if (c == '\\') return escape();
    ++at_;
    if (c == '.') return anything();
    if (c == '^' || c == '$') return {};
    if (c == '*' || c == '+' || c == '?' || c == kBorder) return fail();
    // One code point, since what follows may repeat it.
    std::size_t end = at_;
    if (static_cast<unsigned char>(c) >= 0x80)
      while (end < in_.size() && (static_cast<unsigned char>(in_[end]) & 0xC0U) == 0x80U) ++end;
    return one(end);
  }

  // The text up to `end`, of which one byte was read.
  Part one(std::size_t end) {
    Part out;
    out.strings = {std::string(in_.substr(at_ - 1, end - at_ + 1))};
    at_ = end;
    return out;
  }

  Part escape() {
    ++at_;
    if (at_ >= in_.size()) return fail();
    const char c = in_[at_++];
    if (c == 'b') {
      Part out;
      out.strings = {std::string(1, kBorder)};
      return out;
    }
    if (c == 'd') {
      Part out;
      out.strings.clear();
      for (char digit = '0'; digit <= '9'; ++digit) out.strings.emplace_back(1, digit);
      return out;
    }
    constexpr std::string_view kClasses = "DwWsS";
    if (kClasses.find(c) != std::string_view::npos) return anything();
    if (is_pattern_word_byte(c) || static_cast<unsigned char>(c) >= 0x80) return fail();
    Part out;
    out.strings = {std::string(1, c)};
    return out;
  }

  // A class of a few code points; any other matches anything.
  Part set() {
    Part out;
    out.strings.clear();
    std::size_t i = at_ + 1;
    bool plain = in_.substr(i, 1) != "^";
    if (!plain) ++i;
    if (in_.substr(i, 1) == "]") return fail();  // a bracket of the class itself
    for (; i < in_.size() && in_[i] != ']'; ++i) {
      if (in_[i] == '[' && in_.substr(i + 1, 1) == ":") return fail();  // a named class
      if (in_[i] == '\\') {
        plain = false;
        ++i;
        continue;
      }
      const std::size_t begin = i;
      while (i + 1 < in_.size() && (static_cast<unsigned char>(in_[i + 1]) & 0xC0U) == 0x80U) ++i;
      out.strings.emplace_back(in_.substr(begin, i - begin + 1));
      if (in_.substr(i + 1, 1) != "-" || in_.substr(i + 2, 1) == "]") continue;
      // A range.
      const char first = in_[begin];
      const char last = i + 2 < in_.size() ? in_[i + 2] : first;
      plain = plain && is_pattern_word_byte(first) && is_pattern_word_byte(last) && first <= last;
      for (int c = first + 1; plain && c <= last; ++c)
        out.strings.emplace_back(1, static_cast<char>(c));
      i += 2;
    }
    if (i >= in_.size()) return fail();
    at_ = i + 1;
    return plain && out.strings.size() <= kMostStrings ? out : anything();
  }

  Part group(bool apart) {
    const std::size_t open = at_++;
    std::string_view name;
    if (more() && in_[at_] == '?') {
      if (in_.substr(at_, 2) == "?:") {
        at_ += 2;
      } else if (in_.substr(at_, 3) == "?P<") {
        const std::size_t end = in_.find('>', at_);
        if (end == std::string_view::npos) return fail();
        name = in_.substr(at_ + 3, end - at_ - 3);
        at_ = end + 1;
      } else {
        return fail();  // flags
      }
    }
    ++depth_;
    Part part = alternatives(apart);
    --depth_;
    if (!more() || in_[at_] != ')') return fail();
    ++at_;
    const bool after = in_.substr(at_, 2) == "\\b";
    if (name == "verb" && depth_ == 0 && part.finite && apart &&
        (after || in_.substr(at_, 1) == " ")) {
      verb_ = part.strings;
      verb_at_ = open;
    }
    if ((name == "verb" || name == "head") && part.finite && open == 2 && apart && after &&
        at_ + 2 == in_.size())
      list_ = part.strings;
    return part;
  }

  std::string_view in_;
  std::size_t at_ = 0;
  int depth_ = 0;  // of groups
  bool failed_ = false;
  std::size_t verb_at_ = 0;
  Words verb_;  // all that the group "verb" matches, when it stands between borders
  Words list_;  // the same of a pattern that is nothing but its head
};

}  // namespace

PatternNeeds pattern_needs(std::string_view pattern) { return Reader(pattern).run(); }

}  // namespace pactwatch
