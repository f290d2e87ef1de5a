#include "extractor/figure.h"
#include <algorithm>
#include <tuple>

#include "extractor/figure_context.h"

#include "tests/catch.h"

namespace pactwatch {
namespace {

Figure only(const std::string& text, std::optional<Day> reference = Day{2026, 5, 12}) {
  const std::vector<Figure> figures = find_figures(text, reference);
  CAPTURE(text);
  REQUIRE(figures.size() == 1);
  return figures[0];
}

}  // namespace

TEST_CASE("numbers in words end where the number ends") {
  CHECK(only("one hundred and six").value == 106);
  CHECK(only("two million three hundred thousand").value == 2300000);
  CHECK(only("one thousand and six").value == 1006);
  CHECK(only("about 100k").value == 100000);
  CHECK(find_figures("between one hundred and two hundred", std::nullopt).size() == 2);
  CHECK(find_figures("five million and two others", std::nullopt).size() == 2);
  CHECK(find_figures("this one is the one", std::nullopt).empty());
}

TEST_CASE("the article says which dollar a bare one is") {
  const auto first = [](const std::string& text, const char* url) {
    std::vector<Figure> figures = find_figures(text, std::nullopt);
    settle_currencies(text, url, figures);
    REQUIRE_FALSE(figures.empty());
    return figures[0].currency;
  };
  CHECK(first("It paid $40 million in Perth, or US$26 million.", "") == "AUD");
  CHECK(first("A $5-million round in Toronto beat a US$3-million one.", "") == "CAD");
  CHECK(first("The mine went for $40 million.", "https://www.paper.com.au/mine") == "AUD");
  CHECK(first("It paid $40 million, or A$60 million, in Perth.", "https://x.example/") == "USD");
  CHECK(first("It paid $40 million in Perth.", "") == "USD");
}

TEST_CASE("a compared sum may leave its currency out") {
  const auto money = [](const std::string& text) {
    std::vector<Figure> figures = find_figures(text, std::nullopt);
    settle_currencies(text, "", figures);
    return std::count_if(figures.begin(), figures.end(), [](const Figure& figure) {
      return figure.kind == FigureKind::money && figure.currency == "EUR";
    });
  };
  CHECK(money("lost 5 million euros, against a loss of 486 million in 2022") == 2);
  CHECK(money("a profit of 7 billion euros, up from 5.4 billion") == 2);
  CHECK(money("spent 7 billion euros to reach 3 million users") == 1);
  CHECK(money("lost 5 million euros. Of 486 million people, none paid") == 1);
}

TEST_CASE("money in the forms of newsrooms") {
  struct Case {
    const char* text;
    double value;
    const char* currency;
    Bound bound;
  };
  for (const Case& c :
       {Case{"paid $1.5bn for it", 1.5e9, "USD", Bound::exact},
        Case{"US$13 billion", 13e9, "USD", Bound::exact},
        Case{"13 billion dollars", 13e9, "USD", Bound::exact},
        Case{"a US$1.5-billion deal", 1.5e9, "USD", Bound::exact},
        Case{"up to £400m", 400e6, "GBP", Bound::max},
        Case{"more than €1.1 billion", 1.1e9, "EUR", Bound::min},
        Case{"Rs 1,200 crore", 1.2e10, "INR", Bound::exact},
        Case{"roughly ¥200 billion", 2e11, "JPY", Bound::approx},
        Case{"HK$4.8 billion", 4.8e9, "HKD", Bound::exact},
        Case{"500 million Canadian dollars", 5e8, "CAD", Bound::exact},
        Case{"half a billion dollars", 5e8, "USD", Bound::exact},
        Case{"420 million Finnish markka", 4.2e8, "FIM", Bound::exact},
        Case{"some 20 million \u20ac", 2e7, "EUR", Bound::approx},
        Case{"one hundred and sixteen million dollars", 1.16e8, "USD", Bound::exact},
        Case{"207.4 billion won", 2.074e11, "KRW", Bound::exact}}) {
    const Figure f = only(c.text);
    CHECK(f.kind == FigureKind::money);
    CHECK(f.value == Approx(c.value));
    CHECK(f.currency == c.currency);
    CHECK(f.bound == c.bound);
  }
}

TEST_CASE("every currency that a newsroom writes") {
  struct Case {
    const char* text;
    double value;
    const char* currency;
  };
  for (const Case& c :
       {Case{"HK $ 10.05 billion", 1.005e10, "HKD"}, Case{"cad$15", 15, "CAD"},
        Case{"48.5 MGBP for the unit", 48.5e6, "GBP"}, Case{"sales of 30 EURm", 30e6, "EUR"},
        Case{"UAH 3.04", 3.04, "UAH"}, Case{"42RM", 42, "MYR"},
        Case{"244 mln stg bid", 244e6, "GBP"}, Case{"about 696p each", 6.96, "GBP"},
        Case{"39.3 mln N.Z. dlrs", 39.3e6, "NZD"}, Case{"6.3 mln U.S. dlrs", 6.3e6, "USD"},
        Case{"12 Kuwaiti dinars", 12, "KWD"}, Case{"eight dollars and five cents", 8.05, "USD"},
        Case{"a quarter of a billion dollars", 2.5e8, "USD"},
        Case{"three-quarters of a billion euros", 7.5e8, "EUR"},
        Case{"half million usd", 5e5, "USD"}, Case{"US$ 1MM", 1e6, "USD"},
        Case{"\u20ac1,5 billion", 1.5e9, "EUR"}, Case{"\u201c$5 million\u201d", 5e6, "USD"}}) {
    const Figure f = only(c.text);
    CAPTURE(c.text);
    CHECK(f.kind == FigureKind::money);
    CHECK(f.value == Approx(c.value));
    CHECK(f.currency == c.currency);
  }
  CHECK(only("a 20-pound parcel").kind != FigureKind::money);
  CHECK(find_figures("earnings rose from $1.07 to $1.48", std::nullopt).size() == 2);
}

TEST_CASE("numbers as a mathematician reads them") {
  struct Case {
    const char* text;
    double value;
  };
  for (const Case& c :
       {Case{"the answer is minus five point five", -5.5}, Case{"2 1/4", 2.25},
        Case{"a fifth", 0.2}, Case{"three quarters", 0.75}, Case{"one million and a half", 1.5e6},
        Case{"forty two and a third", 42 + 1.0 / 3}, Case{"1 234 567", 1234567},
        Case{"4 thousand 3 hundred", 4300}, Case{"6 crore and two hundred", 60000200},
        Case{"- 10 k", -10000}, Case{"the result is \u2154", 2.0 / 3}, Case{"$20", 20},
        Case{"let's try one last time", 1}}) {
    CAPTURE(c.text);
    const std::vector<Figure> found = find_numbers(c.text);
    REQUIRE(found.size() == 1);
    CHECK(found[0].value == Approx(c.value));
  }
  CHECK(find_numbers("on 5/17/2018").size() == 3);
  CHECK(find_numbers("That one is good, the 180.25ml bottle").empty());
  CHECK(find_numbers("https://example.org/?q=30%25").empty());
}

TEST_CASE("ranges share their scale") {
  const Figure f = only("between $10 and $12 billion");
  CHECK(f.value == 10e9);
  CHECK(*f.high == 12e9);
}

TEST_CASE("prices are told apart from totals") {
  CHECK(only("at $16 a share").per_unit);
  CHECK_FALSE(only("for $16 million").per_unit);
}

TEST_CASE("dates are resolved by the day of publication, or not at all") {
  CHECK(only("agreed last month").iso == "2026-04");
  CHECK(only("earlier this year").iso == "2026");
  CHECK(only("said on Monday").iso == "2026-05-11");
  CHECK(only("on Oct. 6, 2025").iso == "2025-10-06");
  CHECK(only("in October").iso == "2025-10");
  CHECK(only("the third quarter of 2025").iso == "2025-Q3");
  CHECK(only("June 8 – Sept 5, 2026").iso == "2026-06-08/2026-09-05");
  const Figure open = only("agreed last month", std::nullopt);
  CHECK(open.relative);
  CHECK(open.iso.empty());
}

TEST_CASE("dates in every spelling") {
  for (const auto& [text, iso] : std::vector<std::pair<const char*, const char*>>{
           {"on 5/17/2018", "2018-05-17"},
           {"on 25.12.2018", "2018-12-25"},
           {"2015-3-3", "2015-03-03"},
           {"31-Oct-74", "1974-10-31"},
           {"Sep-2012", "2012-09"},
           {"2018Q4", "2018-Q4"},
           {"q1-2019", "2019-Q1"},
           {"the 2024 third-quarter report", "2024-Q3"},
           {"2018 March 18", "2018-03-18"},
           {"the first of March 2015", "2015-03-01"},
           {"May twenty-fourth, 2012", "2012-05-24"},
           {"fourth of July of 1995", "1995-07-04"},
           {"10 to 22 August 2012", "2012-08-10/2012-08-22"},
           {"July 13-15, 2012", "2012-07-13/2012-07-15"},
           {"from 2014-2018", "2014/2018"},
           {"the 1990s", "199X"},
           {"in the '80s", "198X"},
           {"January nineteen ninety-seven", "1997-01"},
           {"Dec. 31 , 1994", "1994-12-31"}}) {
    CAPTURE(text);
    CHECK(only(text).iso == iso);
  }
  for (const char* text : {"February 29, 2022", "invoice 2024", "2012 80 10", "Twenty-six people"})
    for (const Figure& f : find_figures(text, Day{2026, 5, 12})) {
      CAPTURE(text);
      CHECK((f.kind != FigureKind::date || f.iso.empty()));
    }
}

TEST_CASE("dates that news counts from its own day") {
  // A Tuesday.
  for (const auto& [text, iso] : std::vector<std::pair<const char*, const char*>>{
           {"agreed last week", "2026-W19"},
           {"two weeks ago", "2026-04-28"},
           {"last Friday", "2026-05-08"},
           {"next Friday", "2026-05-22"},
           {"Wednesday of last week", "2026-05-06"},
           {"they will meet on Friday", "2026-05-15"},
           {"may come as soon as Friday", "2026-05-15"},
           {"said on Friday", "2026-05-08"},
           {"over the weekend", "2026-05-09/2026-05-10"},
           {"by the end of the year", "2026"},
           {"by year end", "2026"},
           {"the year-earlier quarter", "2025-Q1"},
           {"the latest quarter", "2026-Q1"},
           {"the last decade", "201X"},
           {"payable July 3", "2026-07-03"},
           {"was sued in June", "2025-06"},
           {"the first Monday of this month", "2026-05-04"},
           {"18 cents a share, a year ago", "2025-Q1"}}) {
    CAPTURE(text);
    const std::vector<Figure> found = find_figures(text, Day{2026, 5, 12});
    REQUIRE_FALSE(found.empty());
    CHECK(found.back().iso == iso);
  }
}

TEST_CASE("dates that lean on the date before them") {
  for (const auto& [text, first, second] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"from May to October 2020", "2020-05", "2020-10"},
           {"from December to May 2022", "2021-12", "2022-05"},
           {"January 3, 2017 - February 1st", "2017-01-03", "2017-02-01"},
           {"bought Instagram in 2012 and WhatsApp two years later", "2012", "2014"},
           {"dismissed in June 2021 and let it go forward the following January", "2021-06",
            "2022-01"}}) {
    CAPTURE(text);
    const std::vector<Figure> found = find_figures(text, Day{2026, 5, 12});
    REQUIRE(found.size() == 2);
    CHECK(found[0].iso == first);
    CHECK(found[1].iso == second);
  }
  CHECK(find_figures("a year later", Day{2026, 5, 12}).empty());
}

TEST_CASE("look-alikes are no figures of the kind") {
  for (const char* text : {"It may rise.", "They march on.", "GPT-4 is out", "the 737-800"})
    for (const Figure& f : find_figures(text, Day{2026, 5, 12})) {
      CAPTURE(text);
      CHECK(f.kind != FigureKind::date);
      CHECK(f.kind != FigureKind::money);
    }
}

TEST_CASE("shares of a whole are percentages, points are not") {
  CHECK(only("two-thirds of the company").value == Approx(66.7));
  CHECK(only("a 27 per cent stake").value == 27);
  CHECK(only("rose 2 percentage points").kind == FigureKind::percentage_points);
  CHECK(only("surged 80-fold").value == 80);
}

}  // namespace pactwatch
