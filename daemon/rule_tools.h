#pragma once
// What `pactwatch rules` can do with rules besides running their examples. Each function prints to
// standard output and gives the verb's exit code.

#include <string>
#include <vector>

#include "core/result.h"
#include "extractor/extractor.h"

namespace pactwatch {

// Every finding of rules/lint.h, errors first. kExitFailed when one is an error.
int check_rules(const std::string& directory, bool json);
// What became of one rule in `document`, clause by clause. kExitOk when it found an event.
int why_rule(const Extractor& extractor, const std::string& rule, const Document& document,
             bool json);
// What each rule costs on the files, or on the rules' own examples when there are none.
int bench_rules(const Extractor& extractor, const std::vector<std::string>& files, bool json);
// What all rules read in `document`, and what they saw.
int try_rules(const Extractor& extractor, const Document& document);

// The text to read: a URL is fetched by the daemon's own client and read as an article page, "-"
// is standard input, a file that holds HTML is read as a page, any other as plain text.
Result<Document> document_of(const std::string& source, bool allow_loopback);

}  // namespace pactwatch
