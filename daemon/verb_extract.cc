// pactwatch extract: articles in, events out. With --jsonl one article a line, in corpus form.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/input.h"
#include "daemon/verb.h"
#include "extractor/extractor.h"

namespace pactwatch {
namespace {

using nlohmann::json;

struct Options {
  bool jsonl = false;
  bool naive = false;
  bool describe = false;
  std::string rules = default_rules_directory().string();
  std::string published;
  std::vector<std::string> files;
};

Document document_from(const json& line) {
  const auto text = [&](const char* key) {
    const auto it = line.find(key);
    return it != line.end() && it->is_string() ? it->get<std::string>() : std::string();
  };
  return {text("title"), text("source"), text("url"), text("published"), text("text")};
}

// Every line in gives exactly one line out, whatever is wrong with it.
int extract_lines(const Extractor& extractor, bool naive) {
  std::string line;
  std::size_t number = 0;
  while (std::getline(std::cin, line)) {
    ++number;
    json out = {{"id", nullptr}, {"events", json::array()}};
    Result<json> article = parse_json(line, "standard input, line " + std::to_string(number));
    if (!article || !article->is_object()) {
      out["error"] = article ? "the line is not a JSON object" : to_string(article.error());
    } else {
      out["id"] = article->value("id", json(nullptr));
      const Document document = document_from(*article);
      for (const Event& event :
           naive ? extractor.extract_naively(document) : extractor.extract(document))
        out["events"].push_back(to_json(event));
      if (!article->contains("text")) out["error"] = "the article has no \"text\"";
    }
    std::cout << dump_json(out) << '\n';
  }
  std::cout.flush();
  return kExitOk;
}

void print_event(const Event& event) {
  std::cout << "- " << event.type;
  if (!event.stage.empty()) std::cout << " (" << event.stage << ")";
  std::cout << ", " << to_string(event.modality);
  if (!event.attribution.empty()) std::cout << ", according to " << event.attribution;
  std::cout << '\n';
  for (const auto& [role, parties] : event.roles) {
    std::cout << "    " << role << ": ";
    for (std::size_t i = 0; i < parties.size(); ++i) std::cout << (i > 0 ? ", " : "") << parties[i];
    std::cout << '\n';
  }
  if (event.amount) std::cout << "    amount: " << dump_json(to_json(*event.amount)) << '\n';
  if (event.percent) std::cout << "    percent: " << *event.percent << '\n';
  if (event.multiple) std::cout << "    multiple: " << *event.multiple << '\n';
  if (!event.when.empty()) std::cout << "    when: " << event.when << '\n';
  if (!event.until.empty()) std::cout << "    until: " << event.until << '\n';
  std::cout << "    rule: " << event.rule << '\n';
}

int extract_files(const Extractor& extractor, const Options& options) {
  int code = kExitOk;
  for (const std::string& name : options.files) {
    Result<std::string> text = read_input(name);
    if (!text) {
      std::cerr << "pactwatch extract: cannot read " << name << '\n';
      code = kExitFailed;
      continue;
    }
    Document document;
    document.text = std::move(*text);
    document.published = options.published;
    if (options.describe) {
      std::cout << extractor.describe(document);
      continue;
    }
    const std::vector<Event> events = extractor.extract(document);
    std::cout << name << ": " << events.size() << (events.size() == 1 ? " event\n" : " events\n");
    for (const Event& event : events) print_event(event);
  }
  return code;
}

}  // namespace

int verb_extract(const Arguments& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (argument == "--jsonl") {
      options.jsonl = true;
    } else if (argument == "--naive") {
      options.naive = true;
    } else if (argument == "--describe") {
      options.describe = true;
    } else if (argument == "--rules" && more) {
      options.rules = arguments[++i];
    } else if (argument == "--published" && more) {
      options.published = arguments[++i];
    } else if (argument.size() > 1 && argument[0] == '-') {
      std::cerr << "pactwatch extract: unknown option " << argument
                << " (--jsonl, --rules DIR, --published DATE, --describe)\n";
      return kExitUsage;
    } else {
      options.files.push_back(argument);
    }
  }
  if (!options.jsonl && options.files.empty()) {
    std::cerr << "usage: pactwatch extract --jsonl < ARTICLES.jsonl\n"
                 "       pactwatch extract [--published DATE] [--describe] FILE...\n";
    return kExitUsage;
  }
  Result<std::shared_ptr<const RuleSet>> rules = load_rules(options.rules);
  if (!rules) {
    std::cerr << "pactwatch extract: " << to_string(rules.error()) << '\n';
    return kExitUsage;
  }
  const Extractor extractor(*rules);
  return options.jsonl ? extract_lines(extractor, options.naive)
                       : extract_files(extractor, options);
}

}  // namespace pactwatch
