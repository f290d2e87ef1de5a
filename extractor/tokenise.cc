#include "extractor/tokenise.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "core/words.h"

namespace pactwatch {
namespace {

enum Class : std::uint8_t {
  kLower = 1,
  kUpper = 2,
  kDigit = 4,
  kSpace = 8,
  kHigh = 16,
  kInner = 32
};

// By byte; kInner for the marks that a word may have inside.
constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    if (c >= 'a' && c <= 'z') out[c] = kLower;
    if (c >= 'A' && c <= 'Z') out[c] = kUpper;
    if (c >= '0' && c <= '9') out[c] = kDigit;
    if (c >= 0x80) out[c] = kHigh;
  }
  for (const char c : std::string_view(" \t\n\r")) out[static_cast<unsigned char>(c)] = kSpace;
  for (const char c : std::string_view("-.,&'")) out[static_cast<unsigned char>(c)] = kInner;
  return out;
}();

std::uint8_t class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alpha(char c) { return (class_of(c) & (kLower | kUpper)) != 0; }
bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_space(char c) { return class_of(c) == kSpace; }

// Length of a UTF-8 punctuation mark or space at `pos` (general punctuation block, NBSP, and the
// currency signs), 0 when the bytes there are letters.
std::size_t high_punctuation(std::string_view s, std::size_t pos) {
  const auto at = [&](std::size_t i) -> unsigned {
    return pos + i < s.size() ? static_cast<unsigned char>(s[pos + i]) : 0U;
  };
  if (at(0) == 0xC2 && at(1) >= 0xA0 && at(1) <= 0xBF && at(1) != 0xAA && at(1) != 0xBA) return 2;
  if (at(0) == 0xE2 && at(1) >= 0x80 && at(1) <= 0x8A) return 3;
  if (at(0) == 0xE2 && at(1) >= 0x90 && at(1) <= 0xAF) return 3;  // bullets, arrows, boxes
  if (at(0) == 0xE3 && at(1) == 0x80) return 3;
  return 0;
}

bool is_apostrophe(std::string_view s, std::size_t pos, std::size_t& length) {
  if (pos < s.size() && s[pos] == '\'') {
    length = 1;
    return true;
  }
  if (s.substr(pos, 3) == "\xE2\x80\x99" || s.substr(pos, 3) == "\xE2\x80\x98") {
    length = 3;
    return true;
  }
  return false;
}

class Tokeniser {
 public:
  Tokeniser(Analysis& analysis, const Lexicon& lexicon)
      : a_(analysis),
        text_(analysis.text),
        lexicon_(lexicon),
        abbreviations_(lexicon.list("abbreviation")) {}

  void run() {
    constexpr std::size_t kBytesOfToken = 5;  // with its space; a guess to begin with
    a_.tokens.reserve(text_.size() / kBytesOfToken);
    std::size_t pos = 0;
    std::uint32_t paragraph = 0;
    while (pos < text_.size()) {
      // A paragraph is a run of lines; every line break ends a sentence, since news text does not
      // wrap its lines and lists, headings and table rows stand on lines of their own.
      std::size_t end = text_.find('\n', pos);
      if (end == std::string_view::npos) end = text_.size();
      if (end > pos) {
        const auto first = static_cast<std::uint32_t>(a_.tokens.size());
        tokenise_line(pos, end);
        split_sentences(first, paragraph);
      }
      if (end < text_.size() && end + 1 < text_.size() && text_[end + 1] == '\n') ++paragraph;
      pos = end + 1;
    }
  }

 private:
  void add(std::size_t begin, std::size_t end, Token::Kind kind, bool glued) {
    Token token;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.kind = kind;
    token.glued = glued;
    token.plain = plain_ && kind != Token::Kind::punctuation;
    plain_ = false;
    const char c = text_[begin];
    token.capital = is_upper(c);
    // É, Ö, Š...: Latin-1 and Latin Extended-A capitals.
    if (is_high(c) && begin + 1 < end) {
      const auto a = static_cast<unsigned char>(c);
      const auto b = static_cast<unsigned char>(text_[begin + 1]);
      token.capital = (a == 0xC3 && b >= 0x80 && b <= 0x9E) || (a == 0xC4 && b % 2 == 0) ||
                      (a == 0xC5 && (b % 2 == 0 || b == 0xBB || b == 0xBD));
    }
    const std::string_view word = std::string_view(a_.lower).substr(begin, end - begin);
    token.word = &lexicon_.word(word);
    // A capital behind the first byte.
    const bool inner = token.plain ? (inner_ & kUpper) != 0
                                   : word.substr(1) != text_.substr(begin + 1, end - begin - 1);
    if (inner) {
      token.inner_capital = true;
      std::size_t letters = 0;
      bool small = false;
      for (std::size_t i = begin; i < end; ++i) {
        if (is_alpha(text_[i])) ++letters;
        small = small || is_lower(text_[i]);
      }
      token.all_capitals = !small && letters >= 2;
    }
    if (may_be_boilerplate(word)) boilerplate_ = static_cast<std::uint32_t>(a_.tokens.size());
    a_.tokens.push_back(token);
  }

  void tokenise_line(std::size_t begin, std::size_t end) {
    bool glued = false;
    for (std::size_t i = begin; i < end;) {
      const char c = text_[i];
      if (is_space(c)) {
        ++i;
        glued = false;
        continue;
      }
      std::size_t length = is_high(c) ? high_punctuation(text_, i) : 0;
      if (length == 2 && text_.substr(i, 2) == "\xC2\xA0") {
        i += 2;
        glued = false;
        continue;
      }
      if (c == '<' || c == '>') {
        i = c == '<' ? bracketed_end(i, end) : i + 1;
        glued = false;
        continue;
      }
      std::size_t apostrophe = 0;
      if (length == 0 && (is_alpha(c) || is_digit(c) || is_high(c))) {
        if (!is_lower(c))
          if (const std::size_t ticker = ticker_end(i, end); ticker != 0) {
            i = ticker;
            continue;
          }
        std::size_t stop = word_end(i, end);
        // "Nvidia-backed": a name and what is said of it are two tokens.
        if (is_upper(c) && !plain_)
          if (const std::size_t hyphen = lower_tail(i, stop); hyphen != 0) stop = hyphen;
        add(i, stop, is_digit(c) ? Token::Kind::number : Token::Kind::word, glued);
        i = stop;
      } else if (is_apostrophe(text_, i, apostrophe)) {
        // 's and its kin are tokens of their own; any other apostrophe is a quotation mark.
        std::size_t stop = i + apostrophe;
        std::size_t letters = stop;
        while (letters < end && is_alpha(text_[letters])) ++letters;
        const std::size_t count = letters - stop;
        // "Boeing 's jets": some texts put a space before it.
        const bool apart = !glued && count == 1 && text_[stop] == 's' && i > 0 &&
                           is_space(text_[i - 1]) && !a_.tokens.empty() &&
                           a_.tokens.back().kind == Token::Kind::word;
        if ((glued && count >= 1 && count <= 2) || apart) stop = letters;
        add(i, stop, Token::Kind::punctuation, glued);
        i = stop;
      } else {
        std::size_t size = length == 0 ? 1 : length;
        // "(LYV -0.3%)": the sign of a number is no dash.
        if (c == '-' && !glued && i + 1 < end && is_digit(text_[i + 1])) {
          ++i;
          continue;
        }
        if (c == '-' && glued && i + 1 < end && is_lower(text_[i + 1]) && is_alpha(text_[i - 1]))
          size = word_end(i + 1, end) - i;
        add(i, i + size, Token::Kind::punctuation, glued);
        i += size;
      }
      glued = true;
    }
  }

  // "Coastal Corp <CGP> sued <Larkspur Foods Ltd>": wire services put codes, and names of companies
  // that have none, in angle brackets. Past the code, or past the bracket before anything else.
  std::size_t bracketed_end(std::size_t i, std::size_t end) const {
    constexpr std::size_t kLongestCode = 10;
    std::size_t p = i + 1;
    while (p < end && p - i <= kLongestCode &&
           (is_upper(text_[p]) || is_digit(text_[p]) || text_[p] == '.'))
      ++p;
    return p > i + 1 && p < end && text_[p] == '>' ? p + 1 : i + 1;
  }

  // "Kroger Co KR.N said": the exchange code that wire services put behind a name, a few capitals,
  // a dot and one or two more, says nothing to the sentence. 0 where none begins at `i`.
  std::size_t ticker_end(std::size_t i, std::size_t end) const {
    constexpr std::size_t kLongestCode = 6;
    if (i == 0 || !is_space(text_[i - 1])) return 0;
    std::size_t p = i;
    while (p < end && (is_upper(text_[p]) || is_digit(text_[p]))) ++p;
    if (p - i < 2 || p - i > kLongestCode || p >= end || text_[p] != '.') return 0;
    std::size_t q = p + 1;
    while (q < end && is_upper(text_[q])) ++q;
    if (q - p < 2 || q - p > 3) return 0;
    const bool whole = q >= end || !(is_alpha(text_[q]) || is_digit(text_[q]) || text_[q] == '.');
    return whole ? q : 0;
  }

  // End of the word that begins at `i`: letters and digits, with inner hyphens, ampersands, dots
  // of initials ("U.S.") and dots or commas between digits.
  std::size_t word_end(std::size_t i, std::size_t end) {
    constexpr std::uint8_t kLetters = kLower | kUpper | kDigit;
    std::size_t p = i;
    std::uint8_t inner = 0;
    if ((class_of(text_[p]) & kLetters) != 0)
      while (++p < end && (class_of(text_[p]) & kLetters) != 0) inner |= class_of(text_[p]);
    inner_ = inner;
    const std::size_t letters = p;
    // Most words are over here.
    if (p == end || (class_of(text_[p]) & (kHigh | kInner)) == 0) {
      plain_ = true;
      return p;
    }
    while (p < end) {
      const char c = text_[p];
      if (is_alpha(c) || is_digit(c)) {
        ++p;
        continue;
      }
      if (is_high(c)) {
        if (high_punctuation(text_, p) != 0) {
          std::size_t apostrophe = 0;
          // O’Reilly, L’Oréal: an apostrophe between a capital and a capital stays inside.
          if (is_apostrophe(text_, p, apostrophe) && p + apostrophe < end &&
              is_upper(text_[p + apostrophe]) && p - i <= 2) {
            p += apostrophe;
            continue;
          }
          break;
        }
        ++p;
        while (p < end && (static_cast<unsigned char>(text_[p]) & 0xC0U) == 0x80U) ++p;
        continue;
      }
      const bool more = p + 1 < end;
      if (!more) break;
      const char next = text_[p + 1];
      if (c == '-' && (is_alpha(next) || is_digit(next) || is_high(next)) &&
          high_punctuation(text_, p + 1) == 0) {
        ++p;
        continue;
      }
      if ((c == '.' || c == ',') && is_digit(text_[p - 1]) && is_digit(next)) {
        ++p;
        continue;
      }
      if (c == '&' && is_upper(next) && is_upper(text_[p - 1])) {
        ++p;
        continue;
      }
      if (c == '\'' && is_upper(next) && p - i <= 2) {
        ++p;
        continue;
      }
      // Character.AI, Amazon.com, Booking.com: a dot inside a name.
      if (c == '.' && p - i >= 3 && is_alpha(next) && looks_like_domain(p + 1, end)) {
        ++p;
        continue;
      }
      // U.S., U.K., N.V., S.p.A.: single letters each with a dot.
      if (c == '.' && is_alpha(text_[p - 1]) && (p == i + 1 || text_[p - 2] == '.') &&
          is_alpha(next) && (p + 2 >= end || !is_alpha(text_[p + 2]))) {
        ++p;
        continue;
      }
      break;
    }
    // The closing dot of initials belongs to them.
    if (p < end && text_[p] == '.' && p >= i + 3 && text_[p - 2] == '.') ++p;
    plain_ = p == letters;
    return p;
  }

  // Where a lower-case tail begins behind the last hyphen of a capitalised word; 0 when none does.
  std::size_t lower_tail(std::size_t begin, std::size_t end) const {
    const std::size_t hyphen = text_.substr(begin, end - begin).rfind('-');
    if (hyphen == std::string_view::npos || begin + hyphen + 4 > end) return 0;
    return is_lower(text_[begin + hyphen + 1]) ? begin + hyphen : 0;
  }

  bool looks_like_domain(std::size_t p, std::size_t end) const {
    static const std::array<std::string_view, 9> ends = {"com", "ai", "io", "net", "org",
                                                         "co",  "tv", "me", "fm"};
    std::size_t stop = p;
    while (stop < end && is_alpha(text_[stop])) ++stop;
    const std::string_view word = std::string_view(a_.lower).substr(p, stop - p);
    if (stop < end && (is_digit(text_[stop]) || text_[stop] == '-')) return false;
    return std::find(ends.begin(), ends.end(), word) != ends.end();
  }

  bool is_abbreviation(std::uint32_t token) const {
    const std::string_view word = a_.token_text(token);
    if (word.size() == 1 && is_upper(word[0])) return true;  // an initial
    return abbreviations_.count(std::string(word) + ".") != 0;
  }

  static bool is_closing(std::string_view mark) {
    return mark == ")" || mark == "]" || mark == "\"" || mark == "'" || mark == "\xE2\x80\x9D" ||
           mark == "\xE2\x80\x99";
  }

  void split_sentences(std::uint32_t first, std::uint32_t paragraph) {
    const auto count = static_cast<std::uint32_t>(a_.tokens.size());
    std::uint32_t start = first;
    for (std::uint32_t i = first; i < count; ++i) {
      // A full stop, a question or exclamation mark, the last byte of an ellipsis.
      const char last = text_[a_.tokens[i].end - 1];
      if (last != '.' && last != '?' && last != '!' && last != '\xA6') continue;
      if (!ends_sentence(i, count)) continue;
      std::uint32_t stop = i + 1;
      while (stop < count && a_.tokens[stop].glued && is_closing(a_.token_text(stop))) ++stop;
      push_sentence(start, stop, paragraph);
      start = stop;
      i = stop - 1;
    }
    if (start < count) push_sentence(start, count, paragraph);
  }

  bool ends_sentence(std::uint32_t i, std::uint32_t count) const {
    const std::string_view mark = a_.token_text(i);
    if (a_.tokens[i].kind != Token::Kind::punctuation && mark.back() != '.') return false;
    // Initials swallow their full stop: "in the U.S. The company ..."
    const bool initials = mark.size() > 2 && mark.back() == '.';
    if (mark != "." && mark != "?" && mark != "!" && mark != "\xE2\x80\xA6" && !initials)
      return false;
    std::uint32_t next = i + 1;
    while (next < count && a_.tokens[next].glued && is_closing(a_.token_text(next))) ++next;
    if (next >= count) return true;
    const Token& after = a_.tokens[next];
    if (initials) return after.capital && !after.glued && begins_sentence(next);
    if (mark == "." && i > 0 && a_.tokens[i].glued && is_abbreviation(i - 1))
      return after.capital && !after.glued && begins_sentence(next) && !never_final(i - 1);
    if (mark == "." && after.glued && after.kind == Token::Kind::number) return false;
    if (after.glued) return after.capital;  // "(...).)The": glued sentences
    const std::string_view word = a_.token_text(next);
    const bool opening = word == "\"" || word == "\xE2\x80\x9C" || word == "(" || word == "[" ||
                         word == "\xE2\x80\x98" || word == "'" || word == "-" ||
                         word == "\xE2\x80\xA2";
    return after.capital || after.kind == Token::Kind::number || opening ||
           (mark != "." && !after.capital ? false : is_high(word[0]) || word[0] == '$');
  }

  // After an abbreviation only a word that cannot go on a name begins a sentence.
  bool begins_sentence(std::uint32_t token) const {
    static const WordSet openers = {
        "the",       "a",      "an",       "it",    "its",   "in",    "on",        "at",
        "but",       "and",    "they",     "he",    "she",   "this",  "that",      "these",
        "under",     "last",   "as",       "for",   "with",  "after", "before",    "while",
        "when",      "if",     "both",     "there", "their", "his",   "according", "however",
        "meanwhile", "shares", "analysts", "we",    "some",  "since", "by"};
    return openers.count(a_.token_lower(token)) != 0;
  }

  bool never_final(std::uint32_t token) const {
    static const WordSet titles = {"mr",  "ms",  "mrs", "dr", "prof", "gen", "sen",
                                   "rep", "gov", "st",  "no", "vs",   "v",   "lt"};
    return titles.count(a_.token_lower(token)) != 0;
  }

  void push_sentence(std::uint32_t begin, std::uint32_t end, std::uint32_t paragraph) {
    if (begin == end) return;
    Sentence sentence;
    sentence.token_begin = after_dateline(begin, end);
    sentence.token_end = end;
    sentence.begin = a_.tokens[begin].begin;
    sentence.end = a_.tokens[end - 1].end;
    sentence.paragraph = paragraph;
    sentence.skip = carries_no_news(begin, end);
    a_.sentences.push_back(sentence);
  }

  // "BOSTON, Jan 16 (Harbor Wire) - JetBlue ...": the token after the dash that ends a dateline.
  std::uint32_t after_dateline(std::uint32_t begin, std::uint32_t end) const {
    constexpr std::uint32_t kLongestDateline = 26;  // tokens: several towns, a date, an agency
    const bool line_start =
        begin == 0 ||
        text_.substr(a_.tokens[begin - 1].end, a_.tokens[begin].begin - a_.tokens[begin - 1].end)
                .find('\n') != std::string_view::npos;
    if (!line_start || !a_.tokens[begin].capital) return begin;
    const bool dated = a_.tokens[begin].all_capitals;
    bool agency = false;
    for (std::uint32_t i = begin; i < end && i < begin + kLongestDateline; ++i) {
      const std::string_view mark = a_.token_text(i);
      if (mark == "(" || mark == "/") agency = true;
      const bool dash = mark == "-" || mark == "\xE2\x80\x93" || mark == "\xE2\x80\x94";
      if (!dash) continue;
      if (a_.tokens[i].glued && i + 1 < end && a_.tokens[i + 1].glued &&
          a_.token_text(i + 1) != "-")
        continue;
      std::uint32_t next = i + 1;
      while (next < end && a_.token_text(next) == "-") ++next;
      return (dated || agency) && next < end ? next : begin;
    }
    return begin;
  }

  // Whether the sentence of this word is worth a search for promotions and safe harbour.
  static bool may_be_boilerplate(std::string_view word) {
    constexpr std::size_t kShortest = 10;  // "newsletter"
    if (word.size() < kShortest) return word.size() == 5 && word == "undue";
    if (word.find('w') == std::string_view::npos) return false;
    return word.find("newsletter") != std::string_view::npos ||
           word.find("forward-looking") != std::string_view::npos;
  }

  // Promotions, related-story lines, safe harbour, notes about the author or the corrections desk,
  // and headings. A correction is news of its own and stays.
  bool carries_no_news(std::uint32_t begin, std::uint32_t end) const {
    const std::string_view line = std::string_view(a_.lower).substr(
        a_.tokens[begin].begin, a_.tokens[end - 1].end - a_.tokens[begin].begin);
    static const std::array<std::string_view, 44> openings = {"register for ",
                                                              "sign up",
                                                              "subscribe",
                                                              "click here",
                                                              "read more",
                                                              "read also",
                                                              "also read",
                                                              "related:",
                                                              "related stories",
                                                              "you may also like",
                                                              "advertisement",
                                                              "sponsored",
                                                              "join ",
                                                              "watch live",
                                                              "watch:",
                                                              "download ",
                                                              "follow us",
                                                              "share this",
                                                              "disclaimer",
                                                              "forward-looking",
                                                              "safe harbor",
                                                              "safe harbour",
                                                              "this article is for",
                                                              "this release contains",
                                                              "this press release contains",
                                                              "the statements included",
                                                              "words such as",
                                                              "actual results",
                                                              "about the author",
                                                              "photo:",
                                                              "image:",
                                                              "getty images/",
                                                              "(reporting by",
                                                              "(additional reporting",
                                                              "(editing by",
                                                              "reporting by",
                                                              "our standards:",
                                                              "for media inquiries",
                                                              "media contact",
                                                              "contact:",
                                                              "more from",
                                                              "don't miss",
                                                              "see also",
                                                              "try our"};
    static const std::array<bool, 256> initials = [] {
      std::array<bool, 256> out{};
      for (const std::string_view opening : openings)
        out[static_cast<unsigned char>(opening.front())] = true;
      return out;
    }();
    if (initials[static_cast<unsigned char>(line.front())])
      for (const std::string_view opening : openings)
        if (opening.front() == line.front() && line.substr(0, opening.size()) == opening)
          return true;
    if (boilerplate_ != kNoToken && boilerplate_ >= begin) {
      if (line.find("forward-looking statement") != std::string_view::npos) return true;
      if (line.find("undue reliance") != std::string_view::npos) return true;
      if (line.find("newsletter") != std::string_view::npos && end - begin < 25) return true;
    }
    return is_heading(begin, end);
  }

  // A line without final punctuation most of whose words are capitalised, or all of which are.
  bool is_heading(std::uint32_t begin, std::uint32_t end) const {
    const std::string_view last = a_.token_text(end - 1);
    if (last == "." || last == "!" || last == "?" || last == "\"" || last == "\xE2\x80\x9D" ||
        last == ")" || last == ";" || last.back() == '.')
      return false;
    constexpr std::uint32_t kLongestHeading = 18;
    const std::uint32_t words = end - begin;
    if (words > kLongestHeading) return false;
    std::uint32_t capitals = 0;
    std::uint32_t lower = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      const Token& token = a_.tokens[i];
      if (token.kind != Token::Kind::word) continue;
      if (token.capital) {
        ++capitals;
      } else if (token.end - token.begin > 3) {
        ++lower;
      }
    }
    return capitals > 2 * lower;
  }

  Analysis& a_;
  std::string_view text_;
  const Lexicon& lexicon_;
  const WordList& abbreviations_;
  static constexpr std::uint32_t kNoToken = static_cast<std::uint32_t>(-1);
  std::uint8_t inner_ = 0;  // classes of the bytes of the word just read, without the first
  bool plain_ = false;      // the word just read is ASCII letters and digits alone
  std::uint32_t boilerplate_ = kNoToken;  // the last token that may be part of boilerplate
};

}  // namespace

void tokenise(Analysis& analysis, const Lexicon& lexicon) { Tokeniser(analysis, lexicon).run(); }

}  // namespace pactwatch
