// pactwatch articles: what was read.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kArticlesUsage = "usage: pactwatch articles [--data DIR] [--json]\n";

int failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
  return kExitFailed;
}

}  // namespace

int verb_articles(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("articles", options.error(), kArticlesUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("articles", ledger.error());
  Result<std::vector<ArticleRow>> articles = (*ledger)->articles();
  if (!articles) return failed("articles", articles.error());
  for (const ArticleRow& article : *articles) {
    if (options->has("--json")) {
      std::cout << dump_json(pactwatch::to_json(article)) << '\n';
      continue;
    }
    std::cout << (article.published.empty() ? "-" : article.published.substr(0, 10)) << "  "
              << article.outlet << "  " << article.title << "  (" << article.events
              << (article.events == 1 ? " event" : " events");
    if (article.revision > 1) std::cout << ", revision " << article.revision;
    if (!article.note.empty()) std::cout << "; " << article.note;
    std::cout << ")\n    " << article.url << '\n';
  }
  return kExitOk;
}

}  // namespace pactwatch
