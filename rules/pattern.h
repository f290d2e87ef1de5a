#pragma once
// The pattern language of rules: RE2 syntax over the skeleton, plus the braces below.

#include <map>
#include <string>
#include <string_view>

#include "core/result.h"
#include "rules/lexicon.h"

namespace pactwatch {

// Expands a pattern to plain RE2 syntax:
//   {V:buy|acquire|take over}  any inflected form of these verbs; the first {V} or {N} is the head
//   {N:stake|holding}          these nouns, singular or plural
//   {ORG} {ORG:name}           a mention of that kind, captured as `name` when one is given; kinds
//                              ORG PERSON AUTHORITY COURT OUTLET PLACE PARTY MONEY PERCENT
//                              MULTIPLE DATE DURATION QUANTITY NUMBER
//   {GAP}                      any few words of the same clause
//   {NAME}                     a macro of lexicon/macros.toml
// Macros may nest; a cycle, an unknown name or a malformed brace is an error that says which.
Result<std::string> expand_pattern(std::string_view pattern,
                                   const std::map<std::string, std::string>& macros,
                                   const Lexicon& lexicon);

}  // namespace pactwatch
