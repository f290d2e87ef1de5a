#include "fetcher/page_names.h"

#include <array>

#include <re2/re2.h>

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

const re2::RE2& certain() {
  static const re2::RE2 pattern(
      "[ "
      "-](?:comments?|commentlist|commentary-list|disqus|respond|replies|cookies?|cookie-?banner|"
      "consent|gdpr|"
      "onetrust|breadcrumbs?|navbar|pagination|outbrain|taboola)[ -]|"
      " (?:nav|navigation|menu|footer|page-footer|site-footer|global-footer|sr-only|skip-link|"
      "visually-hidden|visuallyhidden|screen-reader-text|screen-reader-only) ");
  return pattern;
}

const re2::RE2& strong() {
  static const re2::RE2 pattern(
      "[ "
      "-](?:share|sharing|shares|sharedaddy|addtoany|addthis|social|socials|related|relateds|"
      "recommend|recommends|recommended|"
      "recommendations?|newsletters?|subscribe|subscription|subscriptions|signup|promo|promos|"
      "promotion|advert|"
      "adverts|advertisement|advertising|ads?|adsbygoogle|banner|sponsor|sponsored|popular|"
      "trending|mostread|sidebar|"
      "navigation|nav|menu|footer|popup|modal|login|byline|bylines|author|authors|authorbox|"
      "caption|captions|credits?|"
      "teaser|teasers|jp-relatedposts|cta|donate|donation|follow|toolbar|pager|tags?|taglist|"
      "infobox|copyright|tweet-list|carousel|toc|table-of-contents|zitate-teaser|readmore|alsoread|"
      "readnext|poll|quiz|rating|print|"
      "timestamp|newsletter|affiliate|linkbox|correction-form|feedback|upnext|mehr|relacionad[ao]s|"
      "verwandte|lire-aussi|leia-mais|publicidad|publicite|werbung|anzeige|autor|autoren|auteur)[ "
      "-]|"
      "[ "
      "-](?:most-read|more-stories|more-news|more-from|more-on|read-next|also-read|see-also|"
      "further-reading|"
      "up-next|editors?-picks?|support-us|app-download|post-meta|entry-meta|article-meta|"
      "article-info|post-info|article-tools|article-actions|post-tags|entry-footer|article-footer|"
      "post-footer|side-bar|"
      "sign-up|external-links|about-the-author|link-stack|story-package|you-may|"
      "photo-credit|image-credit|read-more-link|news-list|posts-list|article-list|latest-news)[ "
      "-]");
  return pattern;
}

const re2::RE2& slight() {
  static const re2::RE2 pattern(
      "[ -](?:hidden|hide|invisible|paywall|bio|gallery|slideshow|slider|player|widget|"
      "widgets|meta|metadata|links?|topics?|categories|category|overlay|embed|skip|dateline|latest|"
      "instagram|trinity|video|videos|audio|live|tools|actions|legend|disclaimer|lightbox|"
      "tooltip|notice|alert|expand|collapse|media|header|headers|kicker|date|time|published|"
      "information|informations|infos|extra|extras|aside|abo|premium|contact|login|register|"
      "partner|partners|"
      "loader|loading|placeholder|noprint|no-print|references|footnotes|reference|"
      "read-more|hero-image|topbar|top-bar)[ -]");
  return pattern;
}

const re2::RE2& lead() {
  static const re2::RE2 pattern(
      "[ "
      "-](?:standfirst|dek|deck|subtitle|sub-title|subheadline|sub-headline|subhead|sub-head|lead|"
      "leadtext|lede|"
      "article-intro|post-intro|story-intro|intro-text|teaser-text|teasertext|excerpt|"
      "entradilla|chapo|chapeau|sommario|vorspann|ingress|bajada|copete|article-summary|"
      "article-description|post-subtitle|subtitulo|sapo|manchet|spot|perex|zajawka)[ -]");
  return pattern;
}

// Containers by name, the surest names first.
const std::array<const re2::RE2*, 4>& ranks() {
  static const std::array<const re2::RE2*, 4> patterns = {{
      new re2::RE2(
          "[ "
          "-](?:(?:article|story|post|entry|news|blog)-?(?:page-)?(?:main-)?(?:body|text|copy|"
          "bodytext|fulltext|richtext)|"
          "body-?copy|article-(?:body-)?(?:content-)?body|articlebody|storybody|"
          "content-article-body|rich-text-article|field-name-body|field-body|node-body|paragraphs-"
          "body)(?: |-(?:content|inner|container|wrapper|text) |-[a-z0-9]{0,6} )"),
      new re2::RE2(
          "[ -](?:(?:article|story|post|entry|news|blog|detail|theme-post|td-post|the)-?"
          "(?:main-)?content|content-(?:body|text|main|article)|articlecontent|artikel|article-"
          "detail|article-inner|article-main|"
          "main-article|post-entry|full-text|fulltext|text-content|body-text|bodytext|body-content|"
          "wysiwyg)(?: |-(?:inner|container|wrapper|text|body|area) |-[a-z0-9]{0,6} )"),
      new re2::RE2(" (?:story|article|post|single|entry|hentry|h-entry|blog-post) "),
      new re2::RE2(" (?:content|main|main-content|maincontent|page-content|single-content|content-"
                   "content|primary|center) "),
  }};
  return patterns;
}

}  // namespace

NameSays judge_names(std::string_view names) {
  NameSays out;
  constexpr std::size_t kLongest = 600;  // of generated class lists the beginning is enough
  const std::string text = spell_alike(names.substr(0, kLongest));
  if (text.size() < 4) return out;
  if (re2::RE2::PartialMatch(text, certain()))
    out.doubt = Doubt::certain;
  else if (re2::RE2::PartialMatch(text, strong()))
    out.doubt = Doubt::strong;
  else if (re2::RE2::PartialMatch(text, slight()))
    out.doubt = Doubt::slight;
  static const re2::RE2 comment("[ -](?:comments?|commentlist|disqus|respond|replies)[ -]");
  for (std::size_t i = 0; i < ranks().size() && out.rank < 0; ++i)
    if (re2::RE2::PartialMatch(text, *ranks()[i]))
      out.rank = static_cast<signed char>(i < 2 ? i : i + 1);
  // What is named for the story, too, is doubted less.
  if (out.rank >= 0 && out.rank < 2 && out.doubt > Doubt::slight &&
      !re2::RE2::PartialMatch(text, comment))
    out.doubt = Doubt::slight;
  out.lead = re2::RE2::PartialMatch(text, lead());
  return out;
}

}  // namespace pactwatch
