#include "extractor/figure_words.h"

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/text.h"
#include "core/words.h"

namespace pactwatch {
namespace {

using Number = std::pair<std::string_view, double>;
using Name = std::pair<std::string_view, std::string_view>;

constexpr Number kNumbers[] = {
    {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
    {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
    {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
    {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
    {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
    {"seventy", 70}, {"eighty", 80},  {"ninety", 90}};

constexpr Number kScales[] = {
    {"trillion", 1e12}, {"trillions", 1e12}, {"tn", 1e12},  {"trn", 1e12},  {"tril", 1e12},
    {"tln", 1e12},      {"billion", 1e9},    {"bn", 1e9},   {"bln", 1e9},   {"bil", 1e9},
    {"billions", 1e9},  {"mrd", 1e9},        {"mln", 1e6},  {"mil", 1e6},   {"mn", 1e6},
    {"million", 1e6},   {"millions", 1e6},   {"mio", 1e6},  {"crore", 1e7}, {"crores", 1e7},
    {"cr", 1e7},        {"thousand", 1e3},   {"lakh", 1e5}, {"lakhs", 1e5}, {"hundred", 1e2},
    {"lac", 1e5},       {"lacs", 1e5}};

constexpr Number kMultiples[] = {
    {"doubled", 2},     {"doubling", 2},   {"doubles", 2},  {"tripled", 3},
    {"tripling", 3},    {"triples", 3},    {"trebled", 3},  {"quadrupled", 4},
    {"quadrupling", 4}, {"quintupled", 5}, {"twofold", 2},  {"threefold", 3},
    {"fourfold", 4},    {"fivefold", 5},   {"sixfold", 6},  {"sevenfold", 7},
    {"eightfold", 8},   {"ninefold", 9},   {"tenfold", 10}, {"hundredfold", 100}};

constexpr Number kDenominators[] = {
    {"half", 2},     {"halves", 2},     {"third", 3},      {"thirds", 3},     {"quarter", 4},
    {"fourth", 4},   {"quarters", 4},   {"fourths", 4},    {"fifth", 5},      {"fifths", 5},
    {"sixth", 6},    {"sixths", 6},     {"seventh", 7},    {"sevenths", 7},   {"eighth", 8},
    {"ninth", 9},    {"eighths", 8},    {"ninths", 9},     {"tenth", 10},     {"tenths", 10},
    {"twelfth", 12}, {"sixteenth", 16}, {"twentieth", 20}, {"twentieths", 20}};

constexpr std::string_view kOrdinals[] = {
    "first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};

constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr std::string_view kWeekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};

struct CurrencyName {
  std::string_view word;
  std::string_view code;
  double factor = 1;
};

// Names after a number, by their last word.
constexpr CurrencyName kCurrencies[] = {
    {"dollar", "USD"},      {"dollars", "USD"},   {"bucks", "USD"},       {"euro", "EUR"},
    {"euros", "EUR"},       {"pound", "GBP"},     {"pounds", "GBP"},      {"sterling", "GBP"},
    {"stg", "GBP"},         {"quid", "GBP"},      {"yen", "JPY"},         {"yuan", "CNY"},
    {"renminbi", "CNY"},    {"won", "KRW"},       {"rupee", "INR"},       {"rupees", "INR"},
    {"franc", "CHF"},       {"francs", "CHF"},    {"kronor", "SEK"},      {"krona", "SEK"},
    {"kroner", "NOK"},      {"krone", "NOK"},     {"kronur", "ISK"},      {"rouble", "RUB"},
    {"roubles", "RUB"},     {"ruble", "RUB"},     {"rubles", "RUB"},      {"real", "BRL"},
    {"reais", "BRL"},       {"reals", "BRL"},     {"peso", "MXN"},        {"pesos", "MXN"},
    {"rand", "ZAR"},        {"naira", "NGN"},     {"nairas", "NGN"},      {"shekel", "ILS"},
    {"shekels", "ILS"},     {"dirham", "AED"},    {"dirhams", "AED"},     {"riyal", "SAR"},
    {"riyals", "SAR"},      {"rial", "IRR"},      {"rials", "IRR"},       {"zloty", "PLN"},
    {"zlotys", "PLN"},      {"lira", "TRY"},      {"liras", "TRY"},       {"baht", "THB"},
    {"ringgit", "MYR"},     {"rupiah", "IDR"},    {"rupiahs", "IDR"},     {"forint", "HUF"},
    {"forints", "HUF"},     {"koruna", "CZK"},    {"korunas", "CZK"},     {"mark", "DEM"},
    {"marks", "DEM"},       {"lire", "ITL"},      {"guilder", "NLG"},     {"guilders", "NLG"},
    {"markka", "FIM"},      {"markkaa", "FIM"},   {"dlrs", "USD"},        {"dlr", "USD"},
    {"dinar", "KWD"},       {"dinars", "KWD"},    {"hryvnia", "UAH"},     {"hryvnias", "UAH"},
    {"tugrik", "MNT"},      {"tugriks", "MNT"},   {"taka", "BDT"},        {"dong", "VND"},
    {"lei", "RON"},         {"leu", "RON"},       {"leva", "BGN"},        {"lev", "BGN"},
    {"cedi", "GHS"},        {"cedis", "GHS"},     {"shilling", "KES"},    {"shillings", "KES"},
    {"birr", "ETB"},        {"kwacha", "ZMW"},    {"tenge", "KZT"},       {"quetzal", "GTQ"},
    {"quetzals", "GTQ"},    {"kyat", "MMK"},      {"lari", "GEL"},        {"drachma", "GRD"},
    {"drachmas", "GRD"},    {"schilling", "ATS"}, {"schillings", "ATS"},  {"peseta", "ESP"},
    {"pesetas", "ESP"},     {"escudos", "PTE"},   {"punt", "IEP"},        {"bolivars", "VES"},
    {"bitcoin", "BTC"},     {"bitcoins", "BTC"},  {"rmb", "CNY"},         {"cent", "USD", 0.01},
    {"cents", "USD", 0.01}, {"cts", "USD", 0.01}, {"pence", "GBP", 0.01}, {"penny", "GBP", 0.01},
    {"paise", "INR", 0.01}};

// ISO 4217, without those that are common English words in capitals (ALL, TOP, BAM).
constexpr std::string_view kCodes[] = {
    "AED", "AFN", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BBD", "BDT", "BGN", "BHD",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTC", "BTN", "BWP", "BYN", "CAD", "CHF", "CLP", "CNH",
    "CNY", "COP", "CRC", "CZK", "DEM", "DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FRF",
    "GBP", "GEL", "GHS", "GTQ", "HKD", "HNL", "HRK", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
    "ISK", "ITL", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KRW", "KWD", "KZT", "LBP", "LKR",
    "MAD", "MDL", "MMK", "MNT", "MOP", "MUR", "MXN", "MYR", "NAD", "NGN", "NIO", "NOK", "NPR",
    "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB",
    "RWF", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD",
    "UYU", "UZS", "VES", "VND", "XAF", "XOF", "YER", "ZAR", "ZMW"};

// Codes that are read in lower case, too: none of them is a word.
constexpr std::string_view kLowerCodes[] = {"USD", "EUR", "GBP", "INR", "JPY", "CNY", "CHF",
                                            "SEK", "NOK", "DKK", "AUD", "CAD", "NZD", "HKD",
                                            "SGD", "KRW", "AED", "BRL", "MXN", "PLN", "ZAR"};

constexpr Name kTimeUnits[] = {
    {"year", "year"},       {"years", "year"},       {"month", "month"},    {"months", "month"},
    {"week", "week"},       {"weeks", "week"},       {"day", "day"},        {"days", "day"},
    {"hour", "hour"},       {"hours", "hour"},       {"decade", "decade"},  {"decades", "decade"},
    {"quarter", "quarter"}, {"quarters", "quarter"}, {"minutes", "minute"}, {"yr", "year"}};

constexpr Name kUnits[] = {{"gigawatt", "GW"},
                           {"gigawatts", "GW"},
                           {"gw", "GW"},
                           {"megawatt", "MW"},
                           {"megawatts", "MW"},
                           {"mw", "MW"},
                           {"kilowatts", "kW"},
                           {"shares", "share"},
                           {"share", "share"},
                           {"chips", "chip"},
                           {"gpus", "GPU"},
                           {"barrels", "barrel"},
                           {"tonnes", "tonne"},
                           {"tons", "ton"},
                           {"users", "user"},
                           {"customers", "customer"},
                           {"employees", "employee"},
                           {"jobs", "job"},
                           {"people", "person"},
                           {"vehicles", "vehicle"},
                           {"cars", "car"},
                           {"stores", "store"},
                           {"aircraft", "aircraft"},
                           {"planes", "plane"},
                           {"acres", "acre"},
                           {"miles", "mile"},
                           {"kilometres", "km"},
                           {"kilometers", "km"},
                           {"hectares", "hectare"},
                           {"ounces", "ounce"},
                           {"parameters", "parameter"},
                           {"subscribers", "subscriber"},
                           {"units", "unit"},
                           {"wafers", "wafer"}};

// Words with which a date may begin, besides months, weekdays and ordinals.
constexpr std::string_view kDateWords[] = {
    "q",         "h",       "fy",       "fiscal",   "financial", "mid",  "early",     "late",
    "yesterday", "today",   "tomorrow", "last",     "next",      "this", "previous",  "past",
    "current",   "coming",  "latest",   "a",        "an",        "end",  "beginning", "start",
    "year",      "weekend", "final",    "nineteen", "following", "that"};

using Table = std::unordered_map<std::string, FigureWord>;

class Vocabulary {
 public:
  Vocabulary() {
    Table words;
    for (const auto& [word, value] : kNumbers) words[std::string(word)].number = value;
    for (const auto& [word, value] : kScales) words[std::string(word)].scale = value;
    for (const auto& [word, value] : kMultiples) words[std::string(word)].multiple = value;
    for (const auto& [word, value] : kDenominators)
      words[std::string(word)].denominator = static_cast<std::int8_t>(value);
    std::int8_t n = 0;
    for (const std::string_view word : kOrdinals) words[std::string(word)].ordinal = ++n;
    words["thirtieth"].ordinal = 30;
    n = 0;
    for (const std::string_view name : kMonths) {
      ++n;
      words[std::string(name.substr(0, 3))].month = n;
      words[std::string(name)].month = n;
      words[std::string(name)].fullname = true;
    }
    words["sept"].month = 9;
    n = 0;
    for (const std::string_view name : kWeekdays) {
      words[std::string(name.substr(0, 3))].weekday = n;
      words[std::string(name)].weekday = n;
      words[std::string(name)].fullname = true;
      ++n;
    }
    words["tues"].weekday = 2;
    words["thurs"].weekday = words["thur"].weekday = 4;
    for (const auto& [word, code, factor] : kCurrencies) {
      FigureWord& entry = words[std::string(word)];
      entry.currency = code;
      entry.factor = factor;
    }
    for (const std::string_view code : kLowerCodes) {
      FigureWord& entry = words[ascii_lower(code)];
      entry.currency = code;
      entry.code = true;
    }
    for (const auto& [word, unit] : kTimeUnits) words[std::string(word)].time_unit = unit;
    for (const auto& [word, unit] : kUnits) words[std::string(word)].unit = unit;
    for (const std::string_view word : kDateWords) words[std::string(word)].begins_date = true;

    for (const auto& [word, entry] : words) {
      const auto letter = [&w = word](std::size_t i) { return i < w.size() ? w[i] : '\0'; };
      beginnings_[figure_beginning(letter(0), letter(1), letter(2))] = true;
      words_.insert(word) = entry;
    }
  }

  const std::bitset<32768>& beginnings() const { return beginnings_; }

  const FigureWord* find(std::string_view word) const { return words_.get(word); }

 private:
  WordTable<FigureWord> words_;
  std::bitset<32768> beginnings_;
};

}  // namespace

namespace {
const Vocabulary& vocabulary() {
  static const Vocabulary words;
  return words;
}
}  // namespace

const std::bitset<32768>& figure_beginnings() { return vocabulary().beginnings(); }

const FigureWord* figure_word(std::string_view lower) { return vocabulary().find(lower); }

std::string_view national_currency(std::string_view adjective, std::string_view currency) {
  static constexpr Name dollars[] = {
      {"canadian", "CAD"}, {"australian", "AUD"}, {"kong", "HKD"},       {"singapore", "SGD"},
      {"zealand", "NZD"},  {"taiwan", "TWD"},     {"us", "USD"},         {"u.s.", "USD"},
      {"american", "USD"}, {"taiwanese", "TWD"},  {"jamaican", "JMD"},   {"n.z.", "NZD"},
      {"h.k.", "HKD"},     {"aussie", "AUD"},     {"can", "CAD"},        {"aust", "AUD"},
      {"bermuda", "BMD"},  {"fiji", "FJD"},       {"singaporean", "SGD"}};
  static constexpr Name others[] = {
      {"danish", "DKK"},    {"norwegian", "NOK"}, {"swedish", "SEK"},   {"swiss", "CHF"},
      {"chilean", "CLP"},   {"colombian", "COP"}, {"argentine", "ARS"}, {"philippine", "PHP"},
      {"pakistani", "PKR"}, {"egyptian", "EGP"},  {"qatari", "QAR"},    {"turkish", "TRY"},
      {"moroccan", "MAD"},  {"czech", "CZK"},     {"french", "FRF"},    {"belgian", "BEF"},
      {"dutch", "NLG"},     {"finnish", "FIM"},   {"japanese", "JPY"},  {"chinese", "CNY"},
      {"indian", "INR"},    {"korean", "KRW"},    {"british", "GBP"},   {"israeli", "ILS"},
      {"kuwaiti", "KWD"},   {"bahraini", "BHD"},  {"jordanian", "JOD"}, {"iraqi", "IQD"},
      {"saudi", "SAR"},     {"omani", "OMR"},     {"tunisian", "TND"},  {"serbian", "RSD"},
      {"algerian", "DZD"},  {"lebanese", "LBP"},  {"mexican", "MXN"},   {"brazilian", "BRL"},
      {"russian", "RUB"},   {"ukrainian", "UAH"}, {"icelandic", "ISK"}, {"nigerian", "NGN"},
      {"kenyan", "KES"},    {"ugandan", "UGX"},   {"tanzanian", "TZS"}, {"polish", "PLN"},
      {"thai", "THB"},      {"malaysian", "MYR"}, {"iranian", "IRR"},   {"emirati", "AED"},
      {"south", "KRW"},     {"sri", "LKR"},       {"uae", "AED"},       {"irish", "IEP"},
      {"austrian", "ATS"},  {"spanish", "ESP"},   {"greek", "GRD"},     {"hungarian", "HUF"}};
  if (currency == "USD") {
    for (const auto& [name, code] : dollars)
      if (name == adjective) return code;
    return {};
  }
  for (const auto& [name, code] : others)
    if (name == adjective) return code;
  return {};
}

std::string_view dollar_of(std::string_view letters) {
  static constexpr Name dollars[] = {{"us", "USD"},  {"usd", "USD"}, {"hk", "HKD"},  {"hkd", "HKD"},
                                     {"nt", "TWD"},  {"ntd", "TWD"}, {"twd", "TWD"}, {"nz", "NZD"},
                                     {"nzd", "NZD"}, {"ca", "CAD"},  {"cad", "CAD"}, {"cdn", "CAD"},
                                     {"can", "CAD"}, {"c", "CAD"},   {"au", "AUD"},  {"aud", "AUD"},
                                     {"aus", "AUD"}, {"a", "AUD"},   {"s", "SGD"},   {"sg", "SGD"},
                                     {"sgd", "SGD"}, {"r", "BRL"},   {"mx", "MXN"},  {"mex", "MXN"},
                                     {"j", "JMD"},   {"tt", "TTD"}};
  const std::string lower = ascii_lower(letters);
  for (const auto& [name, code] : dollars)
    if (name == lower) return code;
  return {};
}

std::string_view currency_code(std::string_view capitals) {
  static const std::unordered_map<std::string_view, std::string_view> codes = [] {
    std::unordered_map<std::string_view, std::string_view> out;
    for (const std::string_view code : kCodes) out.emplace(code, code);
    out.emplace("RMB", "CNY");
    return out;
  }();
  const auto it = codes.find(capitals);
  return it == codes.end() ? std::string_view() : it->second;
}

}  // namespace pactwatch
