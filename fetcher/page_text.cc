// How the main text is found. The page is laid out as blocks of text in containers (page_layout).
//
// 1. A block weighs what it holds of running text: paragraphs outside links weigh, labels do not.
// 2. Containers whose name or element says "not the story" are dropped, unless they hold too much
//    of the page's weight to be believed (names lie: whole stories stand in "paywall hidden").
// 3. The story's container: the surest name that holds about as much as the heaviest container
//    does, else the heaviest one (paragraphs score for their parents, after Readability). It grows
//    to its surroundings where these add running text and no second story.
// 4. Of its blocks, lists of links, labels and known furniture go.
//
// Where a step leaves too little, it is undone: less is dropped, then more of the page is read.

#include "fetcher/page_text.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <re2/re2.h>

#include "core/text.h"
#include "fetcher/page_layout.h"

namespace pactwatch {
namespace {

// Less text than this is a teaser or a menu, not a story.
constexpr std::size_t kEnough = 250;

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
  // Invitations in the middle of a line.
  static const re2::RE2 invitation(
      "(?i)\\b(?:sign(?:ing)? up (?:for|to)\\b.*newsletter|subscribe to (?:our|the)\\b|"
      "newsletter\\b.*\\b(?:abonnieren|inbox)|follow (?:him|her|them|us|me) on |"
      "can be reached at .*@|"
      "all rights reserved|alle rechte vorbehalten|download (?:the|our) .*\\bapp\\b)");
  constexpr std::size_t kLine = 260;
  return line.size() < kLine &&
         (re2::RE2::FullMatch(line, junk) || re2::RE2::PartialMatch(line, invitation));
}

std::size_t weight_of(const Block& block) {
  constexpr std::size_t kParagraph = 80;
  constexpr std::size_t kLine = 40;
  if (block.heading || block.link_bytes * 10 > block.text.size() * 4) return 0;
  if (block.text.size() >= kParagraph) return block.text.size();
  if (block.text.size() < kLine) return 0;
  const bool sentence = std::string_view(".!?\"").find(block.text.back()) != std::string_view::npos;
  return sentence ? block.text.size() : block.text.size() / 4;
}

// A run of containers that together hold the story, in order of the page.
using Choice = std::vector<int>;

class Reader {
 public:
  Reader(const Layout& layout, const PageHints& hints)
      : layout_(layout),
        containers_(layout.containers),
        blocks_(layout.blocks),
        hints_(hints),
        title_letters_(letters_of(hints.title)) {
    const Block* last = nullptr;
    for (const Block& block : blocks_) {
      // Text under a linked headline announces another story.
      constexpr std::size_t kHeadline = 20;
      const bool teaser = last != nullptr && last->text.size() >= kHeadline &&
                          last->link_bytes * 10 >= last->text.size() * 9;
      raw_.push_back(weight_of(block) / (teaser ? 4 : 1));
      last = &block;
    }
  }

  std::string read() {
    std::string best;
    // Ever less is dropped, while what is left is too little to be a story.
    for (const Doubt least : {Doubt::slight, Doubt::strong, Doubt::certain}) {
      drop(least);
      const std::string text = story(choose());
      if (text.size() > 2 * best.size()) best = text;
      if (best.size() >= kEnough) break;
    }
    return best;
  }

 private:
  const Container& at(int container) const {
    return containers_[static_cast<std::size_t>(container)];
  }

  // Marks what names say is not the story, from `least` doubt on.
  void drop(Doubt least) {
    dropped_.assign(blocks_.size(), false);
    // What certainly is none of it does not count for the page.
    std::vector<bool> outside(blocks_.size(), false);
    for (const Container& container : containers_)
      if (container.names.doubt == Doubt::certain)
        std::fill(outside.begin() + container.first_block, outside.begin() + container.end_block,
                  true);
    std::vector<std::size_t> sum(blocks_.size() + 1, 0);
    std::vector<std::size_t> all(blocks_.size() + 1, 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      sum[i + 1] = sum[i] + (outside[i] ? 0 : raw_[i]);
      all[i + 1] = all[i] + raw_[i];
    }
    // Kin are believed or not together: a story may be a hundred paragraphs of class "paywall".
    struct Kin {
      std::size_t held = 0;
      int end = 0;
    };
    std::vector<Kin> kins(static_cast<std::size_t>(layout_.kins));
    const auto weigh = [&](const Container& container) {
      const auto& sums = container.names.doubt == Doubt::certain ? all : sum;
      return sums[static_cast<std::size_t>(container.end_block)] -
             sums[static_cast<std::size_t>(container.first_block)];
    };
    for (const Container& container : containers_) {
      if (container.names.doubt == Doubt::none) continue;
      Kin& kin = kins[static_cast<std::size_t>(container.kin)];
      if (container.first_block < kin.end) continue;  // inside one of its kin
      kin.held += weigh(container);
      kin.end = container.end_block;
    }
    for (const Container& container : containers_) {
      const Doubt doubt = container.names.doubt;
      if (doubt == Doubt::none || doubt < least) continue;
      const std::size_t held = kins[static_cast<std::size_t>(container.kin)].held;
      const std::size_t whole = doubt == Doubt::certain ? all.back() : sum.back();
      // In percent of the page: what kin may hold and still be believed.
      const std::size_t bound = doubt == Doubt::slight ? 25 : doubt == Doubt::strong ? 65 : 80;
      if (held > kEnough && held * 100 > whole * bound) continue;
      std::fill(dropped_.begin() + container.first_block, dropped_.begin() + container.end_block,
                true);
    }
    weight_.assign(blocks_.size() + 1, 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      weight_[i + 1] = weight_[i] + (dropped_[i] ? 0 : raw_[i]);
  }

  std::size_t weight(int container) const {
    return weight_[static_cast<std::size_t>(at(container).end_block)] -
           weight_[static_cast<std::size_t>(at(container).first_block)];
  }
  std::size_t weight(const Choice& choice) const {
    std::size_t sum = 0;
    for (const int container : choice) sum += weight(container);
    return sum;
  }

  // The container whose paragraphs score most for it.
  int heaviest() const {
    std::vector<double> scores(containers_.size(), 0);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (dropped_[i] || raw_[i] == 0) continue;
      const std::string& text = blocks_[i].text;
      const double score = 1 + static_cast<double>(std::count(text.begin(), text.end(), ',')) +
                           std::min(3.0, static_cast<double>(text.size()) / 100.0);
      int home = blocks_[i].container;
      const std::string_view tag = at(home).tag;
      if (tag == "p" || tag == "li" || tag == "pre" || tag == "blockquote") home = at(home).parent;
      if (home < 0) continue;
      scores[static_cast<std::size_t>(home)] += score;
      if (at(home).parent >= 0) scores[static_cast<std::size_t>(at(home).parent)] += score / 2;
    }
    const auto best = std::max_element(scores.begin(), scores.end());
    return *best > 0 ? static_cast<int>(best - scores.begin()) : 0;
  }

  // The named containers of one rank, each group of like ones as one choice.
  std::vector<Choice> named(int rank) const {
    std::vector<Choice> out;
    std::unordered_map<std::uint64_t, std::size_t> groups;
    for (int i = 0; i < static_cast<int>(containers_.size()); ++i) {
      if (at(i).names.rank != rank || weight(i) == 0) continue;
      constexpr int kBody = 1;  // up to this rank a story may be cut into several
      if (rank > kBody) {
        out.push_back({i});
        continue;
      }
      const auto [it, fresh] = groups.emplace(at(i).look, out.size());
      if (fresh) out.emplace_back();
      Choice& group = out[it->second];
      if (group.empty() || at(group.back()).end <= i) group.push_back(i);
    }
    return out;
  }

  Choice choose() const {
    const int scored = heaviest();
    const std::size_t wanted = weight(scored) * 6 / 10;
    constexpr int kRanks = 6;
    for (int rank = 0; rank < kRanks; ++rank) {
      Choice best;
      std::size_t most = 0;
      for (const Choice& choice : named(rank)) {
        const std::size_t held = weight(choice);
        if (held < kEnough || held < wanted) continue;
        // Of one in another that hold about the same, the inner.
        const bool inner =
            !best.empty() && choice.front() > best.front() && choice.back() < at(best.front()).end;
        if (inner ? held * 10 < most * 9 : held <= most) continue;
        most = held;
        best = choice;
      }
      if (!best.empty()) return grown(best);
    }
    return weight(scored) >= kEnough / 2 ? grown({scored}) : Choice{0};
  }

  // The smallest container around all of `choice`.
  int around(const Choice& choice) const {
    int up = choice.front();
    while (up > 0 && at(up).end <= choice.back()) up = at(up).parent;
    return up;
  }

  Choice grown(Choice choice) const {
    int up = around(choice);
    if (choice.size() == 1) up = at(up).parent;
    for (; up > 0; up = at(up).parent) {
      const std::size_t held = weight(choice);
      const std::size_t gain = weight(up) - held;
      if (gain * 4 < held) continue;
      if (!is_running(up, choice)) continue;
      choice = {up};
    }
    return choice;
  }

  // Whether what `up` adds to `choice` is running text of the same story.
  bool is_running(int up, const Choice& choice) const {
    const auto inside = [&](int container) {
      return std::any_of(choice.begin(), choice.end(),
                         [&](int c) { return container >= c && container < at(c).end; });
    };
    for (int i = up + 1; i < at(up).end; ++i) {
      if (inside(i)) continue;
      const bool holds_choice = i <= choice.front() && at(i).end > choice.back();
      if (holds_choice) continue;
      const bool story = at(i).tag == "article" || at(i).names.rank == 2;
      if (story && weight(i) > kEnough / 2) return false;
      // A second headline, after the story.
      if (at(i).tag == "h1" && i > choice.back()) return false;
    }
    std::size_t text = 0;
    std::size_t links = 0;
    std::size_t running = 0;
    for (int b = at(up).first_block; b < at(up).end_block; ++b) {
      const Block& block = blocks_[static_cast<std::size_t>(b)];
      if (dropped_[static_cast<std::size_t>(b)] || inside(block.container)) continue;
      text += block.text.size();
      links += block.link_bytes;
      constexpr std::size_t kRunning = 100;
      if (block.text.size() >= kRunning && block.link_bytes * 5 < block.text.size())
        running += block.text.size();
    }
    return links * 4 < text && running * 2 > text;
  }

  // Marks the lists of links below `top`.
  void mark_lists(int top, std::vector<bool>& out) const {
    for (int i = top + 1; i < at(top).end; ++i) {
      const Container& container = at(i);
      const std::string_view tag = container.tag;
      if (tag != "ul" && tag != "ol" && tag != "div" && tag != "section" && tag != "table" &&
          tag != "dl" && tag != "blockquote")
        continue;
      std::size_t text = 0;
      std::size_t links = 0;
      for (int b = container.first_block; b < container.end_block; ++b) {
        if (dropped_[static_cast<std::size_t>(b)]) continue;
        text += blocks_[static_cast<std::size_t>(b)].text.size();
        links += blocks_[static_cast<std::size_t>(b)].link_bytes;
      }
      if (links * 100 > text * 65)
        std::fill(out.begin() + container.first_block, out.begin() + container.end_block, true);
    }
  }

  // The standfirst above the story, -1 if there is none: named so, or what the head of the page
  // calls its description.
  int lead(int first) const {
    constexpr std::size_t kShortest = 40;
    constexpr std::size_t kLongest = 900;
    constexpr int kFar = 40;
    const std::string wanted = letters_of(hints_.description);
    int found = -1;
    int headline = -1;
    for (int b = std::max(0, first - kFar); b < first; ++b) {
      const Block& block = blocks_[static_cast<std::size_t>(b)];
      if (block.tag == "h1") {
        found = -1;  // what stands above the headline leads nothing
        headline = b;
      }
      if (block.tag == "h1" || found >= 0) continue;
      if (block.text.size() < kShortest || block.text.size() > kLongest) continue;
      if (block.link_bytes * 4 > block.text.size()) continue;
      if (wanted.size() >= kShortest) {
        const std::string letters = letters_of(block.text);
        const std::size_t shorter = std::min(letters.size(), wanted.size());
        if (shorter >= kShortest && letters.compare(0, shorter, wanted, 0, shorter) == 0) {
          found = b;
          continue;
        }
      }
      for (int up = block.container, steps = 0; up > 0 && steps < 3; up = at(up).parent, ++steps)
        if (at(up).names.lead && at(up).end_block - at(up).first_block <= 3) found = b;
      // A sentence right under the headline.
      constexpr int kUnder = 3;
      constexpr std::size_t kSentence = 70;
      if (found < 0 && headline >= 0 && b - headline <= kUnder && block.text.size() >= kSentence &&
          block.link_bytes == 0 && (block.tag == "p" || block.tag == "h2" || block.tag == "div") &&
          !dropped_[static_cast<std::size_t>(b)])
        found = b;
    }
    return found;
  }

  bool is_title(const Block& block) const {
    if (title_letters_.size() < 8) return false;
    const std::string letters = letters_of(block.text);
    if (letters == title_letters_) return true;
    return (block.heading || block.tag == "span") && letters.size() >= 8 &&
           (letters.find(title_letters_) != std::string::npos ||
            title_letters_.find(letters) != std::string::npos);
  }

  bool is_kept(const Block& block) const {
    if (is_junk_line(block.text) || is_title(block)) return false;
    const double links =
        static_cast<double>(block.link_bytes) / static_cast<double>(block.text.size());
    const bool list =
        block.tag == "li" || block.tag == "ul" || block.tag == "td" || block.tag == "div";
    constexpr std::size_t kLong = 300;
    if (links > (list ? 0.55 : 0.8) && block.text.size() < kLong) return false;
    if (links > 0.3 && list && block.text.size() < 60) return false;
    // Short bits outside paragraphs are labels.
    const bool sentence = block.text.find_last_of(".!?:;\"\xE2") != std::string::npos;
    return !((block.tag == "div" || block.tag == "section" || block.tag == "td" ||
              block.tag == "span") &&
             block.text.size() < 40 && !sentence);
  }

  std::string story(const Choice& choice) const {
    std::vector<bool> lists(blocks_.size(), false);
    for (const int container : choice) mark_lists(container, lists);
    std::vector<int> kept;
    const int above = lead(at(choice.front()).first_block);
    if (above >= 0) kept.push_back(above);
    for (const int container : choice)
      for (int b = at(container).first_block; b < at(container).end_block; ++b)
        if (!dropped_[static_cast<std::size_t>(b)] && !lists[static_cast<std::size_t>(b)] &&
            is_kept(blocks_[static_cast<std::size_t>(b)]))
          kept.push_back(b);
    // Above the first and below the last running text stand labels, and headings of what was cut.
    const auto is_label = [&](int b) {
      const Block& block = blocks_[static_cast<std::size_t>(b)];
      constexpr std::size_t kLabel = 40;
      return raw_[static_cast<std::size_t>(b)] == 0 && block.text.size() < kLabel &&
             block.tag != "li" && block.tag != "p" && !block.heading;
    };
    while (!kept.empty() &&
           (blocks_[static_cast<std::size_t>(kept.back())].heading || is_label(kept.back())))
      kept.pop_back();
    auto begin = kept.begin();
    while (begin != kept.end() && is_label(*begin)) ++begin;
    std::string out;
    std::unordered_set<std::string_view> seen;
    for (auto it = begin; it != kept.end(); ++it) {
      const std::string& text = blocks_[static_cast<std::size_t>(*it)].text;
      constexpr std::size_t kRepeatable = 40;
      if (text.size() > kRepeatable && !seen.insert(text).second) continue;
      if (!out.empty()) out += "\n\n";
      out += text;
    }
    return out;
  }

  const Layout& layout_;
  const std::vector<Container>& containers_;
  const std::vector<Block>& blocks_;
  const PageHints& hints_;
  const std::string title_letters_;
  std::vector<std::size_t> raw_;     // of each block, before anything is dropped
  std::vector<bool> dropped_;        // of each block
  std::vector<std::size_t> weight_;  // sums of the weights of the blocks not dropped
};

}  // namespace

std::string main_text(xmlDoc* document, const PageHints& hints) {
  xmlNode* body = nullptr;
  if (xmlNode* root = xmlDocGetRootElement(document); root != nullptr)
    walk(root, [&](xmlNode* node) {
      if (body == nullptr && tag_of(node) == "body") body = node;
      return body == nullptr;
    });
  if (body == nullptr) body = xmlDocGetRootElement(document);
  if (body == nullptr) return {};
  const Layout layout = lay_out(body);
  if (layout.containers.empty()) return {};  // all of it is hidden, or nothing but a head
  return Reader(layout, hints).read();
}

}  // namespace pactwatch
