#include "core/time.h"

#include <chrono>
#include <cstdio>

namespace pactwatch {
namespace {

namespace chr = std::chrono;

constexpr std::int64_t kMsPerDay = 86'400'000;

class SystemClock : public Clock {
 public:
  UtcTime now() const override {
    const auto since_epoch = chr::system_clock::now().time_since_epoch();
    return {chr::duration_cast<chr::milliseconds>(since_epoch).count()};
  }
};

chr::year_month_day civil(Day d) {
  return chr::year{d.year} / chr::month(static_cast<unsigned>(d.month)) /
         chr::day(static_cast<unsigned>(d.day));
}

// Reads exactly `count` digits at `pos`; -1 when they are not all digits.
int digits(std::string_view text, std::size_t pos, std::size_t count) {
  if (pos + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = pos; i < pos + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::int64_t to_serial(Day day) { return chr::sys_days(civil(day)).time_since_epoch().count(); }

Day from_serial(std::int64_t serial) {
  const chr::year_month_day ymd{chr::sys_days{chr::days{serial}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

int weekday(Day day) {
  const std::int64_t n = (to_serial(day) + 4) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>(n < 0 ? n + 7 : n);
}

int days_in_month(int year, int month) {
  const auto last = chr::year{year} / chr::month(static_cast<unsigned>(month)) / chr::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

bool is_valid(Day day) {
  return day.month >= 1 && day.month <= 12 && day.day >= 1 &&
         day.day <= days_in_month(day.year, day.month);
}

Day day_of(UtcTime time) {
  std::int64_t serial = time.ms / kMsPerDay;
  if (time.ms % kMsPerDay < 0) --serial;
  return from_serial(serial);
}

UtcTime midnight(Day day) { return {to_serial(day) * kMsPerDay}; }

std::string to_iso(UtcTime time) {
  const Day day = day_of(time);
  const std::int64_t rest = time.ms - midnight(day).ms;
  const int ms = static_cast<int>(rest % 1000);
  const int seconds = static_cast<int>(rest / 1000);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d", day.year, day.month,
                day.day, seconds / 3600, seconds / 60 % 60, seconds % 60);
  std::string out = buffer;
  if (ms != 0) {
    std::snprintf(buffer, sizeof buffer, ".%03d", ms);
    out += buffer;
  }
  return out + "Z";
}

std::string to_iso(Day day) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", day.year, day.month, day.day);
  return buffer;
}

std::optional<Day> parse_iso_day(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const Day day{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
  if (day.year < 0 || !is_valid(day)) return std::nullopt;
  return day;
}

std::optional<UtcTime> parse_iso_time(std::string_view text) {
  const std::optional<Day> day = parse_iso_day(text);
  if (!day) return std::nullopt;
  UtcTime time = midnight(*day);
  if (text.size() == 10) return time;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || text[13] != ':') return std::nullopt;
  time.ms += (hour * 60 + minute) * 60'000LL;
  std::size_t pos = 16;
  if (pos < text.size() && text[pos] == ':') {
    const int second = digits(text, pos + 1, 2);
    if (second < 0 || second > 60) return std::nullopt;  // 60: a leap second
    time.ms += second * 1000LL;
    pos += 3;
    if (pos < text.size() && (text[pos] == '.' || text[pos] == ',')) {
      int scale = 100;
      for (++pos; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos) {
        time.ms += (text[pos] - '0') * scale;
        scale /= 10;
      }
    }
  }
  if (pos == text.size()) return time;
  if ((text[pos] == 'Z' || text[pos] == 'z') && pos + 1 == text.size()) return time;
  if (text[pos] != '+' && text[pos] != '-') return std::nullopt;
  const int sign = text[pos] == '+' ? 1 : -1;
  const int zone_hour = digits(text, pos + 1, 2);
  std::size_t at = pos + 3;
  if (at < text.size() && text[at] == ':') ++at;
  const int zone_minute = at == text.size() ? 0 : digits(text, at, 2);
  if (zone_hour < 0 || zone_minute < 0 || (at != text.size() && at + 2 != text.size()))
    return std::nullopt;
  time.ms -= sign * (zone_hour * 60 + zone_minute) * 60'000LL;
  return time;
}

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace pactwatch
