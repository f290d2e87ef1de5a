#include "fetcher/feed.h"

#include <algorithm>

#include <pugixml.hpp>

#include "core/text.h"
#include "fetcher/encoding.h"
#include "fetcher/feed_json.h"
#include "fetcher/feed_reader.h"
#include "fetcher/xml_repair.h"

namespace pactwatch {
namespace {

constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                            pugi::parse_wconv_attribute | pugi::parse_embed_pcdata;

// White space, and byte order marks that were put in twice.
constexpr std::string_view kLeading = " \t\r\n\xEF\xBB\xBF";

// Whether the first element, after declarations and comments, is one that feeds begin with: then
// nothing has to be searched for signs of a page.
bool begins_like_feed(std::string_view text) {
  constexpr int kMostBefore =
      8;  // instructions and comments; with more it is searched, which costs time only
  for (int i = 0; i < kMostBefore && text.size() > 5 && text[0] == '<'; ++i) {
    if (text[1] != '?' && text.substr(0, 4) != "<!--") {
      for (const std::string_view root : {"<rss", "<feed", "<rdf:RDF", "<channel", "<urlset"})
        if (text.substr(0, root.size()) == root) return true;
      return false;
    }
    const std::string_view end = text[1] == '?' ? "?>" : "-->";
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n", at + end.size()), text.size()));
  }
  return false;
}

// "<title>" of what starts like an HTML page; empty when it does not.
std::string html_page(std::string_view text) {
  if (begins_like_feed(text)) return {};
  constexpr std::size_t kHead = 4U << 10U;  // the head of a page says what it is
  const std::string head = ascii_lower(text.substr(0, kHead));
  const std::size_t html = std::min(head.find("<!doctype html"), head.find("<html"));
  if (html == std::string::npos) return {};
  // A feed may quote HTML: what counts is what comes first.
  for (const std::string_view feed : {"<rss", "<feed", "<rdf:rdf", "<?xml-stylesheet", "<channel"})
    if (const std::size_t at = head.find(feed); at < html) return {};
  std::string what = "it is an HTML page";
  const std::size_t title = head.find("<title", html);
  const std::size_t begin = title == std::string::npos ? title : head.find('>', title);
  if (begin == std::string::npos) return what;
  const std::size_t end = std::min(head.find('<', begin), begin + 80);
  const std::string words = fold_space(text.substr(begin + 1, end - begin - 1));
  return words.empty() ? what : what + " titled \"" + make_valid_utf8(words) + "\"";
}

tl::unexpected<Error> no_feed(const std::string& what, const FeedSource& source) {
  return fail(ErrorCode::invalid_input, "this is no feed: " + what, source.url,
              "give the address of an RSS, Atom or JSON feed; a page may name its own in "
              "<link rel=\"alternate\">");
}

// Whether "xhtml" stands anywhere. An x is rare enough for memchr to leap from one to the next.
bool names_xhtml(std::string_view text) {
  for (std::size_t at = text.find('x'); at != std::string_view::npos; at = text.find('x', at + 1))
    if (text.compare(at, 5, "xhtml") == 0) return true;
  return false;
}

// White space between elements is kept only where running text may have elements in it.
unsigned parse_options(std::string_view text) {
  return names_xhtml(text) ? kParse | pugi::parse_ws_pcdata : kParse;
}

// Parses `text` in place; the document points into it.
bool parse(pugi::xml_document& document, std::string& text) {
  const unsigned options = parse_options(text);
  return static_cast<bool>(
      document.load_buffer_inplace(text.data(), text.size(), options, pugi::encoding_utf8));
}

}  // namespace

Result<Feed> parse_feed(std::string_view bytes, const FeedSource& source) {
  if (bytes.size() > kMaxFeedBytes)
    return fail(ErrorCode::limit,
                "the feed is larger than " + std::to_string(kMaxFeedBytes >> 20U) + " MiB",
                source.url);
  const std::string charset = charset_of(source.content_type);
  const std::string declared = declared_in_xml(bytes);
  Decoded decoded = decode(bytes, charset, declared);
  std::vector<std::string> repairs;
  if (decoded.guessed)
    repairs.push_back("the encoding that is declared or left out, read as " + decoded.encoding);
  std::string& text = decoded.text;

  const std::size_t first = text.find_first_not_of(kLeading);
  if (first == std::string::npos) return no_feed("it is empty", source);
  if (text[first] == '{' || text[first] == '[') return parse_json_feed(text.substr(first), source);
  if (const std::string page = html_page(std::string_view(text).substr(first)); !page.empty())
    return no_feed(page, source);
  if (text[first] != '<' && text.find('<', first) == std::string::npos)
    return no_feed("it has no tags", source);
  if (first != 0 && text[0] != '<') repairs.emplace_back("white space before the declaration");

  clean_references(text, repairs);
  const bool junk = text[std::min(text.find_first_not_of(kLeading), text.size())] != '<';
  pugi::xml_document document;
  if (junk || !parse(document, text)) {
    // Parsing in place has spent the text: it is decoded again, which costs only what is broken.
    Decoded again = decode(bytes, charset, declared);
    clean_references(again.text, repairs);
    text = repair_structure(again.text, repairs);
    if (!parse(document, text) && !document.document_element())
      return no_feed("it is not XML", source);
  }
  Result<Feed> feed = read_xml_feed(document, source);
  if (feed) feed->repairs = std::move(repairs);
  return feed;
}

}  // namespace pactwatch
