// pactwatch recognise: the money, percentages, numbers or dates of each text.

#include <algorithm>
#include <iostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "daemon/verb.h"
#include "extractor/figure.h"

namespace pactwatch {
namespace {

using nlohmann::json;

bool wanted(const std::string& kind, const Figure& figure) {
  if (kind == "money") return figure.kind == FigureKind::money;
  if (kind == "percent")
    return figure.kind == FigureKind::percent || figure.kind == FigureKind::percentage_points;
  if (kind == "date") return figure.kind == FigureKind::date && !figure.iso.empty();
  return true;  // numbers
}

// Byte offset -> code points before it.
std::vector<std::size_t> code_points(const std::string& text) {
  std::vector<std::size_t> out(text.size() + 1, 0);
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out[i] = points;
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) ++points;
  }
  out[text.size()] = points;
  return out;
}

json found_in(const std::string& text, const std::string& kind, const std::string& reference) {
  const std::vector<std::size_t> points = code_points(text);
  json out = json::array();
  const std::vector<Figure> figures =
      kind == "number" ? find_numbers(text) : find_figures(text, parse_iso_day(reference));
  for (const Figure& figure : figures) {
    if (!wanted(kind, figure)) continue;
    json item = {{"start", points[figure.begin]}, {"end", points[figure.end]}};
    if (kind == "date") {
      item["iso"] = figure.iso;
    } else {
      item["value"] = figure.value;
      if (figure.high) item["high"] = *figure.high;
    }
    if (kind == "money") item["currency"] = figure.currency;
    if (figure.bound != Bound::exact) item["bound"] = to_string(figure.bound);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

int verb_recognise(const Arguments& arguments) {
  static const std::vector<std::string> kinds = {"money", "percent", "number", "date"};
  std::string kind;
  bool jsonl = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--jsonl") {
      jsonl = true;
    } else if (arguments[i] == "--kind" && i + 1 < arguments.size()) {
      kind = arguments[++i];
    }
  }
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    std::cerr << "usage: pactwatch recognise [--jsonl] --kind money|percent|number|date < INPUT\n"
                 "  --jsonl  one JSON case a line; without it, one text a line\n";
    return kExitUsage;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    if (!jsonl) {
      for (const json& item : found_in(make_valid_utf8(line), kind, {}))
        std::cout << dump_json(item) << '\n';
      continue;
    }
    json out = {{"id", nullptr}, {"found", json::array()}};
    Result<json> input = parse_json(line, "standard input");
    if (!input || !input->is_object() || !input->contains("text") ||
        !(*input)["text"].is_string()) {
      out["error"] = "a case must be a JSON object with a \"text\"";
      if (input && input->is_object()) out["id"] = input->value("id", json(nullptr));
    } else {
      out["id"] = input->value("id", json(nullptr));
      const auto reference = input->find("reference_time");
      out["found"] = found_in((*input)["text"].get<std::string>(), kind,
                              reference != input->end() && reference->is_string()
                                  ? reference->get<std::string>()
                                  : std::string());
    }
    std::cout << dump_json(out) << '\n';
  }
  return kExitOk;
}

}  // namespace pactwatch
