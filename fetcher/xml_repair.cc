#include "fetcher/xml_repair.h"

#include <algorithm>
#include <unordered_map>

namespace pactwatch {
namespace {

// Elements deeper than this are dropped: above any feed, and each costs the tree a node.
constexpr std::size_t kMaxDepth = 10'000;

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

class Repairer {
 public:
  Repairer(std::string_view text, std::vector<std::string>& repairs)
      : in_(text), repairs_(repairs) {
    out_.reserve(text.size() + text.size() / 16);
  }

  std::string run() {
    const std::size_t start = std::min(in_.find('<'), in_.size());
    if (in_.substr(0, start).find_first_not_of(" \t\r\n") != std::string_view::npos)
      note("text before the first tag");
    for (std::size_t i = start; i < in_.size();) {
      const std::size_t next = std::min(in_.find('<', i), in_.size());
      out_ += in_.substr(i, next - i);
      i = next < in_.size() ? tag(next) : next;
    }
    if (!open_.empty()) note("the end is missing");
    while (!open_.empty()) close();
    return std::move(out_);
  }

 private:
  void note(std::string_view what) {
    if (std::find(repairs_.begin(), repairs_.end(), what) == repairs_.end())
      repairs_.emplace_back(what);
  }

  void close() {
    out_ += "</";
    out_ += open_.back();
    out_ += '>';
    --counts_[open_.back()];
    open_.pop_back();
  }

  std::size_t copy_until(std::size_t i, std::size_t from, std::string_view end) {
    const std::size_t at = in_.find(end, from);
    if (at == std::string_view::npos) {
      note("a section that is not closed");
      out_ += in_.substr(i);
      out_ += end;
      return in_.size();
    }
    out_ += in_.substr(i, at + end.size() - i);
    return at + end.size();
  }

  std::size_t tag(std::size_t i) {
    const std::string_view rest = in_.substr(i, 9);
    if (rest.substr(0, 4) == "<!--") return copy_until(i, i + 4, "-->");
    if (rest == "<![CDATA[") return copy_until(i, i + 9, "]]>");
    if (rest.substr(0, 2) == "<?") return processing_instruction(i);
    if (rest.substr(0, 2) == "<!") return skip_declaration(i);
    if (rest.size() > 2 && rest[1] == '/' && is_name_start(rest[2])) return end_tag(i);
    if (rest.size() > 1 && is_name_start(rest[1])) return start_tag(i);
    note("a stray \"<\"");
    out_ += "&lt;";
    return i + 1;
  }

  // Instructions say nothing to a feed reader, and a wrong one is refused.
  std::size_t processing_instruction(std::size_t i) const {
    const std::size_t end = in_.find('>', i);
    return end == std::string_view::npos ? in_.size() : end + 1;
  }

  std::size_t skip_declaration(std::size_t i) const {
    int depth = 0;
    constexpr std::size_t kLongest = 64U
                                     << 10U;  // as long a document type is searched for entities
    const std::size_t limit = std::min(in_.size(), i + kLongest);
    for (std::size_t k = i; k < limit; ++k) {
      if (in_[k] == '[') ++depth;
      if (in_[k] == ']') --depth;
      if (in_[k] == '>' && depth <= 0) return k + 1;
    }
    return limit;
  }

  std::size_t end_tag(std::size_t i) {
    std::size_t k = i + 2;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string_view name = in_.substr(i + 2, k - i - 2);
    while (k < in_.size() && in_[k] != '>' && in_[k] != '<') ++k;
    const auto known = counts_.find(name);
    if (known == counts_.end() || known->second == 0) {
      note("an end tag that closes nothing");
    } else {
      if (open_.back() != name) note("tags that are not closed");
      while (open_.back() != name) close();
      close();
    }
    return k < in_.size() && in_[k] == '>' ? k + 1 : k;
  }

  std::size_t start_tag(std::size_t i) {
    std::size_t k = i + 1;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string_view name = in_.substr(i + 1, k - i - 1);
    const std::size_t mark = out_.size();
    out_ += '<';
    out_ += name;
    bool empty = false;
    while (k < in_.size() && in_[k] != '>' && in_[k] != '<') {  // "<b <i>": the first never ended
      if (in_[k] == '/' && k + 1 < in_.size() && in_[k + 1] == '>') empty = true;
      k = is_name_start(in_[k]) ? attribute(k) : k + 1;
    }
    if (k == in_.size()) {  // cut off within the tag
      out_.resize(mark);
      note("the end is missing");
      return k;
    }
    if (!empty && open_.size() >= kMaxDepth) {
      out_.resize(mark);
      note("elements nested too deep");
    } else {
      out_ += empty ? "/>" : ">";
      if (!empty) {
        open_.push_back(name);
        ++counts_[name];
      }
    }
    return in_[k] == '>' ? k + 1 : k;
  }

  std::size_t attribute(std::size_t k) {
    const std::size_t begin = k;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string_view name = in_.substr(begin, k - begin);
    std::size_t after = k;
    while (after < in_.size() && is_space(in_[after])) ++after;
    std::string_view value;
    if (after < in_.size() && in_[after] == '=') {
      k = after + 1;
      while (k < in_.size() && is_space(in_[k])) ++k;
      if (k < in_.size() && (in_[k] == '"' || in_[k] == '\'')) {
        constexpr std::size_t kLongest = 32U << 10U;  // bytes: keeps a missing quote from being
                                                      // looked for to the end again and again
        const std::size_t end = in_.substr(0, k + kLongest).find(in_[k], k + 1);
        if (end == std::string_view::npos) {
          note("an attribute that is not closed");
          return std::min(in_.find('>', k), in_.size());
        }
        value = in_.substr(k + 1, end - k - 1);
        k = end + 1;
      } else {
        note("attributes without quotes");
        const std::size_t from = k;
        while (k < in_.size() && !is_space(in_[k]) && in_[k] != '>') ++k;
        value = in_.substr(from, k - from);
        if (!value.empty() && value.back() == '/' && k < in_.size() && in_[k] == '>') {
          value.remove_suffix(1);
          --k;
        }
      }
    }
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    for (const char c : value) {
      if (c == '"')
        out_ += "&quot;";
      else if (c == '<')
        out_ += "&lt;";
      else
        out_ += c;
    }
    out_ += '"';
    return k;
  }

  std::string_view in_;
  std::vector<std::string>& repairs_;
  std::string out_;
  std::vector<std::string_view> open_;
  std::unordered_map<std::string_view, std::size_t> counts_;  // of the names in open_
};

}  // namespace

std::string repair_structure(std::string_view text, std::vector<std::string>& repairs) {
  return Repairer(text, repairs).run();
}

}  // namespace pactwatch
