// What a reader gets out of an article page: each case is one way of building pages that is common
// on the web, cut to its bones.

#include "fetcher/page.h"

#include <string>

#include "tests/catch.h"

using namespace pactwatch;

namespace {

const std::string kFirst =
    "Orvane Systems has agreed to pay Tellmark Robotics 400 million dollars over five years, the "
    "two companies said on Monday in a joint statement.";
const std::string kSecond =
    "The licence covers every patent that Tellmark holds in the field of grippers, and it ends in "
    "2031 unless both sides prolong it before then.";
const std::string kThird =
    "Analysts had expected a smaller sum, and shares of Tellmark rose by six percent after the "
    "announcement, which came before trading began.";

std::string paragraph(const std::string& text, const std::string& attributes = {}) {
  return "<p" + (attributes.empty() ? "" : " " + attributes) + ">" + text + "</p>";
}

std::string page(const std::string& body, const std::string& head = {}) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">" + head +
         "</head><body>" + body + "</body></html>";
}

Page read(const std::string& html) {
  const Result<Page> page = read_page(html, {"https://outlet.example/story", "text/html"});
  REQUIRE(page);
  return *page;
}

bool holds(const Page& page, const std::string& text) {
  return page.text.find(text) != std::string::npos;
}

bool holds_story(const Page& page) {
  return holds(page, kFirst) && holds(page, kSecond) && holds(page, kThird);
}

}  // namespace

TEST_CASE("a story is its paragraphs, with the borders between them", "[page]") {
  const Page got =
      read(page("<nav><a href=/>Home</a> <a href=/b>Business</a></nav><article><h1>A licence</h1>" +
                paragraph(kFirst) + "<ul><li>" + kSecond + "</li><li>" + kThird +
                "</li></ul></article><footer>" + paragraph(kFirst + " Footer.") + "</footer>"));
  CHECK(got.text == kFirst + "\n\n" + kSecond + "\n\n" + kThird);
}

TEST_CASE("blocks named for what they are go; the story around them stays", "[page]") {
  const char* name = GENERATE("related-posts", "shareButtons", "newsletter_signup", "author-bio",
                              "most-read", "cookie-consent", "entry__caption", "comments");
  const Page got =
      read(page("<div class=article-body>" + paragraph(kFirst) + "<div class=\"" + name + "\">" +
                paragraph("A different text stands here, long enough to pass for a paragraph of "
                          "the story, but it is none.") +
                "</div>" + paragraph(kSecond) + paragraph(kThird) + "</div>"));
  CHECK(holds_story(got));
  CHECK_FALSE(holds(got, "A different text"));
}

TEST_CASE("a name that would cost most of the story is not believed", "[page]") {
  // Names as sites give them to the text itself or to what wraps it.
  const char* name = GENERATE("paywall", "hidden", "sidebar-layout", "social-share-enabled",
                              "author-smith", "slideshow", "read-more-content");
  SECTION("on a container") {
    const Page got = read(page("<div class=\"" + std::string(name) + "\">" + paragraph(kFirst) +
                               paragraph(kSecond) + paragraph(kThird) + "</div>"));
    CHECK(holds_story(got));
  }
  SECTION("on every paragraph") {
    const std::string attributes = "class=\"" + std::string(name) + "\"";
    const Page got =
        read(page("<article>" + paragraph(kFirst, attributes) + paragraph(kSecond, attributes) +
                  paragraph(kThird, attributes) + "</article>"));
    CHECK(holds_story(got));
  }
}

TEST_CASE("a story cut into several containers of one look is put together", "[page]") {
  const Page got =
      read(page("<main><div class=article-body>" + paragraph(kFirst) +
                "</div><div class=ad-slot>Buy!</div><div class=article-body>" + paragraph(kSecond) +
                "</div><div class=article-body>" + paragraph(kThird) + "</div></main>"));
  CHECK(holds_story(got));
}

TEST_CASE("a container without any name is found by its paragraphs", "[page]") {
  const Page got =
      read(page("<div><div><a href=1>One</a><a href=2>Two</a></div></div><div><div>" +
                paragraph(kFirst) + paragraph(kSecond) + paragraph(kThird) + "</div></div>"));
  CHECK(holds_story(got));
  CHECK_FALSE(holds(got, "Two"));
}

TEST_CASE("other stories announced on the page are no part of it", "[page]") {
  std::string others;
  for (int i = 0; i < 8; ++i)
    others += "<article class=teaser-card><h3><a href=/" + std::to_string(i) +
              ">Another headline of the day</a></h3>" +
              paragraph(
                  "The city council of Bramwick voted on Tuesday to postpone the works on "
                  "the northern bridge until spring, number " +
                  std::to_string(i)) +
              "</article>";
  const Page got =
      read(page("<div><article><h1>A licence</h1>" + paragraph(kFirst) + paragraph(kSecond) +
                paragraph(kThird) + "</article><section>" + others + "</section></div>"));
  CHECK(holds_story(got));
  CHECK_FALSE(holds(got, "Bramwick"));
}

TEST_CASE("the standfirst under the headline leads the story", "[page]") {
  const std::string lead = "Robot maker gets more than analysts had expected for its patents.";
  SECTION("by its name") {
    const Page got = read(page("<header><h1>A licence for grippers</h1><p class=standfirst>" +
                               lead + "</p></header><div class=article-body>" + paragraph(kFirst) +
                               paragraph(kSecond) + paragraph(kThird) + "</div>"));
    CHECK(got.text.rfind(lead, 0) == 0);
  }
  SECTION("by the description in the head of the page") {
    const Page got = read(page("<h1>A licence for grippers</h1><span class=x1>" + lead +
                                   "</span><div class=article-body>" + paragraph(kFirst) +
                                   paragraph(kSecond) + paragraph(kThird) + "</div>",
                               "<meta property=og:description content=\"" + lead + "\">"));
    CHECK(got.text.rfind(lead, 0) == 0);
  }
}

TEST_CASE("lists of links and labels inside a story go", "[page]") {
  const Page got = read(page(
      "<div class=article-body>" + paragraph(kFirst) +
      "<ul><li><a href=/1>Tellmark opens a plant in Ostrava</a></li><li><a href=/2>Orvane names a "
      "new chief financial officer</a></li></ul>" +
      paragraph(kSecond) + "<p>Advertisement</p>" + paragraph(kThird) + "</div>"));
  CHECK(got.text == kFirst + "\n\n" + kSecond + "\n\n" + kThird);
}

TEST_CASE("a page whose text is only in its JSON-LD gives that", "[page]") {
  const Page got = read(page("<div id=app></div>",
                             "<script type=application/ld+json>{\"@type\":\"NewsArticle\","
                             "\"headline\":\"A licence\",\"articleBody\":\"" +
                                 kFirst + " " + kSecond + "\"}</script>"));
  CHECK(holds(got, kFirst));
  CHECK(got.title == "A licence");
}

TEST_CASE("what is no page is refused, what is no story gives no text", "[page]") {
  CHECK_FALSE(read_page("%PDF-1.7 ...", {}));
  CHECK(read(page("<nav><a href=/>Home</a></nav>")).text.empty());
  // Nothing that could hold text.
  for (const char* bytes : {"<meta", "<head><title>x</title>", "<script>x</script>"}) {
    INFO(bytes);
    const Result<Page> none = read_page(bytes, {});
    if (none) CHECK(none->text.empty());
  }
}

TEST_CASE("the headline is the heading that the head of the page knows", "[page]") {
  struct Case {
    std::string body, head, title;
  };
  const std::string headline = "Orvane licenses gripper patents from Tellmark";
  const Case c = GENERATE_COPY(values<Case>({
      // The logo is a heading, too.
      {"<h1>The Meridian</h1><h1>" + headline + "</h1>",
       "<title>" + headline + " | The Meridian</title>", headline},
      {"<h1>outlet</h1>", "<title>" + headline + "</title>", headline},
      // A kicker in the heading, none in the head.
      {"<h1><span>Business | </span>" + headline + "</h1>",
       "<meta property=og:title content=\"" + headline + "\">", headline},
      // The head cuts what is long, and adds the outlet.
      {"<h1>" + headline + " for five years</h1>", "<title>" + headline + " - The Meridian</title>",
       headline + " for five years"},
      // The headline is no h1.
      {"<h1>The Meridian</h1><h2>" + headline + "</h2>",
       "<title>" + headline + "</title><meta property=og:site_name content=\"The Meridian\">",
       headline},
      {"<p>No heading</p>",
       "<title>The Meridian - " + headline +
           "</title><meta property=og:site_name content=\"The Meridian\">",
       headline},
  }));
  CHECK(read(page(c.body, c.head)).title == c.title);
}

TEST_CASE("the date is what the page says, else what it prints", "[page]") {
  struct Case {
    std::string body, head, published;
  };
  const Case c = GENERATE(values<Case>({
      {"",
       "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":"
       "\"2026-05-12T08:30:00+02:00\"}</script>",
       "2026-05-12T08:30:00+02:00"},
      {"", "<meta property=article:published_time content=2026-05-12T08:30:00Z>",
       "2026-05-12T08:30:00Z"},
      // A zone is kept, and no time is made up.
      {"", "<meta name=date content='Sat, 19 Oct 2019 00:04:00 +0200'>",
       "2019-10-19T00:04:00+02:00"},
      {"<h1>A licence</h1><p class=date>12. M\xC3\xA4rz 2026</p>", "", "2026-03-12"},
      {"<h1>A licence</h1><p class=fecha>jueves 2 de abril de 2020</p>", "", "2020-04-02"},
      {"<h1>A licence</h1><span class=kicker>mercredi 13 juin 2019</span>", "", "2019-06-13"},
      {"<h1>A licence</h1><time>7 \xD0\xB0\xD0\xBF\xD1\x80\xD0\xB5\xD0\xBB\xD1\x8F 2022</time>", "",
       "2022-04-07"},
      {"<h1>A licence</h1><p>2026\xE5\xB9\xB4"
       "5\xE6\x9C\x88"
       "12\xE6\x97\xA5</p>",
       "", "2026-05-12"},
      {"<div class=date>25.04.24</div><h1>A licence</h1>", "", "2024-04-25"},
      {"<p>Other stories of 3 May 2019</p><p>Last updated: 4 June 2020</p>", "", "2020-06-04"},
  }));
  CHECK(read(page(c.body, c.head)).published == c.published);
}

TEST_CASE("an instant in UTC is told by the clock of the day that the outlet prints", "[page]") {
  const std::string head = "<meta property=article:published_time content=2023-11-09T01:09:55Z>";
  const Page in_url = *read_page(page("<h1>A licence</h1>", head),
                                 {"https://outlet.example/2023/11/08/a-licence", "text/html"});
  CHECK(in_url.published == "2023-11-08T23:09:55-02:00");
  CHECK(read(page("<h1>A licence</h1><p class=date>November 8, 2023</p>", head)).published ==
        "2023-11-08T23:09:55-02:00");
  // Days apart it is another date.
  CHECK(read(page("<h1>A licence</h1><p class=date>November 1, 2023</p>", head)).published ==
        "2023-11-09T01:09:55Z");
}

TEST_CASE("the language is that of the words, whatever the page says", "[page]") {
  // All of these pages say lang="en".
  CHECK(read(page("<article>" + paragraph(kFirst) + paragraph(kSecond) + "</article>")).language ==
        "en");
  CHECK(read(page("<article>" +
                  paragraph("Der Roboterhersteller erh\xC3\xA4lt \xC3\xBC"
                            "ber f\xC3\xBCnf Jahre 400 Millionen Dollar, wie beide Unternehmen am "
                            "Montag in einer gemeinsamen Erkl\xC3\xA4rung mitteilten.") +
                  paragraph("Die Lizenz umfasst alle Patente des Unternehmens und endet im Jahr "
                            "2031, sofern sie nicht vorher von beiden Seiten verl\xC3\xA4ngert "
                            "wird.") +
                  "</article>"))
            .language == "de");
  CHECK(read(page("<article><p>Orvane 400</p></article>")).language.empty());
}
