#include "fetcher/feed_date.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "core/text.h"

namespace pactwatch {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Piece {
  enum Kind { number, word, mark } kind = mark;
  std::string text;
  int value = 0;
  int digits = 0;
};

std::vector<Piece> split(std::string_view text) {
  std::vector<Piece> out;
  constexpr std::size_t kLongest = 100;  // bytes: longer is no date
  if (text.size() > kLongest) return out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    Piece piece;
    if (is_digit(c)) {
      piece.kind = Piece::number;
      while (i < text.size() && is_digit(text[i])) {
        if (piece.digits < 9) piece.value = piece.value * 10 + (text[i] - '0');
        ++piece.digits;
        piece.text += text[i++];
      }
    } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80) {
      piece.kind = Piece::word;
      while (i < text.size() &&
             ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') ||
              static_cast<unsigned char>(text[i]) >= 0x80 || text[i] == '_' ||
              (text[i] == '/' && piece.text.size() > 3)))
        piece.text += text[i++];
    } else {
      piece.text = c;
      ++i;
    }
    out.push_back(std::move(piece));
  }
  return out;
}

// English and the languages that feeds of news agencies use, by their first letters in lower case.
int month_of(const std::string& word) {
  const std::string w = ascii_lower(word);
  static const std::array<std::vector<std::string_view>, 12> names = {{
      {"jan", "ene", "gen", "tam", "januar", "jän", "янв", "ιαν", "1월", "led", "sty", "ocak"},
      {"feb", "fév", "fev", "фев", "φεβ", "febr", "únor", "lut", "şub", "helm"},
      {"mar", "mär", "mrt", "maart", "мар", "μάρ", "μαρ", "márc", "maa", "marz"},
      {"apr", "avr", "abr", "апр", "απρ", "ápr", "huh", "kwi", "nis"},
      {"may", "mai", "maj", "mei", "mag", "май", "мая", "μάι", "μαϊ", "máj", "tou"},
      {"jun", "juin", "giu", "июн", "ιούν", "ιουν", "jún", "kes", "cze", "haz"},
      {"jul", "juil", "lug", "июл", "ιούλ", "ιουλ", "júl", "hei", "lip", "tem"},
      {"aug", "aoû", "aou", "ago", "авг", "αύγ", "αυγ", "elo", "sie", "ağu"},
      {"sep", "set", "сен", "σεπ", "szept", "syy", "wrz", "eyl"},
      {"oct", "okt", "ott", "out", "окт", "οκτ", "lok", "paź", "eki"},
      {"nov", "ноя", "νοέ", "νοε", "mar­r", "lis", "kas"},
      {"dec", "dez", "dic", "déc", "дек", "δεκ", "jou", "gru", "ara"},
  }};
  if (w.size() < 3) return 0;
  for (std::size_t m = 0; m < names.size(); ++m)
    for (const std::string_view name : names[m])
      if (w.compare(0, name.size(), name) == 0) return static_cast<int>(m + 1);
  return 0;
}

// Minutes east of UTC; nullopt for a word that is no zone.
std::optional<int> zone_of(const std::string& word, UtcTime local) {
  static const std::unordered_map<std::string, int> zones = {
      {"z", 0},      {"ut", 0},      {"utc", 0},     {"gmt", 0},    {"wet", 0},    {"est", -300},
      {"edt", -240}, {"cst", -360},  {"cdt", -300},  {"mst", -420}, {"mdt", -360}, {"pst", -480},
      {"pdt", -420}, {"et", -300},   {"ct", -360},   {"mt", -420},  {"pt", -480},  {"ast", -240},
      {"adt", -180}, {"akst", -540}, {"akdt", -480}, {"hst", -600}, {"nst", -210}, {"ndt", -150},
      {"cet", 60},   {"cest", 120},  {"met", 60},    {"mest", 120}, {"mez", 60},   {"mesz", 120},
      {"bst", 60},   {"ist", 330},   {"west", 60},   {"eet", 120},  {"eest", 180}, {"msk", 180},
      {"msd", 240},  {"jst", 540},   {"kst", 540},   {"hkt", 480},  {"sgt", 480},  {"pht", 480},
      {"wib", 420},  {"ict", 420},   {"aest", 600},  {"aedt", 660}, {"acst", 570}, {"acdt", 630},
      {"awst", 480}, {"nzst", 720},  {"nzdt", 780},  {"sast", 120}, {"brt", -180}, {"art", -180},
      {"clt", -240}, {"pkt", 300},   {"sst", -660},  {"idt", 180},  {"trt", 180},  {"gst", 240}};
  const std::string key = ascii_lower(word);
  if (const auto it = zones.find(key); it != zones.end()) return it->second;
  if (key.size() == 1 && key[0] >= 'a' && key[0] <= 'y' && key[0] != 'j' && key != "t") return 0;
  if (word.find('/') == std::string::npos) return std::nullopt;
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(word)));
  if (zone == nullptr || *zone == icu::TimeZone::getUnknown()) return std::nullopt;
  int32_t raw = 0;
  int32_t daylight = 0;
  UErrorCode error = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(local.ms), static_cast<UBool>(true), raw, daylight, error);
  return U_FAILURE(error) ? std::nullopt : std::optional<int>((raw + daylight) / 60'000);
}

int full_year(int value, int digits) {
  if (digits > 2) return value;
  return value < 70 ? 2000 + value : 1900 + value;  // RFC 2822, 4.3, moved on
}

class Reader {
 public:
  explicit Reader(std::string_view text) : pieces_(split(text)) {}

  std::optional<UtcTime> read() {
    if (pieces_.empty()) return std::nullopt;
    take_time();
    if (!take_date()) return std::nullopt;
    if (day_.year < 1000 || day_.year > 9999) return std::nullopt;
    if (day_.month < 1 || day_.month > 12 || day_.day < 1) return std::nullopt;
    const int last = days_in_month(day_.year, day_.month);
    if (day_.day > 31) return std::nullopt;
    if (day_.day > last) day_.day = last;
    UtcTime time = midnight(day_);
    time.ms += ((hour_ * 60 + minute_) * 60 + second_) * 1000LL + ms_;
    take_zone(time);
    time.ms -= offset_ * 60'000LL;
    return time;
  }

 private:
  bool mark(std::size_t i, char c) const {
    return i < pieces_.size() && pieces_[i].kind == Piece::mark && pieces_[i].text[0] == c;
  }
  bool number(std::size_t i) const {
    return i < pieces_.size() && pieces_[i].kind == Piece::number;
  }

  // The first "number:number" is the time; what it takes is blanked.
  void take_time() {
    for (std::size_t i = 0; i + 2 < pieces_.size(); ++i) {
      if (!number(i) || !(mark(i + 1, ':') || mark(i + 1, 'h')) || !number(i + 2)) continue;
      if (pieces_[i].value > 24 || pieces_[i].digits > 2 || pieces_[i + 2].value > 59) continue;
      hour_ = pieces_[i].value;
      minute_ = pieces_[i + 2].value;
      std::size_t end = i + 3;
      if (mark(end, ':') && number(end + 1)) {
        second_ = std::min(pieces_[end + 1].value, 59);
        end += 2;
        if ((mark(end, '.') || mark(end, ',')) && number(end + 1)) {
          std::string digits = (pieces_[end + 1].text + "000").substr(0, 3);
          ms_ = std::atoi(digits.c_str());
          end += 2;
        }
      }
      time_end_ = end;
      for (std::size_t k = i; k < end; ++k) pieces_[k] = Piece();
      for (std::size_t k = end; k < pieces_.size() && k <= end + 1; ++k) {
        if (pieces_[k].kind != Piece::word) continue;
        const std::string word = ascii_lower(pieces_[k].text);
        if (word == "pm" && hour_ < 12) hour_ += 12;
        if (word == "am" && hour_ == 12) hour_ = 0;
        if (word == "am" || word == "pm") pieces_[k] = Piece();
      }
      return;
    }
    // ISO basic: 20030902T081530Z, and a bare hour after T.
    for (std::size_t i = 0; i + 2 < pieces_.size(); ++i)
      if (pieces_[i].kind == Piece::number && pieces_[i + 1].text == "T" && number(i + 2) &&
          (pieces_[i].digits == 8 || pieces_[i].digits <= 2)) {
        const Piece& t = pieces_[i + 2];
        if (t.digits >= 2) hour_ = std::atoi(t.text.substr(0, 2).c_str());
        if (t.digits >= 4) minute_ = std::atoi(t.text.substr(2, 2).c_str());
        if (t.digits >= 6) second_ = std::atoi(t.text.substr(4, 2).c_str());
        time_end_ = i + 3;
        pieces_[i + 2] = Piece();
        pieces_[i + 1] = Piece();
        return;
      }
  }

  bool take_date() {
    for (std::size_t i = 0; i < pieces_.size(); ++i)
      if (pieces_[i].kind == Piece::word && pieces_[i].text != "T")
        if (const int month = month_of(pieces_[i].text); month != 0 && !is_weekday_word(i))
          return with_month(i, month);
    return numeric();
  }

  // "Mar" may begin "mardi" (Tuesday): a month has numbers about it that make a date.
  bool is_weekday_word(std::size_t i) const {
    const std::string w = ascii_lower(pieces_[i].text);
    for (const std::string_view day : {"mardi", "martes", "marted", "mercredi", "sept"})
      if (w.rfind(day, 0) == 0 && day != "sept") return true;
    return false;
  }

  bool with_month(std::size_t at, int month) {
    int day = 0;
    int year = -1;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (!number(i) ||
          (time_end_ != 0 && i >= time_end_ && (mark(i - 1, '+') || mark(i - 1, '-'))))
        continue;
      const Piece& piece = pieces_[i];
      if (piece.digits >= 3 && piece.digits <= 4) {
        year = piece.value;
      } else if (piece.digits <= 2) {
        if (day == 0 && (i < at || year >= 0 || i > at)) {
          if (i < at || day == 0) day = piece.value;
        } else if (year < 0) {
          year = full_year(piece.value, piece.digits);
        }
      }
    }
    if (day == 0 && year < 0) return false;
    if (day == 0) day = 1;
    if (day > 31 && year >= 0 && year <= 31) std::swap(day, year);
    if (year < 0) return false;
    day_ = {full_year(year, year < 100 ? 2 : 4), month, day};
    return true;
  }

  bool numeric() {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < pieces_.size(); ++i)
      if (number(i) && (time_end_ == 0 || i < time_end_ || numbers.size() < 3))
        numbers.push_back(i);
    if (numbers.empty()) return false;
    const Piece& first = pieces_[numbers[0]];
    const auto value = [&](std::size_t n) {
      return n < numbers.size() ? pieces_[numbers[n]].value : 0;
    };
    const auto adjacent = [&](std::size_t n) {  // "2003-12": one mark between
      return n < numbers.size() && numbers[n] == numbers[n - 1] + 2 &&
             std::string_view("-/.:").find(pieces_[numbers[n] - 1].text) != std::string_view::npos;
    };
    switch (first.digits) {
      case 14:
        hour_ = std::atoi(first.text.substr(8, 2).c_str());
        minute_ = std::atoi(first.text.substr(10, 2).c_str());
        second_ = std::atoi(first.text.substr(12, 2).c_str());
        [[fallthrough]];
      case 8:
        day_ = {std::atoi(first.text.substr(0, 4).c_str()),
                std::atoi(first.text.substr(4, 2).c_str()),
                std::atoi(first.text.substr(6, 2).c_str())};
        return true;
      case 6:
        day_ = {full_year(std::atoi(first.text.substr(0, 2).c_str()), 2),
                std::atoi(first.text.substr(2, 2).c_str()),
                std::atoi(first.text.substr(4, 2).c_str())};
        return true;
      case 7:
        return ordinal(std::atoi(first.text.substr(0, 4).c_str()),
                       std::atoi(first.text.substr(4).c_str()));
      case 5:
        return ordinal(full_year(std::atoi(first.text.substr(0, 2).c_str()), 2),
                       std::atoi(first.text.substr(2).c_str()));
      case 4:
        day_ = {first.value, 1, 1};
        if (numbers.size() > 1 && pieces_[numbers[1]].digits == 3 && adjacent(1))
          return ordinal(first.value, value(1));
        if (adjacent(1)) day_.month = value(1);
        if (adjacent(1) && adjacent(2)) day_.day = value(2);
        return true;
      default:
        break;
    }
    if (numbers.size() < 3 || first.digits > 2) return false;
    const Piece& third = pieces_[numbers[2]];
    if (third.digits == 4) {  // 10/26/2020, or 26.10.2020
      const bool dots = mark(numbers[1] - 1, '.');
      day_ = {third.value, dots ? value(1) : value(0), dots ? value(0) : value(1)};
      if (day_.month > 12) std::swap(day_.month, day_.day);
      return true;
    }
    day_ = {full_year(value(0), 2), value(1), value(2)};  // 03-12-31
    if (!is_valid(day_)) day_ = {full_year(value(2), 2), value(0), value(1)};
    return true;
  }

  bool ordinal(int year, int day) {
    if (day < 1 || day > 366) return false;
    day_ = from_serial(to_serial({year, 1, 1}) + day - 1);
    return true;
  }

  void take_zone(UtcTime local) {
    for (std::size_t i = time_end_; i < pieces_.size() && time_end_ != 0; ++i) {
      if (mark(i, '+') || mark(i, '-')) {
        if (!number(i + 1)) continue;
        const Piece& hours = pieces_[i + 1];
        if (hours.digits > 4) continue;
        int minutes =
            hours.digits <= 2 ? hours.value * 60 : hours.value / 100 * 60 + hours.value % 100;
        if (hours.digits <= 2 && mark(i + 2, ':') && number(i + 3)) minutes += pieces_[i + 3].value;
        if (hours.digits == 4 && hours.value / 100 > 14) continue;
        offset_ = mark(i, '-') ? -minutes : minutes;
        return;
      }
      if (pieces_[i].kind == Piece::word)
        if (const std::optional<int> zone = zone_of(pieces_[i].text, local)) {
          offset_ = *zone;
          if (*zone != 0) return;
        }
    }
  }

  std::vector<Piece> pieces_;
  Day day_{0, 1, 1};
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  int ms_ = 0;
  int offset_ = 0;
  std::size_t time_end_ = 0;
};

// "Tue, 12 May 2026 08:30:00 +0200", as nearly every RSS feed has it, without taking it to pieces;
// nullopt for all that is the least bit different.
std::optional<UtcTime> read_rfc822(std::string_view t) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (t.size() > 5 && t[3] == ',' && t[4] == ' ') t.remove_prefix(5);
  const auto two = [&](std::size_t at) {
    return is_digit(t[at]) && is_digit(t[at + 1]) ? (t[at] - '0') * 10 + (t[at + 1] - '0') : -1;
  };
  constexpr std::size_t kShortest = 24;  // "12 May 2026 08:30:00 GMT"
  if (t.size() < kShortest || t[2] != ' ' || t[6] != ' ' || t[11] != ' ' || t[14] != ':' ||
      t[17] != ':' || t[20] != ' ')
    return std::nullopt;
  const std::size_t month = kMonths.find(t.substr(3, 3));
  const int century = two(7);
  const int year = two(9);
  const int hour = two(12);
  const int minute = two(15);
  const int second = two(18);
  if (month == std::string_view::npos || month % 3 != 0 || century < 10 || year < 0 || hour < 0 ||
      hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  const Day day{century * 100 + year, static_cast<int>(month / 3) + 1, two(0)};
  if (!is_valid(day)) return std::nullopt;
  int offset = 0;
  const std::string_view zone = t.substr(21);
  if (zone.size() == 5 && (zone[0] == '+' || zone[0] == '-')) {
    const int hours = two(22);
    const int minutes = two(24);
    constexpr int kFarthest = 14;
    if (hours < 0 || hours > kFarthest || minutes < 0) return std::nullopt;
    offset = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  } else if (zone != "GMT" && zone != "UTC") {
    return std::nullopt;
  }
  return UtcTime{midnight(day).ms +
                 (((hour - offset / 60) * 60LL + minute - offset % 60) * 60 + second) * 1000};
}

}  // namespace

std::optional<UtcTime> parse_feed_date(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (const std::optional<UtcTime> time = read_rfc822(trimmed)) return time;
  if (const std::optional<UtcTime> iso = parse_iso_time(trimmed)) return iso;
  const std::string folded = fold_space(text);
  if (const std::optional<UtcTime> iso = parse_iso_time(folded)) return iso;
  return Reader(folded).read();
}

}  // namespace pactwatch
