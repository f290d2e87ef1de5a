#include "extractor/figure.h"
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
