#include "extractor/extractor.h"

#include <utility>

#include "core/text.h"
#include "core/time.h"
#include "extractor/analysis.h"
#include "extractor/consolidate.h"
#include "extractor/explain.h"
#include "extractor/figure.h"
#include "extractor/figure_context.h"
#include "extractor/gazetteer.h"
#include "extractor/match.h"
#include "extractor/names.h"
#include "extractor/reference.h"
#include "extractor/syntax.h"
#include "extractor/tokenise.h"

namespace pactwatch {
namespace {

// Everything before the rules, in the order in which each stage needs the one before.
Analysis analyse(const Document& document, const Lexicon& lexicon, const Gazetteer& gazetteer) {
  Analysis analysis;
  const std::string_view text = std::string_view(document.text).substr(0, Extractor::kMaxTextBytes);
  analysis.text = is_valid_utf8(text) ? std::string(text) : make_valid_utf8(text);
  analysis.lower = ascii_lower(analysis.text);
  analysis.published = parse_iso_day(document.published);
  analysis.source = document.source;
  tokenise(analysis, lexicon);
  analysis.figures = find_figures(analysis.text, analysis.published);
  settle_currencies(analysis.text, document.url, analysis.figures);
  find_names(analysis, document.title, lexicon, gazetteer);
  resolve_references(analysis, lexicon, gazetteer);
  return analysis;
}

}  // namespace

Extractor::Extractor(std::shared_ptr<const RuleSet> rules)
    : rules_(std::move(rules)),
      gazetteer_(std::make_unique<Gazetteer>(rules_->lexicon())),
      prefilter_(std::make_unique<RulePrefilter>(*rules_)) {}

Extractor::~Extractor() = default;

std::vector<Event> Extractor::run(const Document& document, bool prefiltered) const {
  const Analysis analysis = analyse(document, rules_->lexicon(), *gazetteer_);
  if (!prefiltered) {
    const std::vector<Segment> segments = build_segments(analysis, rules_->lexicon());
    return consolidate(analysis, match_rules(analysis, segments, *rules_, nullptr));
  }
  const std::vector<bool> wanted = prefilter_->sentences(analysis);
  const std::vector<Segment> segments = build_segments(analysis, rules_->lexicon(), &wanted);
  return consolidate(analysis, match_rules(analysis, segments, *rules_, prefilter_.get()));
}

std::vector<Event> Extractor::extract(const Document& document) const {
  return run(document, /*prefiltered=*/true);
}

std::vector<Event> Extractor::extract_naively(const Document& document) const {
  return run(document, /*prefiltered=*/false);
}

std::vector<Event> Extractor::extract_metered(const Document& document,
                                              std::vector<RuleCost>& costs) const {
  const Analysis analysis = analyse(document, rules_->lexicon(), *gazetteer_);
  const std::vector<bool> wanted = prefilter_->sentences(analysis);
  const std::vector<Segment> segments = build_segments(analysis, rules_->lexicon(), &wanted);
  return consolidate(analysis,
                     match_rules(analysis, segments, *rules_, prefilter_.get(), {.costs = &costs}));
}

Explanation Extractor::explain(const Document& document, const Rule& rule) const {
  const Analysis analysis = analyse(document, rules_->lexicon(), *gazetteer_);
  const std::vector<Segment> segments = build_segments(analysis, rules_->lexicon());
  Fates fates;
  std::vector<RawEvent> raw =
      match_rules(analysis, segments, *rules_, prefilter_.get(), {.fates = &fates});
  const std::vector<Event> events = consolidate(analysis, std::move(raw), &fates);
  return explain_rule(analysis, segments, *rules_, rule, fates, events);
}

std::string Extractor::describe(const Document& document) const {
  const Analysis analysis = analyse(document, rules_->lexicon(), *gazetteer_);
  const std::vector<Segment> segments = build_segments(analysis, rules_->lexicon());
  std::string out;
  for (const Segment& segment : segments) {
    out += segment.inserted ? "  + " : "* ";
    for (const Item& item : segment.items) {
      if (item.tag == Tag::name) {
        out += "[";
        for (std::size_t i = 0; i < item.parties.size(); ++i)
          out += (i > 0 ? " + " : "") + analysis.parties[item.parties[i]].name;
        out += item.genitive ? "]'s " : "] ";
      } else if (item.tag == Tag::figure) {
        const Figure& figure = analysis.figures[static_cast<std::size_t>(item.figure)];
        out += "<" + analysis.text.substr(figure.begin, figure.end - figure.begin);
        if (!figure.iso.empty()) out += "=" + figure.iso;
        out += "> ";
      } else {
        out += std::string(item.lower);
        if (item.tag == Tag::verb) out += "/" + rules_->lexicon().lemma(item.lemma);
        out += " ";
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace pactwatch
