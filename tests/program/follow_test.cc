// pactwatch follow and unfollow, with templates that lead to a server of this machine.

#include <nlohmann/json.hpp>

#include "tests/program/story.h"

using namespace harness;

namespace {

struct Place {
  Place() {
    fs::create_directories(scratch / "rules");
    write_file(scratch / "rules/sources.toml",
               "[[search]]\nname = \"News: {names}\"\nurl = \"" + server.url("/search?q={query}") +
                   "\"\nevery = \"1h\"\n[[filings]]\nname = \"Filings: {name}\"\nurl = \"" +
                   server.url("/filings/{cik}") +
                   "\"\ncontact = true\n[[outlet]]\nname = \"Daily\"\nurl = \"" +
                   server.url("/daily") +
                   "\"\n[[party]]\nname = \"Acme\"\nalso = [\"Acme Corp\"]\nnewsrooms = [\"" +
                   server.url("/acme") + "\"]\ncik = 42\n");
    configure("");
  }
  void configure(const std::string& feeds) const {
    write_file(scratch / "pactwatch.toml",
               "[daemon]\ndata = \"d\"\n[rules]\ndirectory = \"rules\"\n[fetch]\nallow_loopback = "
               "true\n" +
                   feeds);
  }
  Outcome call(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", scratch / "pactwatch.toml"});
    return pactwatch(words);
  }
  std::vector<std::string> listed() const {
    std::vector<std::string> out;
    std::istringstream lines(call({"feeds", "list", "--json"}).out);
    for (std::string line; std::getline(lines, line);)
      out.push_back(nlohmann::json::parse(line)["url"].get<std::string>());
    return out;
  }
  Scratch scratch;
  Server server;
};

}  // namespace

TEST_CASE("a pair is followed by its names alone") {
  Place place;
  const std::string search = place.server.url("/search?q=%22Acme%22%20%22Zeta%20%26%20Co%22");
  const Outcome dry = place.call({"follow", "Acme", "Zeta & Co", "--dry-run"});
  CHECK(dry.code == 0);
  CHECK(dry.out.find("would follow Acme and Zeta & Co through 3 feeds, 3 of them new") == 0);
  CHECK(dry.out.find(search) != std::string::npos);
  CHECK_FALSE(fs::exists(place.scratch / "d"));
  CHECK(dry.error.find("no newsroom or filings known for Zeta & Co") != std::string::npos);
  CHECK(dry.error.find("user_agent") != std::string::npos);

  const Outcome followed = place.call({"follow", "Acme", "Zeta & Co", "--cik", "Zeta & Co=7"});
  CHECK(followed.code == 0);
  CHECK(followed.error.find("Zeta") == std::string::npos);
  const std::vector<std::string> feeds = {place.server.url("/acme"),
                                          place.server.url("/filings/0000000042"),
                                          place.server.url("/filings/0000000007"), search};
  CHECK(place.listed() == feeds);
  CHECK(place.call({"feeds", "show", search}).out.find("from pactwatch follow") !=
        std::string::npos);

  // Another pair shares a feed; the first one again, by other names, is the same.
  CHECK(place.call({"follow", "Acme Corp", "Beta", "--outlets"}).code == 0);
  CHECK(place.call({"follow", "zeta & co", "ACME", "--cik", "zeta & co=7"}).code == 0);
  std::istringstream lines(place.call({"follow", "--list", "--json"}).out);
  std::vector<nlohmann::json> list;
  for (std::string line; std::getline(lines, line);) list.push_back(nlohmann::json::parse(line));
  REQUIRE(list.size() == 2);
  CHECK(list[0]["parties"] == std::vector<std::string>{"Acme", "Zeta & Co"});
  CHECK(list[1]["feeds"].size() == 4);
  CHECK(place.call({"follow", "--list"}).out.find("Acme Corp and Beta, since ") !=
        std::string::npos);

  const Outcome would = place.call({"unfollow", "Beta", "Acme Corp", "--dry-run"});
  CHECK(would.out.find("would remove " + place.server.url("/daily")) != std::string::npos);
  CHECK(would.out.find("would stay " + place.server.url("/acme")) != std::string::npos);
  const std::size_t before = place.listed().size();
  CHECK(place.call({"unfollow", "Beta", "Acme Corp"}).code == 0);
  CHECK(place.listed().size() == before - 2);
  CHECK(place.call({"unfollow", "Acme", "Zeta & Co"}).code == 0);
  CHECK(place.listed().empty());
  CHECK(place.call({"follow", "--list"}).out.find("nobody is followed yet") == 0);
}

TEST_CASE("a feed of the configuration stays, whoever follows it or not") {
  Place place;
  place.configure("[[feed]]\nurl = \"" + place.server.url("/acme") + "\"\n");
  CHECK(place.call({"follow", "Acme", "Zeta"}).code == 0);
  const Outcome out = place.call({"unfollow", "Acme", "Zeta"});
  CHECK(out.out.find("stays " + place.server.url("/acme")) != std::string::npos);
  CHECK(place.listed() == std::vector<std::string>{place.server.url("/acme")});
}

TEST_CASE("follow says what is wrong with what it is told") {
  const Place place;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"follow"},
                                                {"follow", "Acme", "acme"},
                                                {"follow", "Acme", "Zeta", "--cik", "Zeta=x"},
                                                {"follow", "Acme", "Zeta", "--cik", "Beta=1"},
                                                {"follow", "Acme", ""},
                                                {"follow", "--list", "Acme"},
                                                {"unfollow"}}) {
    const Outcome out = place.call(words);
    CHECK(out.code == 2);
    CHECK(out.error.find("usage: pactwatch") != std::string::npos);
  }
  CHECK(place.call({"unfollow", "Acme", "Zeta"}).code == 1);
  CHECK(place.call({"follow", "Acme", "Zeta"}).code == 0);
  const Outcome near = place.call({"unfollow", "Acme", "Zita"});
  CHECK(near.code == 1);
  CHECK(near.error.find("did you mean Acme and Zeta?") != std::string::npos);
}

TEST_CASE("what a followed pair's search brings is read by the daemon, and nothing twice") {
  Place place;
  fs::copy(source_directory() / "rules", place.scratch / "rules",
           fs::copy_options::recursive | fs::copy_options::skip_existing);
  place.server.put("/search?q=%22Acme%22%20%22Zeta%22", {rss({}), "text/xml"});
  place.server.put("/acme", {rss({}), "text/xml"});
  CHECK(place.call({"follow", "Acme", "Zeta"}).code == 0);
  CHECK(place.call({"run", "--until-idle"}).code == 0);
  CHECK(place.server.requests("/acme") == 1);
  CHECK(place.server.requests("/filings/0000000042") == 1);
  CHECK(place.listed().size() == 3);  // they stand in no configuration, and stay
}
