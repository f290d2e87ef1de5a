#include "fetcher/xml_repair.h"

#include <algorithm>

namespace pactwatch {
namespace {

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

class Repairer {
 public:
  explicit Repairer(std::string_view text) : in_(text) {}

  RepairedXml run() {
    const std::size_t start = in_.find('<');
    if (start == std::string_view::npos) return {std::string(in_), {}};
    if (in_.substr(0, start).find_first_not_of(" \t\r\n") != std::string_view::npos)
      note("text before the first tag");
    std::size_t i = start;
    while (i < in_.size()) {
      const char c = in_[i];
      if (c == '<') {
        i = tag(i);
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') {
        note("control characters");
        ++i;
        continue;
      }
      out_ += c;
      ++i;
    }
    if (!open_.empty()) note("the end is missing");
    while (!open_.empty()) close();
    return {std::move(out_), std::move(repairs_)};
  }

 private:
  void note(const std::string& what) {
    if (std::find(repairs_.begin(), repairs_.end(), what) == repairs_.end()) repairs_.push_back(what);
  }

  void close() {
    out_ += "</" + open_.back() + ">";
    open_.pop_back();
  }

  std::size_t copy_until(std::size_t i, std::string_view end) {
    const std::size_t at = in_.find(end, i);
    if (at == std::string_view::npos) {
      note("a section is not closed");
      out_ += in_.substr(i);
      out_ += end;
      return in_.size();
    }
    out_ += in_.substr(i, at + end.size() - i);
    return at + end.size();
  }

  std::size_t tag(std::size_t i) {
    const std::string_view rest = in_.substr(i, 12);
    if (rest.substr(0, 4) == "<!--") return copy_until(i, "-->");
    if (rest.substr(0, 9) == "<![CDATA[") return copy_until(i, "]]>");
    if (rest.substr(0, 2) == "<?") return copy_until(i, "?>");
    if (rest.substr(0, 2) == "<!") return skip_doctype(i);
    if (rest.size() > 2 && rest[1] == '/' && is_name_start(rest[2])) return end_tag(i);
    if (rest.size() > 1 && is_name_start(rest[1])) return start_tag(i);
    note("a stray \"<\"");
    out_ += "&lt;";
    return i + 1;
  }

  std::size_t skip_doctype(std::size_t i) {
    int depth = 0;
    for (std::size_t k = i; k < in_.size(); ++k) {
      if (in_[k] == '[') ++depth;
      if (in_[k] == ']') --depth;
      if (in_[k] == '>' && depth <= 0) return k + 1;
    }
    return in_.size();
  }

  std::size_t end_tag(std::size_t i) {
    std::size_t k = i + 2;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string name(in_.substr(i + 2, k - i - 2));
    const std::size_t end = in_.find('>', k);
    const auto found = std::find(open_.rbegin(), open_.rend(), name);
    if (found == open_.rend()) {
      note("an end tag that closes nothing");
    } else {
      if (found != open_.rbegin()) note("tags that are not closed");
      while (open_.back() != name) close();
      close();
    }
    return end == std::string_view::npos ? in_.size() : end + 1;
  }

  std::size_t start_tag(std::size_t i) {
    std::size_t k = i + 1;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string name(in_.substr(i + 1, k - i - 1));
    std::string attributes;
    bool empty = false;
    while (k < in_.size() && in_[k] != '>') {
      if (in_[k] == '<') break;  // "<b <i>": the first never ended
      if (in_[k] == '/' && k + 1 < in_.size() && in_[k + 1] == '>') {
        empty = true;
        ++k;
        continue;
      }
      if (!is_name_start(in_[k])) {
        ++k;
        continue;
      }
      k = attribute(k, attributes);
    }
    out_ += "<" + name + attributes + (empty ? "/>" : ">");
    constexpr std::size_t kDeepest = 10'000;  // far below what a parser minds, above any feed
    if (!empty && open_.size() < kDeepest) open_.push_back(name);
    return k < in_.size() && in_[k] == '>' ? k + 1 : k;
  }

  std::size_t attribute(std::size_t k, std::string& out) {
    const std::size_t begin = k;
    while (k < in_.size() && is_name(in_[k])) ++k;
    const std::string_view name = in_.substr(begin, k - begin);
    while (k < in_.size() && (in_[k] == ' ' || in_[k] == '\n' || in_[k] == '\t')) ++k;
    std::string_view value;
    if (k < in_.size() && in_[k] == '=') {
      ++k;
      while (k < in_.size() && (in_[k] == ' ' || in_[k] == '\n')) ++k;
      if (k < in_.size() && (in_[k] == '"' || in_[k] == '\'')) {
        const std::size_t end = in_.find(in_[k], k + 1);
        if (end == std::string_view::npos) {
          note("an attribute is not closed");
          return in_.size();
        }
        value = in_.substr(k + 1, end - k - 1);
        k = end + 1;
      } else {
        note("attributes without quotes");
        const std::size_t from = k;
        while (k < in_.size() && in_[k] != ' ' && in_[k] != '>' && in_[k] != '\n') ++k;
        value = in_.substr(from, k - from);
      }
    }
    std::string quoted;
    for (const char c : value) {
      if (c == '"')
        quoted += "&quot;";
      else if (c == '<')
        quoted += "&lt;";
      else
        quoted += c;
    }
    out += " " + std::string(name) + "=\"" + quoted + "\"";
    return k;
  }

  std::string_view in_;
  std::string out_;
  std::vector<std::string> open_;
  std::vector<std::string> repairs_;
};

}  // namespace

RepairedXml repair_xml(std::string_view text) { return Repairer(text).run(); }

}  // namespace pactwatch
