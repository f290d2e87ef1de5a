#include "fetcher/page_layout.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/text.h"

namespace pactwatch {
namespace {

// What an element is for the layout.
struct Kind {
  bool never = false;     // holds no text of the page
  bool block = false;     // begins and ends a block
  bool sentence = false;  // inside it a name says nothing: it is a run of a sentence
  bool heading = false;
  Doubt doubt = Doubt::none;
};

const Kind& kind_of(std::string_view tag) {
  static const std::unordered_map<std::string_view, Kind> kinds = [] {
    std::unordered_map<std::string_view, Kind> out;
    for (const char* name :
         {"script", "style",    "noscript", "svg",      "iframe",   "button", "select", "option",
          "input",  "textarea", "template", "canvas",   "video",    "audio",  "object", "embed",
          "head",   "map",      "meter",    "progress", "datalist", "dialog", "link",   "meta"})
      out[name].never = true;
    for (const char* name :
         {"p",       "div",     "section", "article",  "main",       "ul",     "ol",
          "li",      "table",   "tr",      "td",       "th",         "tbody",  "blockquote",
          "pre",     "h1",      "h2",      "h3",       "h4",         "h5",     "h6",
          "dl",      "dt",      "dd",      "header",   "body",       "center", "thead",
          "details", "summary", "figure",  "address",  "hr",         "nav",    "footer",
          "aside",   "form",    "menu",    "fieldset", "figcaption", "hgroup"})
      out[name].block = true;
    for (const char* name : {"p", "li", "td", "blockquote", "dd"}) out[name].sentence = true;
    for (const char* name : {"h1", "h2", "h3", "h4", "h5", "h6"})
      out[name].heading = out[name].sentence = true;
    out["nav"].doubt = Doubt::certain;
    for (const char* name : {"footer", "aside", "form", "menu", "figcaption", "figure"})
      out[name].doubt = Doubt::strong;
    for (const char* name : {"fieldset", "label", "header"}) out[name].doubt = Doubt::slight;
    return out;
  }();
  static const Kind other;
  const auto it = kinds.find(tag);
  return it == kinds.end() ? other : it->second;
}

// Bytes of `text` once its runs of white space are one space each.
std::size_t folded_size(std::string_view text) {
  std::size_t out = 0;
  bool space = true;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    if (!blank || !space) ++out;
    space = blank;
  }
  return out;
}

class Builder {
 public:
  Layout build(xmlNode* body) {
    struct Step {
      xmlNode* node;
      int close;  // the container to close, -1 for an inline element's end, -2 to enter
      bool block;
    };
    constexpr int kEnter = -2;
    constexpr int kNone = -1;
    // Without recursion: pages nest deeper than a stack is deep.
    std::vector<Step> stack = {{body, kEnter, false}};
    while (!stack.empty()) {
      const Step step = stack.back();
      stack.pop_back();
      xmlNode* node = step.node;
      if (step.close != kEnter) {
        leave(node, step.close, step.block);
        continue;
      }
      if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        if (node->content != nullptr) append(reinterpret_cast<const char*>(node->content));
        continue;
      }
      if (node->type != XML_ELEMENT_NODE) continue;
      const std::string_view tag = tag_of(node);
      const Kind& kind = kind_of(tag);
      if (kind.never) continue;
      if (tag == "br") {
        line_break();
        continue;
      }
      bool block = kind.block;
      int close = kNone;
      if (block || !in_sentence(node)) {
        NameSays names = names_of(node, tag, kind);
        if (node == body) names = NameSays();
        // An inline element that is named for what it is stands for itself.
        if (!block && (names.doubt != Doubt::none || names.rank >= 0)) block = true;
        if (block) {
          flush();
          close = open(node, tag, names);
        }
      }
      if (tag == "a") ++links_;
      stack.push_back({node, close, block});
      const std::size_t first = stack.size();
      for (xmlNode* child = node->children; child != nullptr; child = child->next)
        stack.push_back({child, kEnter, false});
      std::reverse(stack.begin() + static_cast<std::ptrdiff_t>(first), stack.end());
    }
    flush();
    layout_.kins = static_cast<int>(kins_.size());
    return std::move(layout_);
  }

 private:
  static bool in_sentence(const xmlNode* node) {
    constexpr int kNear = 3;
    int steps = 0;
    for (const xmlNode* up = node->parent; up != nullptr && steps < kNear; up = up->parent, ++steps)
      if (kind_of(tag_of(up)).sentence) return true;
    return false;
  }

  NameSays names_of(const xmlNode* node, std::string_view tag, const Kind& kind) {
    names_.clear();
    class_ = {};
    bool body_property = false;
    bool hidden = false;
    Doubt role = Doubt::none;
    bool main_role = false;
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
      const std::string_view name = reinterpret_cast<const char*>(a->name);
      const char* raw = a->children != nullptr && a->children->content != nullptr
                            ? reinterpret_cast<const char*>(a->children->content)
                            : "";
      const std::string_view value = raw;
      if (name == "class" || name == "id") {
        names_ += ' ';
        names_ += value;
        if (name == "class") class_ = value;
      } else if (name == "itemprop" || name == "property") {
        body_property = body_property || value == "articleBody";
        if (value == "articleBody") continue;
        if (value == "author" || value == "datePublished" || value == "comment")
          role = Doubt::strong;
      } else if (name == "hidden") {
        hidden = true;
      } else if (name == "aria-hidden") {
        hidden = hidden || value == "true";
      } else if (name == "style") {
        const std::string style = ascii_lower(value);
        hidden = hidden || style.find("display:none") != std::string::npos ||
                 style.find("display: none") != std::string::npos;
      } else if (name == "role") {
        if (value == "navigation" || value == "search" || value == "banner" || value == "dialog")
          role = Doubt::certain;
        if (value == "complementary" || value == "contentinfo") role = Doubt::strong;
        main_role = value == "main";
      }
    }
    NameSays says;
    if (names_.size() > 2) {
      const auto known = judged_.find(names_);
      if (known != judged_.end()) {
        says = known->second;
      } else {
        says = judge_names(names_);
        judged_.emplace(names_, says);
      }
    }
    const Doubt by_name = says.doubt;
    if (hidden) says.doubt = std::max(says.doubt, Doubt::strong);
    says.doubt = std::max({says.doubt, role, kind.doubt});
    if (says.doubt != Doubt::none) {
      // Ids differ where classes are alike.
      if (hidden)
        names_ = "hidden";
      else if (by_name < says.doubt)
        names_ = tag;
      else if (class_.size() > 2)
        names_ = class_;
      kin_ = kins_.emplace(names_, static_cast<int>(kins_.size())).first->second;
    }
    if (body_property) says.rank = 0;
    if (tag == "article" && (says.rank < 0 || says.rank > 2)) says.rank = 2;
    if ((tag == "main" || main_role) && says.rank < 0) says.rank = 5;
    if (kind.sentence && tag != "td" && tag != "li") says.rank = -1;
    return says;
  }

  int open(const xmlNode* node, std::string_view tag, const NameSays& names) {
    Container container;
    container.node = node;
    container.tag = tag;
    container.parent = current_;
    container.names = names;
    container.first_block = static_cast<int>(layout_.blocks.size());
    container.kin = kin_;
    container.look =
        std::hash<std::string_view>()(tag) * 31 + std::hash<std::string_view>()(class_);
    layout_.containers.push_back(container);
    current_ = static_cast<int>(layout_.containers.size()) - 1;
    return current_;
  }

  void leave(const xmlNode* node, int container, bool block) {
    const std::string_view tag = tag_of(node);
    if (tag == "a") --links_;
    if (!block) return;
    flush();
    Container& closed = layout_.containers[static_cast<std::size_t>(container)];
    closed.end_block = static_cast<int>(layout_.blocks.size());
    closed.end = static_cast<int>(layout_.containers.size());
    current_ = closed.parent;
  }

  void line_break() {
    if (breaks_++ == 0)
      block_.text += ' ';
    else
      flush();
  }

  void append(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\f");
    if (first == std::string_view::npos) {
      if (!block_.text.empty()) block_.text += ' ';
      return;
    }
    breaks_ = 0;
    block_.text += text;
    if (links_ > 0) block_.link_bytes += folded_size(text);
  }

  void flush() {
    breaks_ = 0;
    if (block_.text.empty()) return;
    block_.text = fold_space(block_.text);
    block_.link_bytes = std::min(block_.link_bytes, block_.text.size());
    if (!block_.text.empty() && current_ >= 0) {
      block_.container = current_;
      const Container& in = layout_.containers[static_cast<std::size_t>(current_)];
      block_.tag = in.tag;
      block_.heading = kind_of(in.tag).heading;
      layout_.blocks.push_back(std::move(block_));
    }
    block_ = Block();
  }

  Layout layout_;
  std::unordered_map<std::string, NameSays> judged_;
  std::unordered_map<std::string, int> kins_;
  std::string names_;
  std::string_view class_;  // of the element looked at last
  int kin_ = 0;
  Block block_;
  int current_ = -1;
  int links_ = 0;
  int breaks_ = 0;
};

}  // namespace

Layout lay_out(xmlNode* body) { return Builder().build(body); }

}  // namespace pactwatch
