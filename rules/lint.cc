#include "rules/lint.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include "core/text.h"
#include "rules/atoms.h"

namespace pactwatch {
namespace {

// Line `number` (from 1) of a file; empty when there is none.
std::string line_of(const std::string& file, int number) {
  std::ifstream in(file);
  std::string line;
  for (int i = 0; i < number; ++i)
    if (!std::getline(in, line)) return {};
  return line;
}

// Code points before byte `at`, and back.
int column_of(const std::string& line, std::size_t at) {
  return static_cast<int>(count_code_points(std::string_view(line).substr(0, at))) + 1;
}

std::size_t byte_of(const std::string& line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

// A wildcard that is repeated a counted number of times, by offset into the pattern.
struct Gap {
  std::size_t at = 0;
  std::string text;
};

// The end of a character class that begins at `at`.
std::size_t end_of_class(std::string_view pattern, std::size_t at) {
  std::size_t i = at + 1;
  if (i < pattern.size() && pattern[i] == '^') ++i;
  if (i < pattern.size() && pattern[i] == ']') ++i;
  while (i < pattern.size() && pattern[i] != ']') i += pattern[i] == '\\' ? 2U : 1U;
  return std::min(i + 1, pattern.size());
}

// The upper count of "{n}", "{n,}" or "{n,m}" at `at`, and where it ends; 0 when it is none.
int counted(std::string_view pattern, std::size_t at, std::size_t& end) {
  if (at >= pattern.size() || pattern[at] != '{') return 0;
  const std::size_t close = pattern.find('}', at);
  if (close == std::string_view::npos) return 0;
  const std::string inside(pattern.substr(at + 1, close - at - 1));
  if (inside.empty() || inside.find_first_not_of("0123456789,") != std::string::npos) return 0;
  const std::size_t comma = inside.find(',');
  end = close + 1;
  const int low = std::atoi(inside.c_str());
  if (comma == std::string::npos) return low;
  return std::max(low, std::atoi(inside.c_str() + comma + 1));
}

std::vector<Gap> counted_wildcards(std::string_view pattern) {
  std::vector<Gap> out;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t begin = i;
    bool wildcard = false;
    if (pattern[i] == '\\') {
      // Classes of whole alphabets: \w \W \D \S \pL.
      wildcard = i + 1 < pattern.size() &&
                 std::string_view("wWDSpP").find(pattern[i + 1]) != std::string_view::npos;
      i = std::min(i + 2, pattern.size());
    } else if (pattern[i] == '[') {
      wildcard = i + 1 < pattern.size() && pattern[i + 1] == '^';
      i = end_of_class(pattern, i);
    } else {
      wildcard = pattern[i] == '.';
      ++i;
    }
    std::size_t end = i;
    if (wildcard && counted(pattern, i, end) > kMaxCountedWildcard) {
      out.push_back({begin, std::string(pattern.substr(begin, end - begin))});
      i = end;
    }
  }
  return out;
}

class Linter {
 public:
  explicit Linter(const RuleSet& rules) : rules_(rules) {}

  std::vector<Finding> run() {
    for (const Rule& rule : rules_.rules()) {
      for (const Trigger& trigger : rule.triggers) {
        lint_pattern(rule, trigger);
        if (PatternAtoms(*trigger.regex).unfiltered())
          add(LintKind::unfiltered, false, rule, trigger, 0,
              "the prefilter finds no word in the pattern that must be there, so it is tried on "
              "every clause",
              "split its alternatives into triggers, each with words of three letters or more");
      }
      for (const Trigger& unless : rule.unless) lint_pattern(rule, unless);
      lint_overlap(rule);
      if (rule.match.empty())
        add(LintKind::no_example, true, rule, "rule " + rule.id + " carries no example",
            "add a [[rule.match]]");
      if (rule.no_match.empty())
        add(LintKind::no_negative, false, rule,
            "rule " + rule.id + " does not show what it must leave",
            "add a [[rule.no_match]] of its look-alike");
    }
    return std::move(findings_);
  }

 private:
  void lint_pattern(const Rule& rule, const Trigger& pattern) {
    const char* hint = "{GAP}, or count words: (?:[^ ]+ ){0,6}";
    const std::vector<Gap> own = counted_wildcards(pattern.source);
    for (const Gap& gap : own)
      add(LintKind::bounded_gap, true, rule, pattern, gap.at,
          gap.text + " repeats a wildcard a counted number of times, which RE2 compiles out", hint);
    if (own.empty())
      for (const Gap& gap : counted_wildcards(pattern.regex->pattern()))
        add(LintKind::bounded_gap, true, rule, pattern, 0,
            "a macro of the pattern holds " + gap.text +
                ", a wildcard repeated a counted number of times, which RE2 compiles out",
            hint);
    if (const int size = pattern.regex->ProgramSize(); size > kLargeProgram)
      add(LintKind::oversized, false, rule, pattern, 0,
          "the pattern compiles to " + std::to_string(size) + " steps, more than " +
              std::to_string(kLargeProgram),
          "split its alternatives into triggers, or count less");
  }

  // Of two rules with one trigger, one type and one priority the order of ids decides: no author
  // means that.
  void lint_overlap(const Rule& rule) {
    for (const Trigger& trigger : rule.triggers) {
      const std::string key =
          rule.event + " " + std::to_string(rule.priority) + " " + trigger.regex->pattern();
      const auto [it, fresh] = first_.emplace(key, &rule);
      if (fresh || it->second == &rule) continue;
      add(LintKind::overlap, false, rule, trigger, 0,
          "rule " + it->second->id + " has the same trigger, type and priority",
          "give the right one the higher priority, or merge them");
    }
  }

  void add(LintKind kind, bool error, const Rule& rule, const std::string& message,
           const std::string& hint) {
    findings_.push_back({kind, error, rule.id, rule.file, rule.line, 1, message, hint});
  }

  void add(LintKind kind, bool error, const Rule& rule, const Trigger& at, std::size_t offset,
           const std::string& message, const std::string& hint) {
    // Literal strings stand in the file as they are; of others only the beginning is known.
    const std::string line = line_of(rule.file, at.line);
    const std::size_t source = line.find(at.source, byte_of(line, at.column));
    const int column = source == std::string::npos ? at.column : column_of(line, source + offset);
    findings_.push_back({kind, error, rule.id, rule.file, at.line, column, message, hint});
  }

  const RuleSet& rules_;
  std::map<std::string, const Rule*> first_;
  std::vector<Finding> findings_;
};

// "FILE:LINE:COLUMN" and what follows it; false when `text` does not begin with a place.
bool split_place(const std::string& text, Finding& out) {
  const std::size_t toml = text.find(".toml:");
  if (toml == std::string::npos) return false;
  out.file = text.substr(0, toml + 5);
  char* end = nullptr;
  out.line = static_cast<int>(std::strtol(text.c_str() + toml + 6, &end, 10));
  if (*end == ':') out.column = static_cast<int>(std::strtol(end + 1, &end, 10));
  std::string rest = end;
  if (rest.rfind(": ", 0) == 0) rest.erase(0, 2);
  if (!rest.empty()) out.message = rest;
  return out.line > 0;
}

// The first thing in quotes or braces that a message names.
std::string named_thing(const std::string& message) {
  const std::size_t brace = message.find('{');
  const std::size_t quote = message.find('"');
  if (brace == std::string::npos && quote == std::string::npos) return {};
  const bool braced = brace < quote;
  const std::size_t begin = braced ? brace : quote + 1;
  const std::size_t end = message.find(braced ? '}' : '"', begin);
  if (end == std::string::npos) return {};
  return message.substr(begin, end - begin + (braced ? 1 : 0));
}

// From the last `at "` on: what RE2 complained of.
std::string quoted_last(const std::string& text) {
  const std::size_t at = text.rfind("at \"");
  return at == std::string::npos ? std::string() : text.substr(at);
}

}  // namespace

std::string to_string(const Finding& finding) {
  std::string out = finding.file;
  if (finding.line > 0) out += ":" + std::to_string(finding.line);
  if (finding.column > 0) out += ":" + std::to_string(finding.column);
  if (!out.empty()) out += ": ";
  out += finding.error ? "error: " : "warning: ";
  out += finding.message;
  if (!finding.hint.empty()) out += " (" + finding.hint + ")";
  const std::string line = line_of(finding.file, finding.line);
  if (line.empty() || finding.column <= 0) return out;
  // A window of the line, so that a caret is not lost behind the terminal's edge.
  constexpr std::size_t kBefore = 60;  // bytes
  constexpr std::size_t kWindow = 140;
  const std::size_t at = std::min(byte_of(line, finding.column), line.size());
  std::size_t from = at > kBefore ? at - kBefore : 0;
  while (from > 0 && (static_cast<unsigned char>(line[from]) & 0xC0U) == 0x80U) --from;
  std::size_t to = std::min(from + kWindow, line.size());
  while (to < line.size() && (static_cast<unsigned char>(line[to]) & 0xC0U) == 0x80U) ++to;
  const std::string shown =
      (from > 0 ? "..." : "") + line.substr(from, to - from) + (to < line.size() ? "..." : "");
  const std::size_t indent =
      count_code_points(std::string_view(line).substr(from, at - from)) + (from > 0 ? 3 : 0);
  return out + "\n  " + shown + "\n  " + std::string(indent, ' ') + "^";
}

std::vector<Finding> lint_rules(const RuleSet& rules) { return Linter(rules).run(); }

std::vector<Finding> findings_of(const Error& load_error) {
  std::vector<Finding> out;
  std::string all = load_error.message;
  std::size_t begin = 0;
  while (begin <= all.size()) {
    std::size_t end = all.find('\n', begin);
    if (end == std::string::npos) end = all.size();
    const std::string text = all.substr(begin, end - begin);
    Finding finding;
    finding.message = text;
    // The first fault has its place in Error::where, the others in their own line.
    if (begin == 0 ? !split_place(load_error.where, finding) : !split_place(text, finding)) {
      if (begin != 0 && !out.empty()) {
        out.back().message += " " + text;  // a message of several lines
        begin = end + 1;
        continue;
      }
      finding.file = load_error.where;
    }
    if (begin == 0) {
      finding.message = text;
      finding.hint = load_error.hint;
    }
    // RE2 names the bad part of a pattern; the hint quotes it.
    const bool pattern = finding.message.rfind("bad pattern", 0) == 0;
    const std::string thing =
        named_thing(pattern ? quoted_last(finding.message + " " + finding.hint) : finding.message);
    if (!thing.empty()) {
      const std::string line = line_of(finding.file, finding.line);
      const std::size_t at = line.find(thing, byte_of(line, finding.column));
      if (at != std::string::npos) finding.column = column_of(line, at);
    }
    out.push_back(std::move(finding));
    begin = end + 1;
  }
  return out;
}

}  // namespace pactwatch
