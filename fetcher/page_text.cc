// How the main text is found. Three guesses, best first: a container that sites name alike
// ("article-body", <article>), the block that gathers most paragraph text (after Readability), the
// body. Inside it, what is not the story goes: navigation, sharing, related stories, forms. When a
// guess leaves too little, the next is tried with less cut away.

#include "fetcher/page_text.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <re2/re2.h>

#include "core/text.h"

namespace pactwatch {
namespace {

// Less text than this is a teaser or a menu, not a story.
constexpr std::size_t kEnough = 250;

std::string names_of(const xmlNode* node) {
  return attribute(node, "class") + " " + attribute(node, "id");
}

bool is_never_text(std::string_view tag) {
  static const std::unordered_set<std::string_view> tags = {
      "script", "style",    "noscript", "svg",      "iframe",   "button", "select", "option",
      "input",  "textarea", "template", "canvas",   "video",    "audio",  "object", "embed",
      "head",   "map",      "meter",    "progress", "datalist", "dialog", "link",   "meta"};
  return tags.count(tag) != 0;
}

bool is_furniture(std::string_view tag) {
  static const std::unordered_set<std::string_view> tags = {
      "nav", "footer", "aside", "form", "menu", "figcaption", "figure", "label", "fieldset"};
  return tags.count(tag) != 0;
}

// Blocks that are named for what they are: not the story.
bool is_named_junk(const xmlNode* node) {
  static const re2::RE2 junk(
      "(?i)(?:^|[\\s_-])(?:share|sharing|social|related|recommend|newsletter|subscri|signup|sign-"
      "up|promo|"
      "advert|advertisement|ads?|banner|sponsor|outbrain|taboola|popular|trending|most-read|"
      "mostread|"
      "sidebar|side-bar|comments?|disqus|respond|breadcrumbs?|nav|navbar|navigation|menu|footer|"
      "cookie|consent|"
      "gdpr|popup|modal|overlay|login|paywall|byline|author|authors|bio|tags?|taglist|tag-list|"
      "topics|categories|"
      "caption|credit|gallery|slideshow|carousel|video-player|player|toolbar|pagination|pager|more-"
      "stories|"
      "read-more|readmore|read-next|readnext|also-read|alsoread|see-also|further-reading|widget|"
      "hidden|sr-only|screen-reader|visually-hidden|"
      "skip|print|timestamp|dateline-meta|post-meta|entry-meta|article-meta|meta|copyright|rating|"
      "poll|quiz|"
      "teaser|teasers|jp-relatedposts|inline-promo|cta|donate|support-us|app-download|follow|"
      "feedback|correction-form|"
      "latest|up-next|editors-picks|editor-picks|links|external-links|infobox|toc|trinity|embed|"
      "tweet|instagram)"
      "(?:$|[\\s_-]|s\\b|ed\\b|list\\b|box\\b|bar\\b|links\\b|wrap|wrapper|container|module|block|"
      "section|widget|area|info|__)");
  static const re2::RE2 keep(
      "(?i)(?:article[-_]?body|articlebody|story[-_]?body|entry[-_]content|post[-_]content|article["
      "-_]?content|article[-_]text|main-content|has-sidebar|with-sidebar|no-sidebar)");
  const std::string names = names_of(node);
  if (names.size() < 3) return false;
  return re2::RE2::PartialMatch(names, junk) && !re2::RE2::PartialMatch(names, keep);
}

bool is_hidden(const xmlNode* node) {
  if (!attribute(node, "hidden").empty() || attribute(node, "aria-hidden") == "true") return true;
  const std::string style = ascii_lower(attribute(node, "style"));
  return style.find("display:none") != std::string::npos ||
         style.find("display: none") != std::string::npos;
}

bool is_block(std::string_view tag) {
  static const std::unordered_set<std::string_view> tags = {
      "p",     "div",        "section", "article", "main",   "ul",     "ol", "li", "table",
      "tr",    "blockquote", "pre",     "h1",      "h2",     "h3",     "h4", "h5", "h6",
      "dl",    "dt",         "dd",      "header",  "body",   "center", "td", "th", "tbody",
      "thead", "details",    "summary", "address", "figure", "hr",     "br"};
  return tags.count(tag) != 0;
}

// Lines that stand in stories and are none of it.
bool is_junk_line(const std::string& line) {
  static const re2::RE2 junk(
      "(?i)^(?:read (?:more|also|next|full)\\b.{0,160}|also read\\b.*|related(?: "
      "(?:articles?|stories|news|content|posts?|topics?))?:?.{0,120}|advertisement|advertising|ad|"
      "sponsored(?: content)?|"
      "sign up (?:for|to)\\b.*|subscribe\\b.{0,140}|follow (?:us|me|him|her)\\b.*|click "
      "here\\b.*|share(?: this)?(?: (?:article|story|on|via)\\b.*)?|"
      "watch(?: (?:now|live|more|the video))?:.*|listen(?: to)?:.*|photo(?:graph)?:.*|image(?: "
      "credit)?s?:.*|getty images.*|file photo.*|"
      "story continues(?: below)?.*|continue reading.*|skip advert.*|support our "
      "journalism.*|download our app.*|"
      "copyright ©?.*|© ?(?:\\d{4}|copyright).*|all rights reserved.*|this article (?:was "
      ")?originally (?:appeared|published).*|"
      "view comments.*|leave a (?:comment|reply).*|comments? \\(\\d+\\)|\\d+ "
      "comments?|tags?:.*|filed under:?.*|topics?:.*|"
      "(?:last )?updated(?: on)?:? .{0,60}\\d.*|published(?: on)?:? .{0,60}\\d{4}.{0,30}|\\d+ "
      "min(?:ute)?s? read|print this.*|email this.*|"
      "you (?:may|might) also like.*|recommended(?: for you)?.*|more "
      "(?:from|on|stories|news)\\b.{0,100}|see also:?.*|don't miss.*|get our "
      ".{0,60}newsletter.*|join our .*)$");
  return line.size() < 260 && re2::RE2::FullMatch(line, junk);
}

struct Block {
  std::string text;
  std::size_t link_bytes = 0;  // of the text, inside links
  std::string_view tag;        // the innermost block element
  bool heading = false;
};

// Lays the text below a node out as blocks.
class Collector {
 public:
  explicit Collector(bool strict) : strict_(strict) {}

  std::vector<Block> collect(xmlNode* root) {
    root_ = root;
    visit(root);
    flush();
    return std::move(blocks_);
  }

 private:
  bool skip(const xmlNode* node, std::string_view tag) const {
    if (is_never_text(tag) || is_hidden(node)) return true;
    if (node == root_) return false;
    if (is_furniture(tag)) return true;
    if (tag == "header" && !has_text_enough(node)) return true;
    return strict_ && is_named_junk(node) && (tag != "p" || true);
  }

  static bool has_text_enough(const xmlNode* node) {
    constexpr std::size_t kStory = 600;
    return text_of(node).size() > kStory;
  }

  // Without recursion: pages nest deeper than a stack is deep.
  void visit(xmlNode* root) {
    struct Step {
      xmlNode* node;
      bool leave;
    };
    std::vector<Step> stack = {{root, false}};
    while (!stack.empty()) {
      const Step step = stack.back();
      stack.pop_back();
      xmlNode* node = step.node;
      const std::string_view tag = tag_of(node);
      if (step.leave) {
        if (tag == "a") --links_;
        if (is_block(tag)) flush();
        continue;
      }
      if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        if (node->content != nullptr) append(reinterpret_cast<const char*>(node->content));
        continue;
      }
      if (node->type != XML_ELEMENT_NODE || skip(node, tag)) continue;
      if (tag == "br") {
        breaks_ = ends_with_break() ? breaks_ + 1 : 1;
        if (breaks_ >= 2)
          flush();
        else
          current_.text += ' ';
        last_was_break_ = true;
        continue;
      }
      if (is_block(tag)) {
        flush();
        current_.tag = tag;
        current_.heading = tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
      }
      if (tag == "a") ++links_;
      stack.push_back({node, true});
      std::vector<xmlNode*> children;
      for (xmlNode* child = node->children; child != nullptr; child = child->next)
        children.push_back(child);
      for (auto it = children.rbegin(); it != children.rend(); ++it) stack.push_back({*it, false});
    }
  }

  bool ends_with_break() const { return last_was_break_; }

  void append(std::string_view text) {
    if (trim(text).empty()) {
      if (!current_.text.empty()) current_.text += ' ';
      return;
    }
    last_was_break_ = false;
    breaks_ = 0;
    current_.text += text;
    if (links_ > 0) current_.link_bytes += trim(text).size();
  }

  void flush() {
    current_.text = fold_space(current_.text);
    if (!current_.text.empty()) blocks_.push_back(current_);
    const std::string_view tag = current_.tag;
    current_ = Block();
    current_.tag = tag;
    last_was_break_ = false;
    breaks_ = 0;
  }

  bool strict_;
  const xmlNode* root_ = nullptr;
  std::vector<Block> blocks_;
  Block current_;
  int links_ = 0;
  int breaks_ = 0;
  bool last_was_break_ = false;
};

// What of the blocks is the story.
std::string story(std::vector<Block> blocks, const std::string& title) {
  std::string out;
  const std::string key = ascii_lower(fold_space(title));
  std::vector<const Block*> kept;
  for (const Block& block : blocks) {
    if (is_junk_line(block.text)) continue;
    if (!key.empty() && ascii_lower(block.text) == key) continue;
    const double links =
        static_cast<double>(block.link_bytes) / static_cast<double>(block.text.size());
    const bool list =
        block.tag == "li" || block.tag == "ul" || block.tag == "td" || block.tag == "div";
    if (links > (list ? 0.55 : 0.8) && block.text.size() < 300) continue;
    if (links > 0.3 && list && block.text.size() < 60) continue;
    // Short bits outside paragraphs are labels.
    const bool sentence = block.text.find_last_of(".!?:;\"\xE2") != std::string::npos;
    if ((block.tag == "div" || block.tag == "section" || block.tag == "td" || block.tag.empty()) &&
        !block.heading && block.text.size() < 40 && !sentence)
      continue;
    kept.push_back(&block);
  }
  // A heading with nothing under it belongs to what was cut away.
  while (!kept.empty() && kept.back()->heading) kept.pop_back();
  std::unordered_set<std::string_view> seen;
  for (const Block* block : kept) {
    constexpr std::size_t kRepeatable = 40;
    if (block->text.size() > kRepeatable && !seen.insert(block->text).second) continue;
    if (!out.empty()) out += "\n\n";
    out += block->text;
  }
  return out;
}

// Bytes of text in paragraphs outside links: what makes a block a story.
std::size_t paragraph_bytes(xmlNode* root) {
  std::size_t total = 0;
  for (const Block& block : Collector(true).collect(root))
    if (block.text.size() >= 40 && block.link_bytes * 2 < block.text.size())
      total += block.text.size();
  return total;
}

struct Named {
  xmlNode* node = nullptr;
  int rank = 0;
};

// Containers by name, the surest names first.
std::vector<Named> named_containers(xmlNode* body) {
  static const std::array<const re2::RE2*, 4> patterns = {{
      new re2::RE2("(?i)(?:^|[\\s_-])(?:article[-_]{0,2}body|articlebody|article__body|story[-_]{0,"
                   "2}body|storybody|article[-_]{0,2}text|articletext|story[-_]text|body-copy|"
                   "bodycopy|article-copy|post[-_]body|entry[-_]body|story__content|article__"
                   "content|article-body-content|article-content-body|c-article-body|rich-text-"
                   "article|article-main-body|text-article|wysiwyg)(?:$|[\\s_-]|__)"),
      new re2::RE2("(?i)(?:^|[\\s_-])(?:entry[-_]content|post[-_]content|article[-_]{0,2}content|"
                   "articlecontent|story[-_]content|single-content|content__article-body|the-"
                   "content|theme-post-content|content-body|page-content|td-post-content|post-text|"
                   "blog-post|post-entry|news-content|news-body|detail-content|main-article|"
                   "artikel|article-detail|article-inner|article-main)(?:$|[\\s_-]|__)"),
      new re2::RE2(
          "(?i)(?:^|[\\s_-])(?:story|article|post|single|entry|hentry|h-entry)(?:$|[\\s_])"),
      new re2::RE2(
          "(?i)(?:^|[\\s_-])(?:content|main|main-content|maincontent|primary|center)(?:$|[\\s_])"),
  }};
  std::vector<Named> out;
  walk(body, [&](xmlNode* node) {
    const std::string_view tag = tag_of(node);
    if (tag.empty()) return true;
    if (is_never_text(tag)) return false;
    if (tag != "div" && tag != "section" && tag != "article" && tag != "main" && tag != "td" &&
        tag != "span")
      return true;
    int rank = -1;
    if (attribute(node, "itemprop") == "articleBody" ||
        attribute(node, "property") == "articleBody" ||
        attribute(node, "data-component") == "text-block")
      rank = 0;
    const std::string names = names_of(node);
    for (std::size_t p = 0; p < patterns.size() && rank < 0; ++p)
      if (re2::RE2::PartialMatch(names, *patterns[p]))
        rank = static_cast<int>(p == 0 ? 0 : p == 1 ? 1 : p + 1);
    if (tag == "article" && (rank < 0 || rank > 2)) rank = 2;
    if ((tag == "main" || attribute(node, "role") == "main") && rank < 0) rank = 5;
    if (rank >= 0) out.push_back({node, rank});
    return true;
  });
  std::stable_sort(out.begin(), out.end(),
                   [](const Named& x, const Named& y) { return x.rank < y.rank; });
  return out;
}

// The block whose paragraphs weigh most (Readability's score, without its class-name weights).
xmlNode* heaviest(xmlNode* body) {
  std::unordered_map<xmlNode*, double> scores;
  std::vector<xmlNode*> order;
  const auto add = [&](xmlNode* node, double score) {
    if (node == nullptr || node->type != XML_ELEMENT_NODE) return;
    const auto [it, fresh] = scores.emplace(node, 0.0);
    if (fresh) order.push_back(node);
    it->second += score;
  };
  walk(body, [&](xmlNode* node) {
    const std::string_view tag = tag_of(node);
    if (is_never_text(tag) || is_furniture(tag)) return false;
    if (!tag.empty() && node != body && is_named_junk(node)) return false;
    if (tag != "p" && tag != "pre" && tag != "blockquote") return true;
    const std::string text = text_of(node);
    if (text.size() < 25) return false;
    double score = 1 + static_cast<double>(std::count(text.begin(), text.end(), ',')) +
                   std::min(3.0, static_cast<double>(text.size()) / 100.0);
    add(node->parent, score);
    if (node->parent != nullptr) add(node->parent->parent, score / 2);
    return false;
  });
  xmlNode* best = nullptr;
  double best_score = 0;
  for (xmlNode* node : order)
    if (scores[node] > best_score) {
      best_score = scores[node];
      best = node;
    }
  return best;
}

}  // namespace

std::string main_text(xmlDoc* document, const std::string& title) {
  xmlNode* body = nullptr;
  if (xmlNode* root = xmlDocGetRootElement(document); root != nullptr)
    walk(root, [&](xmlNode* node) {
      if (body == nullptr && tag_of(node) == "body") body = node;
      return body == nullptr;
    });
  if (body == nullptr) body = xmlDocGetRootElement(document);
  if (body == nullptr) return {};

  xmlNode* scored = heaviest(body);
  const std::size_t weight = scored == nullptr ? 0 : paragraph_bytes(scored);
  // The first named container that holds about as much story as the heaviest block does.
  xmlNode* chosen = nullptr;
  int chosen_rank = -1;
  std::size_t chosen_bytes = 0;
  constexpr std::size_t kMostTried = 60;
  std::size_t tried = 0;
  for (const Named& named : named_containers(body)) {
    if (chosen != nullptr && named.rank > chosen_rank) break;
    if (++tried > kMostTried) break;
    const std::size_t bytes = paragraph_bytes(named.node);
    if (bytes < kEnough || bytes * 10 < weight * 6) continue;
    if (chosen == nullptr || bytes > chosen_bytes) {
      chosen = named.node;
      chosen_rank = named.rank;
      chosen_bytes = bytes;
    }
  }
  if (chosen == nullptr) chosen = scored != nullptr && weight >= kEnough / 2 ? scored : body;
  std::string text = story(Collector(true).collect(chosen), title);
  if (text.size() < kEnough) {
    const std::string loose = story(Collector(false).collect(chosen), title);
    if (loose.size() > 2 * text.size()) text = loose;
  }
  if (text.size() < kEnough && chosen != body) {
    const std::string all = story(Collector(true).collect(body), title);
    if (all.size() > 2 * text.size()) text = all;
  }
  return text;
}

}  // namespace pactwatch
