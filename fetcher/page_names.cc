#include "fetcher/page_names.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

namespace pactwatch {
namespace {

// "relatedPosts entry__meta" -> " related-posts entry-meta ": words parted by one hyphen, names by
// a space, so that one pattern sees words in every spelling.
std::string spell_alike(std::string_view names) {
  std::string out = " ";
  bool lower = false;
  for (const char c : names) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool small = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    const bool digit = c >= '0' && c <= '9';
    if (upper || small || digit) {
      if (upper && lower) out += '-';
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
      lower = small || digit;
      continue;
    }
    lower = false;
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && out.back() != ' ') {
      if (out.back() == '-')
        out.back() = ' ';
      else
        out += ' ';
    } else if (!space && out.back() != ' ' && out.back() != '-') {
      out += '-';
    }
  }
  if (out.back() == '-')
    out.back() = ' ';
  else if (out.back() != ' ')
    out += ' ';
  return out;
}

// Words, alone or as part of a hyphened name. Each list is an alternation of one pattern.
constexpr const char* kCertain[] = {
    "comments?",    "commentlist",    "disqus",     "respond",  "replies",
    "cookies?",     "cookie-?banner", "consent",    "gdpr",     "onetrust",
    "breadcrumbs?", "navbar",         "pagination", "outbrain", "taboola",
};
// These only as whole names: "nav" is furniture, "has-nav" a page that has some.
constexpr const char* kCertainAlone[] = {
    "nav",
    "navigation",
    "menu",
    "footer",
    "page-footer",
    "site-footer",
    "global-footer",
    "sr-only",
    "skip-link",
    "visually-?hidden",
    "screen-reader-text",
    "screen-reader-only",
};
constexpr const char* kStrong[] = {
    // sharing, advertising, asking
    "shar(?:e|es|ing)",
    "sharedaddy",
    "addtoany",
    "addthis",
    "socials?",
    "promos?",
    "promotion",
    "adverts?",
    "advertisement",
    "advertising",
    "ads?",
    "adsbygoogle",
    "banner",
    "sponsor(?:ed)?",
    "affiliate",
    "newsletters?",
    "subscribe",
    "subscriptions?",
    "sign-?up",
    "cta",
    "donate",
    "donation",
    "support-us",
    "app-download",
    "login",
    "popup",
    "modal",
    "poll",
    "quiz",
    "rating",
    "feedback",
    "correction-form",
    "publicidad",
    "publicite",
    "werbung",
    "anzeige",
    // other stories
    "relateds?",
    "recommend(?:s|ed|ations?)?",
    "jp-relatedposts",
    "popular",
    "trending",
    "most-?read",
    "more-(?:stories|news|from|on)",
    "read-?next",
    "also-?read",
    "readmore",
    "read-more-link",
    "see-also",
    "further-reading",
    "up-?next",
    "editors?-picks?",
    "you-may",
    "teasers?",
    "link-?(?:stack|box)",
    "story-package",
    "external-links",
    "news-list",
    "posts-list",
    "article-list",
    "latest-news",
    "carousel",
    "relacionad[ao]s",
    "verwandte",
    "lire-aussi",
    "leia-mais",
    "mehr",
    // around the story
    "side-?bar",
    "navigation",
    "nav",
    "menu",
    "footer",
    "toolbar",
    "pager",
    "tags?",
    "taglist",
    "toc",
    "table-of-contents",
    "infobox",
    "copyright",
    "print",
    "follow",
    "article-tools",
    "article-actions",
    "(?:entry|article|post)-footer",
    // who, when, and under pictures
    "bylines?",
    "authors?",
    "authorbox",
    "autor(?:en)?",
    "auteur",
    "about-the-author",
    "timestamp",
    "(?:post|entry|article)-meta",
    "(?:article|post)-info",
    "post-tags",
    "captions?",
    "(?:photo-|image-)?credits?",
};
constexpr const char* kSlight[] = {
    "hidden",    "hide",          "invisible",   "paywall",    "bio",
    "gallery",   "slideshow",     "slider",      "player",     "widgets?",
    "meta",      "metadata",      "links?",      "topics?",    "categor(?:y|ies)",
    "overlay",   "embed",         "skip",        "dateline",   "latest",
    "instagram", "trinity",       "videos?",     "audio",      "live",
    "tools",     "actions",       "legend",      "disclaimer", "lightbox",
    "tooltip",   "notice",        "alert",       "expand",     "collapse",
    "media",     "headers?",      "kicker",      "date",       "time",
    "published", "informations?", "infos",       "extras?",    "aside",
    "abo",       "premium",       "contact",     "register",   "partners?",
    "loader",    "loading",       "placeholder", "no-?print",  "references?",
    "footnotes", "read-more",     "hero-image",  "top-?bar",
};
constexpr const char* kLead[] = {
    "standfirst",    "dek",
    "deck",          "sub-?title",
    "sub-?headline", "sub-?head",
    "lead",          "leadtext",
    "lede",          "(?:article|post|story)-intro",
    "intro-text",    "teaser-?text",
    "excerpt",       "article-(?:summary|description)",
    "post-subtitle", "subtitulo",
    "entradilla",    "bajada",
    "copete",        "chapo",
    "chapeau",       "sommario",
    "vorspann",      "ingress",
    "manchet",       "perex",
    "zajawka",       "sapo",
    "spot",
};
constexpr const char* kComment[] = {"comments?", "commentlist", "disqus", "respond", "replies"};
// Containers of the story, the surest names first.
constexpr const char* kBody[] = {
    "(?:article|story|post|entry|news|blog)-?(?:page-)?(?:main-)?(?:body|text|copy|bodytext|"
    "fulltext|"
    "richtext)",
    "body-?copy",
    "article-(?:body-)?(?:content-)?body",
    "content-article-body",
    "rich-text-article",
    "field-name-body",
    "field-body",
    "node-body",
    "paragraphs-body",
};
constexpr const char* kContent[] = {
    "(?:article|story|post|entry|news|blog|detail|theme-post|td-post|the)-?(?:main-)?content",
    "content-(?:body|text|main|article)",
    "artikel",
    "article-(?:detail|inner|main)",
    "main-article",
    "post-entry",
    "full-?text",
    "text-content",
    "body-?text",
    "body-content",
    "wysiwyg",
};
constexpr const char* kStory[] = {"story", "article", "post",    "single",
                                  "entry", "hentry",  "h-entry", "blog-post"};
constexpr const char* kMain[] = {"content",      "main",           "main-?content",   "primary",
                                 "page-content", "single-content", "content-content", "center"};

enum Part {
  certain,
  certain_alone,
  strong,
  slight,
  lead,
  comment,
  body,
  content,
  story,
  main_part
};

// One pass over a name tells every part it has.
const re2::RE2::Set& parts() {
  static const re2::RE2::Set* const set = [] {
    re2::RE2::Options options;
    constexpr std::int64_t kRoom = 64 << 20;  // an exhausted set would look like no match
    options.set_max_mem(kRoom);
    auto* out = new re2::RE2::Set(options, re2::RE2::UNANCHORED);
    const auto add = [&](const auto& words, const char* before, const char* after) {
      std::string pattern;
      for (const char* word : words) (pattern += pattern.empty() ? "" : "|") += word;
      out->Add(before + ("(?:" + pattern + ")") + after, nullptr);
    };
    // In the order of Part. Behind the name of a container a generated suffix may stand.
    add(kCertain, "[ -]", "[ -]");
    add(kCertainAlone, " ", " ");
    add(kStrong, "[ -]", "[ -]");
    add(kSlight, "[ -]", "[ -]");
    add(kLead, "[ -]", "[ -]");
    add(kComment, "[ -]", "[ -]");
    add(kBody, "[ -]", "(?:-(?:content|inner|container|wrapper|text)|-[a-z0-9]{0,6})? ");
    add(kContent, "[ -]", "(?:-(?:inner|container|wrapper|text|body|area)|-[a-z0-9]{0,6})? ");
    add(kStory, " ", " ");
    add(kMain, " ", " ");
    out->Compile();
    return out;
  }();
  return *set;
}

}  // namespace

NameSays judge_names(std::string_view names) {
  NameSays out;
  constexpr std::size_t kLongest = 600;  // of generated class lists the beginning is enough
  const std::string text = spell_alike(names.substr(0, kLongest));
  std::vector<int> found;
  if (text.size() < 4 || !parts().Match(text, &found)) return out;
  const auto has = [&](Part part) {
    return std::find(found.begin(), found.end(), part) != found.end();
  };
  if (has(certain) || has(certain_alone))
    out.doubt = Doubt::certain;
  else if (has(strong))
    out.doubt = Doubt::strong;
  else if (has(slight))
    out.doubt = Doubt::slight;
  if (has(body))
    out.rank = 0;
  else if (has(content))
    out.rank = 1;
  else if (has(story))
    out.rank = 3;
  else if (has(main_part))
    out.rank = 4;
  // What is named for the story, too, is doubted less.
  if ((out.rank == 0 || out.rank == 1) && out.doubt > Doubt::slight && !has(comment))
    out.doubt = Doubt::slight;
  out.lead = has(lead);
  return out;
}

}  // namespace pactwatch
