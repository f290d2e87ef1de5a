#include "extractor/names.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/text.h"
#include "core/words.h"

namespace pactwatch {
namespace {

// A capitalised run of tokens that may be a name.
struct Candidate {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::int32_t entity = -1;
  bool at_start = false;    // first word of its sentence
  bool titled = false;      // "Mr", "CEO", "Judge" stood before it
  bool introduced = false;  // a company noun stood before it: "startup Reflection AI"
};

class NameFinder {
 public:
  NameFinder(Analysis& analysis, const Lexicon& lexicon, const Gazetteer& gazetteer)
      : a_(analysis),
        lexicon_(lexicon),
        gazetteer_(gazetteer),
        never_(lexicon.list("never_name")),
        suffixes_(lexicon.list("legal_form")),
        company_words_(lexicon.list("company_word")),
        company_nouns_(lexicon.list("company_noun")),
        first_names_(lexicon.list("first_name")),
        titles_(lexicon.list("title")),
        roles_(lexicon.list("person_role")),
        things_(lexicon.list("thing")),
        person_nouns_(lexicon.list("person_noun")),
        product_nouns_(lexicon.list("product_noun")),
        place_nouns_(lexicon.list("place_noun")),
        goods_(lexicon.list("goods")),
        states_(lexicon.list("state_abbreviation")),
        name_openers_(lexicon.list("name_opener")),
        agent_verbs_(lexicon.list("agent_verb")) {}

  void run(std::string_view title) {
    mark_figures();
    for (const Token& token : a_.tokens)
      if (token.kind == Token::Kind::word && !token.capital)
        common_.insert(std::string_view(a_.text).substr(token.begin, token.end - token.begin));
    learn_from_title(title);
    for (const Sentence& sentence : a_.sentences)
      if (!sentence.skip) scan(sentence);
    learn_from_all();
    resolve();
    note_title(title);
  }

 private:
  void mark_figures() {
    in_figure_.assign(a_.tokens.size(), false);
    std::uint32_t t = 0;
    for (const Figure& figure : a_.figures) {
      if (figure.kind == FigureKind::number) continue;
      while (t < a_.tokens.size() && a_.tokens[t].end <= figure.begin) ++t;
      for (std::uint32_t k = t; k < a_.tokens.size() && a_.tokens[k].begin < figure.end; ++k)
        in_figure_[k] = true;
    }
  }

  // "Israeli startup Port raises $100m": a headline may introduce a company whose name is a word
  // that begins no name elsewhere.
  void learn_from_title(std::string_view title) {
    std::string before;
    for (std::size_t at = 0; at < title.size();) {
      const std::size_t space = std::min(title.find(' ', at), title.size());
      const std::string word(title.substr(at, space - at));
      const bool capital = !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
      if (capital && company_nouns_.count(ascii_lower(before)) != 0 &&
          company_nouns_.count(ascii_lower(word)) == 0)
        introduced_.insert(word);
      before = word;
      at = space + 1;
    }
  }

  bool is_word(std::uint32_t i) const { return a_.tokens[i].kind == Token::Kind::word; }

  bool known_small(std::uint32_t i) const {
    const Word& word = a_.word(i);
    return word.tag != Tag::noun;
  }

  // A word that, capitalised, is not the beginning of a name.
  bool never(std::uint32_t i) const {
    const std::string_view text = a_.token_text(i);
    if (never_.count(text) != 0) return true;
    if (titles_.count(text) != 0) return true;
    return !lexicon_.country_of_adjective(text).empty();
  }

  static bool joins(std::string_view lower) {
    static const WordSet inner = {"de", "du",  "van",   "von", "der", "den", "di",
                                  "da", "del", "della", "la",  "le",  "al",  "bin"};
    return inner.count(lower) != 0;
  }

  bool heads_of_phrase(std::uint32_t i) const {
    static const WordSet heads = {
        "bank",    "university",  "commission", "department", "court",   "ministry",  "authority",
        "board",   "bureau",      "office",     "federation", "house",   "institute", "college",
        "council", "association", "academy",    "museum",     "company", "center",    "centre",
        "union",   "league",      "republic",   "government", "state",   "committee", "chamber",
        "school",  "society",     "society"};
    return heads.count(a_.token_lower(i)) != 0;
  }

  void scan(const Sentence& sentence) {
    for (std::uint32_t i = sentence.token_begin; i < sentence.token_end;) {
      const Token& token = a_.tokens[i];
      if (const std::uint32_t end = government_at(i, sentence); end != i) {
        i = end;
        continue;
      }
      if (!token.capital && !token.inner_capital && !gazetteer_.may_begin_low(a_.token_text(i))) {
        ++i;
        continue;
      }
      const Gazetteer::Match match = gazetteer_.longest(a_, i, sentence.token_end);
      if (match.tokens != 0 && !in_figure_[i]) {
        if (const std::uint32_t end = accept_known(i, match, sentence); end != i) {
          i = end;
          continue;
        }
      }
      if ((!is_word(i) && !inner_capital(i)) || (!a_.tokens[i].capital && !inner_capital(i)) ||
          in_figure_[i]) {
        ++i;
        continue;
      }
      i = scan_run(i, sentence);
    }
  }

  // "Spain's" or "Spanish" right before token `i`: the country, empty when none is told.
  std::string country_before(std::uint32_t i, const Sentence& sentence) const {
    if (i <= sentence.token_begin) return {};
    if (const std::string& of = lexicon_.country_of_adjective(a_.token_text(i - 1)); !of.empty())
      return of;
    if (candidates_.empty() || !is_genitive_mark(a_.token_lower(i - 1)) ||
        candidates_.back().end + 1 != i || candidates_.back().entity < 0)
      return {};
    const KnownEntity& place =
        lexicon_.entities()[static_cast<std::size_t>(candidates_.back().entity)];
    return place.kind == EntityKind::place ? place.country : std::string();
  }

  // The known government of a country, -1 when the place is none or its government is not known.
  std::int32_t government_of(const KnownEntity& place) const {
    if (place.country.empty() || !place.hq.empty()) return -1;
    return gazetteer_.exact(place.name + " government");
  }

  // "the government of Quebec", "the attorney general of Ohio": past its last token, `i` when it is
  // none.
  std::uint32_t government_at(std::uint32_t i, const Sentence& sentence) {
    std::uint32_t of = i + 1;
    const bool attorney = a_.token_lower(i) == "attorney" && of < sentence.token_end &&
                          a_.token_lower(of) == "general";
    if (attorney) ++of;
    if ((!attorney && a_.token_lower(i) != "government") || of + 1 >= sentence.token_end ||
        a_.token_lower(of) != "of")
      return i;
    const Gazetteer::Match match = gazetteer_.longest(a_, of + 1, sentence.token_end);
    if (match.tokens == 0) return i;
    const KnownEntity& place = lexicon_.entities()[match.entity];
    if (place.kind != EntityKind::place) return i;
    const std::uint32_t end = of + 1 + match.tokens;
    const std::int32_t known =
        attorney ? gazetteer_.exact(place.name + " Attorney General") : government_of(place);
    push({i, end, known, i == sentence.token_begin, false, false}, sentence);
    return end;
  }

  // A gazetteer name may be the beginning of a longer one that it does not know ("Apple Bank").
  std::uint32_t accept_known(std::uint32_t i, const Gazetteer::Match& match,
                             const Sentence& sentence) {
    const KnownEntity& entity = lexicon_.entities()[match.entity];
    std::uint32_t end = i + match.tokens;
    const bool starts_low = !a_.tokens[i].capital && is_word(i);
    if (starts_low && a_.word(i).tag != Tag::noun) return i;
    if (entity.common && match.tokens == 1 && i == sentence.token_begin && !followed_as_name(end))
      return i;
    // "Dana Marlowe": a person, whatever company bears the first name.
    if (entity.kind == EntityKind::org && match.tokens == 1 && end < sentence.token_end &&
        first_names_.count(a_.token_text(i)) != 0 && a_.tokens[end].capital && is_word(end) &&
        a_.word(end).tag == Tag::noun && !never(end) && !company_word(end) && !is_suffix(end) &&
        !is_style(end) && gazetteer_.longest(a_, end, sentence.token_end).tokens == 0) {
      candidate_name(i, sentence);
      return candidates_.back().end;
    }
    // "Albertsons Companies": the same company with its style.
    while (entity.kind == EntityKind::org && end < sentence.token_end && is_style(end)) ++end;
    Candidate candidate{
        i, end, static_cast<std::int32_t>(match.entity), i == sentence.token_begin, false, false};
    // "Spain's Competition Commission" is not the South African one of that name.
    if (entity.kind == EntityKind::authority && i > sentence.token_begin &&
        !entity.country.empty()) {
      std::uint32_t first = i;
      // "Markets and Competition Commission"
      if (a_.token_lower(i - 1) == "and" && i > sentence.token_begin + 1 &&
          a_.tokens[i - 2].capital && is_word(i - 2) && !in_figure_[i - 2] && match.tokens > 1 &&
          (candidates_.empty() || candidates_.back().end <= i - 2))
        first = i - 2;
      const std::string country = country_before(first, sentence);
      if (!country.empty() && country != entity.country && entity.country != "INT") {
        candidate.begin = first;
        candidate.entity = -1;
        push(candidate, sentence);
        return skip_suffix(candidate.end, sentence);
      }
    }
    // "the Karnataka government": those who govern there.
    if (entity.kind == EntityKind::place && end < sentence.token_end &&
        a_.token_lower(end) == "government") {
      candidate.end = end + 1;
      candidate.entity = government_of(entity);
      push(candidate, sentence);
      return candidate.end;
    }
    // "Vodafone Germany", "Guinness Nigeria": the company of that name there.
    if ((entity.kind == EntityKind::org || entity.kind == EntityKind::product) &&
        is_country(end, sentence)) {
      candidate.end = end + 1;
      candidate.entity = -1;
      push(candidate, sentence);
      return skip_suffix(candidate.end, sentence);
    }
    // "Anglo Ores" is not Anglo American: the short form of a longer name may begin another one.
    if (const std::uint32_t other = longer_name(i, end, entity, sentence); other != 0) {
      candidate.end = other;
      candidate.entity = -1;
      push(candidate, sentence);
      return skip_suffix(other, sentence);
    }
    // "Amazon Web Services" is listed; "Apple Bank" is not: a following company word makes another
    // name of it, which stays a candidate of its own.
    if (end < sentence.token_end && is_word(end) && a_.tokens[end].capital && !in_figure_[end] &&
        (!never(end) || company_word(end) || names_court(end, sentence)) &&
        !suffixes_.count(a_.token_text(end))) {
      const std::uint32_t run_end = run_from(i, sentence);
      const bool suffixed = run_end < sentence.token_end && is_suffix(run_end);
      const bool other =
          run_end > end && (suffixed || company_words_.count(a_.token_text(run_end - 1)) != 0 ||
                            (entity.kind == EntityKind::place));
      if (other) {
        if (entity.kind == EntityKind::place &&
            gazetteer_.longest(a_, end, sentence.token_end).tokens != 0) {
          // "London Nscale", "Delaware Judge": a place and then a name.
        } else {
          candidate.end = run_end;
          candidate.entity = -1;
          if (run_end - i >= 2) {
            push(candidate, sentence);
            return skip_suffix(run_end, sentence);
          }
        }
      }
    }
    push(candidate, sentence);
    return skip_suffix(candidate.end, sentence);
  }

  // "Appeals Court", "Trial Chamber": behind a place, the court there.
  bool names_court(std::uint32_t i, const Sentence& sentence) const {
    const std::string_view last = a_.token_lower(run_from(i, sentence) - 1);
    return last == "court" || last == "tribunal" || last == "circuit";
  }

  // Takes the run from `i` for a new name.
  void candidate_name(std::uint32_t i, const Sentence& sentence) {
    push({i, run_from(i, sentence), -1, i == sentence.token_begin, false, false}, sentence);
  }

  // Where the name ends that begins with the one-word short form of `entity` and goes on with words
  // that nobody knows; 0 where the short form stands for itself.
  std::uint32_t longer_name(std::uint32_t i, std::uint32_t end, const KnownEntity& entity,
                            const Sentence& sentence) const {
    constexpr std::uint32_t kLongestName = 3;
    if (entity.kind != EntityKind::org || end != i + 1 || end >= sentence.token_end ||
        entity.name.find(' ') == std::string::npos)
      return 0;
    if (!is_word(end) || !a_.tokens[end].capital || a_.tokens[end].all_capitals || never(end) ||
        is_suffix(end) || in_figure_[end] || a_.word(end).tag != Tag::noun || breaks_run(end))
      return 0;
    const std::uint32_t run_end = run_from(i, sentence);
    if (run_end <= end || run_end - i > kLongestName) return 0;
    for (std::uint32_t k = end; k < run_end; ++k)
      if (gazetteer_.longest(a_, k, sentence.token_end).tokens != 0 || a_.word(k).tag != Tag::noun)
        return 0;
    // In a headline every word has a capital.
    const bool open =
        run_end < sentence.token_end && is_word(run_end) && a_.tokens[run_end].capital;
    return open ? 0 : run_end;
  }

  // A country right behind a name, and not what owns the next ("Google Germany's boss" is the
  // same).
  bool is_country(std::uint32_t i, const Sentence& sentence) const {
    if (i >= sentence.token_end || !a_.tokens[i].capital) return false;
    const Gazetteer::Match place = gazetteer_.longest(a_, i, sentence.token_end);
    if (place.tokens != 1) return false;
    const KnownEntity& known = lexicon_.entities()[place.entity];
    return known.kind == EntityKind::place && !known.country.empty() && known.hq.empty();
  }

  // Words that companies put behind their name and newspapers leave out.
  bool is_style(std::uint32_t i) const {
    static const WordSet styles = {"Companies",   "Company",      "Holdings",  "Holding",
                                   "Stores",      "Group",        "Platforms", "International",
                                   "Enterprises", "Technologies", "Industries"};
    return a_.tokens[i].capital && !in_figure_[i] && styles.count(a_.token_text(i)) != 0;
  }

  // Whether a capitalised word inside a run is no part of the name: a function word, a title.
  bool breaks_run(std::uint32_t i) const {
    if (a_.tokens[i].all_capitals || company_word(i)) return false;
    const Tag tag = a_.word(i).tag;
    if (tag != Tag::noun && tag != Tag::verb) return true;
    return titles_.count(a_.token_text(i)) != 0 || role_word(i);
  }

  bool company_word(std::uint32_t i) const {
    return i < a_.tokens.size() && a_.tokens[i].capital && !in_figure_[i] &&
           company_words_.count(a_.token_text(i)) != 0;
  }

  // End of the capitalised run that begins at `i`.
  std::uint32_t run_from(std::uint32_t i, const Sentence& sentence) const {
    std::uint32_t end = i + 1;
    while (end < sentence.token_end) {
      const Token& token = a_.tokens[end];
      const std::string_view lower = a_.token_lower(end);
      if (in_figure_[end]) break;
      if (token.kind == Token::Kind::word && token.capital) {
        if (breaks_run(end)) break;
        // "Life Insurance Corporation of India": here the legal form is part of the name.
        const bool inside = end + 2 < sentence.token_end && a_.token_lower(end) == "corporation" &&
                            a_.token_lower(end + 1) == "of" && a_.tokens[end + 2].capital;
        if (suffixes_.count(a_.token_text(end)) != 0 && end > i && !inside) break;
        if (inside) end += 2;
        ++end;
        continue;
      }
      const bool more = end + 1 < sentence.token_end && is_word(end + 1) &&
                        a_.tokens[end + 1].capital && !in_figure_[end + 1];
      // "Bank of the West", "University of the Arts"
      if (lower == "of" && heads_of_phrase(end - 1) && end + 2 < sentence.token_end &&
          a_.token_lower(end + 1) == "the" && a_.tokens[end + 2].capital) {
        end += 3;
        continue;
      }
      if (!more) {
        // "Studio 54", "Formula 1": a number right after the name of one word, glued by a space.
        break;
      }
      if (lower == "&" || joins(lower)) {
        end += 2;
        continue;
      }
      if ((lower == "of" || lower == "for") && heads_of_phrase(end - 1) && !never(end + 1)) {
        end += 2;
        continue;
      }
      const bool initial = a_.tokens[end - 1].end - a_.tokens[end - 1].begin == 1;
      if (lower == "." && a_.tokens[end].glued && (initial || a_.token_lower(end - 1) == "bros")) {
        end += 2;  // an initial: "Samuel L. Jackson"
        continue;
      }
      break;
    }
    return end;
  }

  // "European Publishers Council": a nationality that begins the name of a body.
  std::uint32_t national_body(std::uint32_t i, const Sentence& sentence) const {
    if (lexicon_.country_of_adjective(a_.token_text(i)).empty()) return 0;
    if (i + 1 >= sentence.token_end || !is_word(i + 1) || !a_.tokens[i + 1].capital || never(i + 1))
      return 0;
    const std::uint32_t end = run_from(i + 1, sentence);
    const bool body = end - i >= 2 && (heads_of_phrase(end - 1) ||
                                       company_words_.count(a_.token_text(end - 1)) != 0);
    return body ? end : 0;
  }

  // "Green Bay, Wis.": a state as agencies shorten it.
  bool is_state(std::uint32_t i, const Sentence& sentence) const {
    return i > sentence.token_begin && a_.token_text(i - 1) == "," && i + 1 < sentence.token_end &&
           a_.token_text(i + 1) == "." && states_.contains(a_.token_text(i));
  }

  // "PLIs", "SPACs": several of a kind, whatever the letters stand for.
  bool is_plural_acronym(std::uint32_t i) const {
    const std::string_view word = a_.token_text(i);
    return word.size() >= 3 && word.back() == 's' &&
           std::all_of(word.begin(), word.end() - 1, [](char x) { return x >= 'A' && x <= 'Z'; });
  }

  // "Chief Accounting Officer": past the office, `i` when none begins here.
  std::uint32_t office_end(std::uint32_t i, const Sentence& sentence) const {
    if (a_.token_lower(i) != "chief") return i;
    for (std::uint32_t k = i + 1; k < sentence.token_end && k < i + 4 && a_.tokens[k].capital; ++k)
      if (a_.token_lower(k) == "officer") return k + 1;
    return i;
  }

  std::uint32_t scan_run(std::uint32_t i, const Sentence& sentence) {
    const bool at_start = i == sentence.token_begin || opens_quote(i, sentence);
    if (const std::uint32_t end = office_end(i, sentence); end != i) return end;
    if (is_state(i, sentence) || is_plural_acronym(i)) return i + 1;
    // "Author Jane Marlowe sued": what he does opens the sentence.
    if (at_start && i + 2 < sentence.token_end && a_.tokens[i + 1].capital &&
        a_.tokens[i + 2].capital && first_names_.count(a_.token_text(i + 1)) != 0 &&
        (person_nouns_.contains(a_.token_lower(i)) || roles_.contains(a_.token_lower(i))))
      return i + 1;
    if (known_small(i) && !a_.tokens[i].all_capitals && (at_start || is_function_word(i)))
      return i + 1;
    if (const std::uint32_t body = national_body(i, sentence); body != 0) {
      push({i, body, -1, at_start, false, false}, sentence);
      return skip_suffix(body, sentence);
    }
    if (is_suffix(i)) return i + 1;
    const bool letter = a_.tokens[i].end - a_.tokens[i].begin == 1;
    if (letter && !initial(i, sentence)) return i + 1;
    if (introduced_.count(std::string(a_.token_text(i))) != 0) {
      push({i, i + 1, -1, at_start, false, true}, sentence);
      return skip_suffix(i + 1, sentence);
    }
    if (never(i)) {
      // "Air Astana", "Banco Sabadell": what stands before a name and is part of it.
      if (name_openers_.contains(a_.token_text(i)) && i + 1 < sentence.token_end &&
          is_word(i + 1) && a_.tokens[i + 1].capital && !never(i + 1)) {
        const std::uint32_t whole = run_from(i, sentence);
        push({i, whole, -1, at_start, false, true}, sentence);
        return skip_suffix(whole, sentence);
      }
      // "Data Infrastructure Trust": a common word that begins a name which ends like a company's.
      const bool plain = a_.word(i).tag == Tag::noun &&
                         company_nouns_.count(a_.token_lower(i)) == 0 && !role_word(i) &&
                         !person_nouns_.contains(a_.token_lower(i));
      const bool body = heads_of_phrase(i) && i + 1 < sentence.token_end &&
                        (a_.token_lower(i + 1) == "for" || a_.token_lower(i + 1) == "of");
      if (body) {
        const std::uint32_t named = run_from(i, sentence);
        if (named - i >= 3) {
          push({i, named, -1, at_start, false, false}, sentence);
          return skip_suffix(named, sentence);
        }
      }
      const std::uint32_t run = at_start && !plain ? i + 1 : run_from(i, sentence);
      const bool company = company_words_.count(a_.token_text(run - 1)) != 0 ||
                           (run < sentence.token_end && is_suffix(run));
      if (run - i >= 2 && company && titles_.count(a_.token_text(i)) == 0) {
        push({i, run, -1, at_start, false, false}, sentence);
        return skip_suffix(run, sentence);
      }
      return i + 1;
    }
    const std::uint32_t end = run_from(i, sentence);
    Candidate candidate{i, end, -1, at_start, false, false};
    if (end - i == 1) {
      if (at_start && !believable_start(i, end)) {
        doubtful_.push_back(candidate);
        return end;
      }
      if (!at_start && company_nouns_.count(a_.token_lower(i)) != 0) return end;
      if (role_word(i)) return end;
    }
    push(candidate, sentence);
    return skip_suffix(end, sentence);
  }

  // "J. Smith" begins a name; "its Series E." ends a sentence.
  bool initial(std::uint32_t i, const Sentence& sentence) const {
    if (i + 2 >= sentence.token_end || a_.token_text(i + 1) != ".") return false;
    return a_.tokens[i + 2].capital &&
           (i == sentence.token_begin || a_.token_lower(i - 1) != "series");
  }

  bool opens_quote(std::uint32_t i, const Sentence& sentence) const {
    if (i <= sentence.token_begin) return false;
    const std::string_view before = a_.token_text(i - 1);
    return before == "\"" || before == "\xE2\x80\x9C" || before == ":" ||
           before == "\xE2\x80\xA2" || (before == "-" && i - 1 == sentence.token_begin);
  }

  bool is_function_word(std::uint32_t i) const {
    const Tag tag = a_.word(i).tag;
    return tag != Tag::noun && tag != Tag::verb && tag != Tag::adverb;
  }

  bool role_word(std::uint32_t i) const {
    return roles_.contains(a_.token_lower(i)) ||
           (a_.tokens[i].capital && roles_.contains(a_.token_text(i)));
  }

  bool inner_capital(std::uint32_t i) const { return a_.tokens[i].inner_capital; }

  // What follows a name at the start of a sentence: a verb, 's, or a comma with an apposition.
  bool followed_as_name(std::uint32_t end) const {
    if (end >= a_.tokens.size()) return false;
    const std::string_view next = a_.token_lower(end);
    if (is_genitive_mark(next) || next == "," || next == "(") return true;
    const Word& word = a_.word(end);
    return word.tag == Tag::verb || word.tag == Tag::auxiliary || word.tag == Tag::modal ||
           word.tag == Tag::adverb || next == "and";
  }

  bool believable_start(std::uint32_t i, std::uint32_t end) const {
    if (a_.tokens[i].all_capitals || inner_capital(i)) return true;
    if (end < a_.tokens.size() && is_suffix(end)) return true;
    // "Dairy claimed ... a small dairy": the article has it as a common noun.
    if (common_.count(a_.token_lower(i)) != 0) return false;
    if (company_nouns_.count(a_.token_lower(i)) != 0) return false;
    if (end >= a_.tokens.size()) return false;
    const std::string_view next = a_.token_lower(end);
    if (is_genitive_mark(next)) return true;
    const bool plain = a_.word(i).tag == Tag::noun;
    // "Norfield now holds"
    std::uint32_t verb = end;
    while (verb < end + 2 && verb + 1 < a_.tokens.size() && a_.word(verb).tag == Tag::adverb)
      ++verb;
    if (plain && verb != end && a_.word(verb).tag == Tag::verb &&
        (a_.word(verb).forms & (kThird | kPast)) != 0)
      return true;
    if (plain && next == "," && end + 1 < a_.tokens.size()) {
      // "Iliad, the French operator,"
      static const WordSet openers = {"the",   "a",     "an",      "which", "whose", "one",
                                      "based", "owned", "founded", "part",  "once",  "formerly"};
      const std::string_view article = a_.token_lower(end + 1);
      if (openers.count(article) != 0) return true;
      if (article == "in" && end + 2 < a_.tokens.size() && a_.token_lower(end + 2) == "which")
        return true;
      if (a_.tokens[end + 1].capital) return true;  // "Disney, Universal and ..."
    }
    // "Corvia, facing pressure at home,"
    if (plain && next == "," && end + 1 < a_.tokens.size() && !a_.token_lower(i).ends_with("s") &&
        a_.word(end + 1).tag == Tag::verb && (a_.word(end + 1).forms & kGerund) != 0)
      return true;
    if (plain && next == "and" && end + 1 < a_.tokens.size() && a_.tokens[end + 1].capital)
      return true;
    const Word& word = a_.word(end);
    return (word.tag == Tag::verb && (word.forms & (kThird | kPast)) != 0) || next == "has" ||
           next == "had" || next == "will" || next == "would" || done_to_company(end) ||
           ((next == "is" || next == "was") && plain && no_common_noun(a_.token_lower(i)));
  }

  // Whether a word does not end as English makes nouns of other words: "approval", "testimony".
  static bool no_common_noun(std::string_view word) {
    static const std::array<std::string_view, 24> ends = {
        "tion", "sion", "ment", "ness", "ship", "ity", "ism", "ing",
        "ance", "ence", "al",   "cy",   "ty",   "ics", "ogy", "ure",
        "age",  "ery",  "ory",  "dom",  "hood", "s",   "ony", "thing"};
    constexpr std::size_t kShortest = 5;
    return word.size() >= kShortest &&
           std::none_of(ends.begin(), ends.end(),
                        [&](std::string_view end) { return word.ends_with(end); });
  }

  // "Aircastle was taken over", "Brightwater is in talks": said of companies, hardly of things.
  bool done_to_company(std::uint32_t auxiliary) const {
    static const WordSet forms = {"is", "was", "has", "were", "are"};
    static const WordSet said = {"acquired", "bought",   "taken",   "backed",    "founded",
                                 "valued",   "in",       "seeking", "acquiring", "buying",
                                 "raising",  "planning", "owned",   "exploring", "considering"};
    if (forms.count(a_.token_lower(auxiliary)) == 0) return false;
    std::uint32_t k = auxiliary + 1;
    while (k < a_.tokens.size() && a_.word(k).tag == Tag::adverb) ++k;
    if (k + 1 >= a_.tokens.size() || said.count(a_.token_lower(k)) == 0) return false;
    return a_.token_lower(k) != "in" || a_.token_lower(k + 1) == "talks" ||
           a_.token_lower(k + 1) == "discussions";
  }

  // Skips ", Inc.", "Corp.", "PLC" after a name so that they are read as part of it.
  std::uint32_t skip_suffix(std::uint32_t end, const Sentence& sentence) {
    std::uint32_t at = end;
    bool any = false;
    // "Walt Disney Co" is how the name is listed: the full stop of "Co." belongs to it.
    if (at > 0 && at + 1 < sentence.token_end && a_.token_text(at) == "." && a_.tokens[at].glued &&
        is_suffix(at - 1)) {
      ++at;
      any = true;
    }
    if (at < sentence.token_end && a_.token_text(at) == "," && at + 1 < sentence.token_end &&
        is_suffix(at + 1))
      ++at;
    // "JPMorgan Chase & Co.", "Eli Lilly and Company"
    if (at + 1 < sentence.token_end && (a_.token_text(at) == "&" || a_.token_text(at) == "and") &&
        (a_.token_text(at + 1) == "Co" || a_.token_text(at + 1) == "Company")) {
      at += 2;
      if (at + 1 < sentence.token_end && a_.token_text(at) == "." && a_.tokens[at].glued) ++at;
      any = true;
    }
    while (at < sentence.token_end && is_suffix(at)) {
      ++at;
      if (at < sentence.token_end && a_.token_text(at) == "." && a_.tokens[at].glued &&
          at + 1 < sentence.token_end)
        ++at;
      any = true;
    }
    if (any) candidates_.back().end = at;
    return any ? at : end;
  }

  bool is_suffix(std::uint32_t i) const {
    return is_word(i) && suffixes_.count(a_.token_text(i)) != 0;
  }

  void push(Candidate candidate, const Sentence& sentence) {
    if (candidate.begin > sentence.token_begin) {
      const std::uint32_t before = candidate.begin - 1;
      std::uint32_t word = before;
      if (a_.token_text(before) == "." && before > sentence.token_begin) word = before - 1;
      // "developer", "producer", "owner" are said of companies and of people: the name decides.
      const bool company = company_nouns_.count(a_.token_lower(before)) != 0;
      const bool person = candidate.end - candidate.begin >= 2 &&
                          first_names_.count(a_.token_text(candidate.begin)) != 0;
      candidate.titled =
          titles_.count(a_.token_text(word)) != 0 || (role_word(word) && (!company || person));
      candidate.introduced = (company || candidate.introduced) && !candidate.titled;
    }
    candidates_.push_back(candidate);
  }

  // Single words at sentence starts are names when the article uses them as such elsewhere.
  void learn_from_all() {
    std::unordered_set<std::string> inside;
    for (const Candidate& c : candidates_)
      if (!c.at_start)
        for (std::uint32_t t = c.begin; t < c.end; ++t) inside.emplace(a_.token_text(t));
    for (const Candidate& c : doubtful_)
      if (inside.count(std::string(a_.token_text(c.begin))) != 0) candidates_.push_back(c);
    std::sort(candidates_.begin(), candidates_.end(),
              [](const Candidate& x, const Candidate& y) { return x.begin < y.begin; });
  }

  std::vector<std::string> words_of(const Candidate& c) const {
    std::vector<std::string> out;
    for (std::uint32_t t = c.begin; t < c.end; ++t) {
      const std::string text(a_.token_text(t));
      if (t > c.begin && (suffixes_.count(text) != 0 || text == ",")) break;
      out.push_back(text);
    }
    while (out.size() > 1 && out.back() == "&") out.pop_back();  // "Merck & Co"
    return out;
  }

  static std::string join(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
      if (!out.empty() && word != ".") out += ' ';
      out += word;
    }
    return out;
  }

  // "MI450", "A350-900", "777X", "747-8F": one word that ends or begins in a number of three digits
  // or more is a model.
  static bool is_model(std::string_view word) {
    constexpr std::size_t kModelDigits = 3;
    const auto is_digit = [](char x) { return x >= '0' && x <= '9'; };
    return word.size() > kModelDigits && std::count_if(word.begin(), word.end(), is_digit) >=
                                             static_cast<std::ptrdiff_t>(kModelDigits);
  }

  // "100,000 Teslas": several of what a known name makes. The name without its plural, else -1.
  std::int32_t counted(const Candidate& c, const std::string& name) const {
    if (c.begin == 0 || name.size() < 4 || name.back() != 's') return -1;
    if (a_.tokens[c.begin - 1].kind != Token::Kind::number) return -1;
    return gazetteer_.exact(name.substr(0, name.size() - 1));
  }

  // How far an unknown name acts like a company where it stands (above 0), or is told to be what a
  // company makes (below 0).
  int standing(const Candidate& c, std::size_t words) const {
    if (c.introduced || c.end > c.begin + words) return 2;
    if (c.begin > 0) {
      static const WordSet sides = {"with", "by", "from", "to", "against", "between", "at"};
      const std::string_view before = a_.token_lower(c.begin - 1);
      if (product_nouns_.contains(before)) return -2;
      if (sides.count(before) != 0) return 1;
    }
    if (c.end >= a_.tokens.size()) return 0;
    std::uint32_t k = c.end;
    while (k < a_.tokens.size() && a_.word(k).tag == Tag::adverb) ++k;
    const Word& next = a_.word(k < a_.tokens.size() ? k : c.end);
    if (next.tag == Tag::verb && (next.forms & (kPast | kThird)) != 0 &&
        agent_verbs_.contains(lemma_at(k)))
      return 2;
    if (next.tag == Tag::modal || next.tag == Tag::auxiliary) return 1;
    // "ASML (AMS: ASML)", "KPN, the Dutch operator,"
    if (a_.token_text(c.end) == "(") return 1;
    if (a_.token_text(c.end) == "," && c.end + 1 < a_.tokens.size() &&
        a_.word(c.end + 1).tag == Tag::determiner)
      return 1;
    return is_genitive_mark(a_.token_lower(c.end)) ? 1 : 0;
  }

  EntityKind guess_kind(const Candidate& c, const std::vector<std::string>& words) const {
    const std::string last = ascii_lower(words.back());
    static const WordSet authority = {"commission", "authority", "ministry",       "agency",
                                      "bureau",     "regulator", "administration", "treasury",
                                      "parliament", "congress",  "senate",         "government"};
    const auto any_is = [&](const auto& set) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return set.count(ascii_lower(word)) != 0;
      });
    };
    static const WordSet court = {"court", "tribunal", "circuit"};
    static const WordSet department = {"department", "ministry"};
    if (any_is(court)) return EntityKind::court;
    if (authority.count(last) != 0 || ascii_lower(words.front()) == "government" ||
        ascii_lower(words.front()) == "attorney" || any_is(department))
      return EntityKind::authority;
    if (words.size() > 1 && words.front() == "Bank") return EntityKind::org;
    if (words.size() >= 2 && place_nouns_.contains(last) && c.end == c.begin + words.size())
      return EntityKind::place;
    const bool told = c.introduced && words.size() == 1;  // "startup Port"
    if (things_.contains(last) && !told) return EntityKind::product;
    // "iPhones": several of what somebody known makes.
    if (words.size() == 1 && last.ends_with("s") &&
        gazetteer_.maker_of(words.back().substr(0, last.size() - 1)) >= 0)
      return EntityKind::product;
    if (words.size() == 1 && product_nouns_.contains(last)) return EntityKind::product;
    if (words.size() == 1 && is_model(last)) return EntityKind::product;
    if (c.introduced || c.end > c.begin + words.size()) return EntityKind::org;
    if (company_words_.count(words.back()) != 0) return EntityKind::org;
    if (c.titled && words.size() <= 4) return EntityKind::person;
    if (const auto it = standing_.find(join(words)); it != standing_.end()) {
      if (it->second < 0) return EntityKind::product;
      // "SUV", "EPS": an abbreviation that nobody explained and that does nothing is no company.
      if (it->second == 0 && words.size() == 1 && a_.tokens[c.begin].all_capitals)
        return EntityKind::product;
    }
    if (words.size() >= 2 && words.size() <= 4 && first_names_.count(words.front()) != 0)
      return EntityKind::person;
    // "Jane Q Doe", "J. P. Doe": an initial inside.
    if (words.size() >= 2 && words[0].size() == 1) return EntityKind::person;
    if (words.size() <= 3 && described_as_person(c.end)) return EntityKind::person;
    // "Jane Marlowe ... Marlowe's suit": people go by their last name, companies by the first.
    if (words.size() == 2 && c.end == c.begin + 2 && alone_.count(words.back()) != 0 &&
        alone_.count(words.front()) == 0 && company_words_.count(words.back()) == 0 &&
        !a_.tokens[c.begin].all_capitals && !a_.tokens[c.begin + 1].all_capitals)
      return EntityKind::person;
    return EntityKind::org;
  }

  // "Kallatt Mohammed, 54,", "Jo Umeh, a lawyer for": what stands behind the name says so.
  bool described_as_person(std::uint32_t end) const {
    constexpr std::uint32_t kLongest = 6;  // tokens of a description up to its noun
    if (end + 2 >= a_.tokens.size() || a_.token_text(end) != ",") return false;
    const std::string_view first = a_.token_text(end + 1);
    if (first.size() == 2 && first[0] >= '1' && first[0] <= '9' && a_.token_text(end + 2) == ",")
      return true;
    for (std::uint32_t k = end + 1; k < a_.tokens.size() && k <= end + kLongest; ++k) {
      if (a_.tokens[k].kind == Token::Kind::punctuation) return false;
      const Tag tag = a_.word(k).tag;
      if (tag == Tag::verb || tag == Tag::auxiliary || tag == Tag::relative) return false;
      if (person_nouns_.contains(a_.token_lower(k))) return true;
      if (tag == Tag::preposition) return false;
    }
    return false;
  }

  std::uint32_t add_party(std::string name, EntityKind kind, std::int32_t known,
                          std::uint32_t first) {
    Party party;
    party.name = std::move(name);
    party.kind = kind;
    party.known = known;
    party.first = first;
    if (known >= 0) {
      const KnownEntity& entity = lexicon_.entities()[static_cast<std::size_t>(known)];
      party.nouns = entity.is;
      party.country = entity.country;
      party.hq = entity.hq;
    }
    a_.parties.push_back(std::move(party));
    return static_cast<std::uint32_t>(a_.parties.size() - 1);
  }

  std::uint32_t known_party(std::int32_t entity, std::uint32_t first) {
    const KnownEntity& known = lexicon_.entities()[static_cast<std::size_t>(entity)];
    const auto it = by_entity_.find(entity);
    if (it != by_entity_.end()) return it->second;
    const std::uint32_t party = add_party(known.name, known.kind, entity, first);
    by_entity_.emplace(entity, party);
    by_name_.emplace(known.name, party);
    return party;
  }

  // "Boeing 777X", "Nvidia H100", "Airbus A321neo": what stands right behind a known name and has a
  // digit in it is a model, unless it is a known name itself.
  bool designates(std::size_t i) const {
    const Candidate& c = candidates_[i];
    if (i == 0 || c.entity >= 0 || c.begin == 0) return false;
    const Candidate& maker = candidates_[i - 1];
    if (maker.end != c.begin || maker.entity < 0) return false;
    const std::string_view first = a_.token_text(c.begin);
    return std::any_of(first.begin(), first.end(), [](char x) { return x >= '0' && x <= '9'; });
  }

  void resolve() {
    // Longer names first, so that "Scale" finds "Scale AI" and "Altman" finds "Sam Altman".
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::vector<std::vector<std::string>> words(candidates_.size());
    for (std::size_t i = 0; i < candidates_.size(); ++i) words[i] = words_of(candidates_[i]);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
      const bool kx = candidates_[x].entity >= 0;
      const bool ky = candidates_[y].entity >= 0;
      if (kx != ky) return kx;
      if (words[x].size() != words[y].size()) return words[x].size() > words[y].size();
      const auto suffixed = [&](std::size_t k) {
        return candidates_[k].end - candidates_[k].begin > words[k].size();
      };
      return words[x].size() == 1 && suffixed(x) && !suffixed(y);
    });
    // "TPG" after "TPG Telecom" is TPG Telecom, whoever else is called so, unless the story began
    // with TPG.
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if (words[i].size() == 1) alone_.emplace(words[i].front(), candidates_[i].begin);
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if (words[i].size() >= 2 && company_words_.count(words[i].back()) != 0)
        longer_.emplace(words[i].front(), candidates_[i].begin);
    for (const Candidate& c : candidates_)
      if (c.entity >= 0 &&
          lexicon_.entities()[static_cast<std::size_t>(c.entity)].kind == EntityKind::product &&
          traded(c))
        traded_.insert(c.entity);
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      if (candidates_[i].entity < 0)
        standing_[join(words[i])] += standing(candidates_[i], words[i].size());
    std::vector<std::uint32_t> party_of(candidates_.size());
    for (const std::size_t i : order) {
      Candidate& c = candidates_[i];
      const auto longer =
          words[i].size() == 1 && c.entity >= 0 ? longer_.find(words[i].front()) : longer_.end();
      if (longer != longer_.end() && longer->second < c.begin &&
          longer->second < alone_.at(words[i].front())) {
        late_.push_back(i);
        continue;
      }
      party_of[i] = resolve_one(c, words[i]);
      if (designates(i)) a_.parties[party_of[i]].kind = EntityKind::product;
    }
    for (const std::size_t i : late_) {
      const auto it = by_first_.find(words[i].front());
      party_of[i] = it != by_first_.end() ? it->second : resolve_one(candidates_[i], words[i]);
    }
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Candidate& c = candidates_[i];
      Party& party = a_.parties[party_of[i]];
      Mention mention;
      mention.token_begin = c.begin;
      mention.token_end = c.end;
      mention.parties = {party_of[i]};
      mention.kind = party.kind;
      ++party.mentions;
      party.first = std::min(party.first, a_.tokens[c.begin].begin);
      // A headline or an opening word may introduce it as well; only a noun before it describes it.
      if (c.introduced && c.begin > 0 && company_nouns_.count(a_.token_lower(c.begin - 1)) != 0) {
        const std::string noun(a_.token_lower(c.begin - 1));
        if (std::find(party.nouns.begin(), party.nouns.end(), noun) == party.nouns.end())
          party.nouns.push_back(noun);
      }
      a_.mentions.push_back(std::move(mention));
      learn_acronym(c, party_of[i]);
    }
    find_products(words);
    appoint_judges();
  }

  // "its Corvexa drug", "Larkspur Pharma's Corvexa": what somebody makes, as long as nothing in
  // the article shows the name to act, or to be a company.
  void find_products(const std::vector<std::vector<std::string>>& words) {
    std::vector<int> made(a_.parties.size(), 0);
    std::vector<bool> acts(a_.parties.size(), false);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Candidate& c = candidates_[i];
      const std::uint32_t party = a_.mentions[i].parties.front();
      if (a_.parties[party].known >= 0 || a_.parties[party].kind != EntityKind::org) continue;
      const std::size_t length = words[i].size();
      if (c.introduced || c.end - c.begin > length || length > 2 ||
          company_words_.count(a_.token_text(c.end - 1)) != 0 || agent(c))
        acts[party] = true;
      if (is_made(i)) ++made[party];
    }
    for (Mention& mention : a_.mentions) {
      const std::uint32_t party = mention.parties.front();
      if (made[party] == 0 || acts[party]) continue;
      a_.parties[party].kind = EntityKind::product;
      mention.kind = EntityKind::product;
    }
  }

  // Whether a verb that somebody does follows the name.
  bool agent(const Candidate& c) const {
    std::uint32_t k = c.end;
    while (k < a_.tokens.size() && (a_.word(k).tag == Tag::adverb || a_.word(k).tag == Tag::modal ||
                                    a_.word(k).tag == Tag::auxiliary))
      ++k;
    const std::string_view verb = k < a_.tokens.size() ? lemma_at(k) : std::string_view();
    return !verb.empty() && agent_verbs_.contains(verb);
  }

  // Whether what stands around the name says that it is a thing that is sold.
  bool is_made(std::size_t i) const {
    const Candidate& c = candidates_[i];
    if (c.begin == 0) return false;
    // "its Corvexa drug", "Larkspur's first Corvalve system"; "a Larkspur drug" is Larkspur's.
    if (c.end < a_.tokens.size() && goods_.contains(a_.token_lower(c.end))) {
      constexpr std::uint32_t kFarthestOwner = 3;  // tokens
      for (std::uint32_t k = c.begin; k-- > 0 && k + kFarthestOwner >= c.begin;) {
        if (a_.word(k).tag == Tag::possessive || is_genitive_mark(a_.token_lower(k))) return true;
        if (a_.word(k).tag != Tag::noun && a_.word(k).tag != Tag::adverb) break;
      }
    }
    if (goods_.contains(a_.token_lower(c.begin - 1))) return true;
    // Behind an owner, with nothing that says what part of it is meant: "Larkspur's Corvexa".
    if (i == 0 || !is_genitive_mark(a_.token_lower(c.begin - 1)) ||
        candidates_[i - 1].end + 1 != c.begin || c.end - c.begin != 1)
      return false;
    const EntityKind owner = a_.mentions[i - 1].kind;
    if (owner != EntityKind::org) return false;
    if (c.end >= a_.tokens.size()) return true;
    const Word& next = a_.word(c.end);
    return a_.tokens[c.end].kind == Token::Kind::punctuation || next.tag == Tag::preposition ||
           next.tag == Tag::conjunction || next.tag == Tag::clause;
  }

  // "U.S. District Judge Amit Mehta": a court speaks through him wherever he is named.
  void appoint_judges() {
    for (const Mention& mention : a_.mentions) {
      if (mention.kind != EntityKind::person || mention.token_begin == 0) continue;
      const std::string_view title = a_.token_text(mention.token_begin - 1);
      const bool chancellor =
          (title == "Chancellor" || title == "chancellor") && mention.token_begin > 1 &&
          (a_.token_lower(mention.token_begin - 2) == "vice" || common_.count("chancery") != 0 ||
           a_.lower.find("court of chancery") != std::string::npos);
      if (title != "Judge" && title != "judge" && title != "Justice" && title != "Magistrate" &&
          !chancellor)
        continue;
      Party& party = a_.parties[mention.parties.front()];
      party.kind = EntityKind::court;
      party.judge = true;
    }
    for (Mention& mention : a_.mentions)
      if (a_.parties[mention.parties.front()].judge) mention.kind = EntityKind::court;
  }

  // A name that has nothing of the entity's own in it: Facebook for Meta. A story that uses it
  // means the company of that day, or a part that goes by its own name. Acronyms are no such names.
  bool goes_by_another(const Candidate& c, const std::vector<std::string>& words) const {
    const KnownEntity& known = lexicon_.entities()[static_cast<std::size_t>(c.entity)];
    if (known.kind != EntityKind::org || words.empty()) return false;
    if (words.size() == 1 && (a_.tokens[c.begin].all_capitals || words.front().size() <= 3))
      return false;
    const auto compact = [](std::string_view text) {
      std::string out;
      for (const char ch : ascii_lower(text))
        if (ch != ' ' && ch != '-' && ch != '.' && ch != '\'') out += ch;
      return out;
    };
    const std::string name = compact(known.name);
    const std::string own = compact(words.front());
    return name.find(own) == std::string::npos &&
           compact(join(words)).find(compact(known.name.substr(0, known.name.find(' ')))) ==
               std::string::npos;
  }

  // Whether the text treats the thing as somebody who acts: a verb follows it, or it is one of
  // two sides. "AWS supplies", "a deal with YouTube", "Brussels blocked".
  bool acts(const Candidate& c) const {
    if (c.end < a_.tokens.size()) {
      const Word& next = a_.word(c.end);
      if (next.tag == Tag::modal || next.tag == Tag::auxiliary ||
          (next.tag == Tag::verb && (next.forms & (kPast | kThird)) != 0))
        return true;
      if (next.tag == Tag::noun && a_.tokens[c.end].kind == Token::Kind::word) return false;
    }
    if (c.begin == 0) return false;
    const std::string_view before = a_.token_lower(c.begin - 1);
    return before == "with" || before == "between" || before == "from" || before == "against";
  }

  // Whether a known product is bought, sold or invested in: it is a business then. "acquired
  // Twitch", "the purchase of Jet.com".
  bool traded(const Candidate& c) const {
    static const WordSet verbs = {"buy",  "acquire", "purchase", "sell",
                                  "spin", "divest",  "buying",   "merge"};
    static const WordSet nouns = {"acquisition", "purchase", "takeover", "sale",     "buyout",
                                  "stake",       "disposal", "spinoff",  "spin-off", "interest"};
    std::uint32_t t = c.begin;
    while (t > 0 && a_.word(t - 1).tag == Tag::determiner) --t;
    if (t == 0) return false;
    const Word& left = a_.word(t - 1);
    if (left.forms != 0 && verbs.count(lexicon_.lemma(left.lemma)) != 0) return true;
    if (t < 2) return false;
    return (left.tag == Tag::preposition && nouns.count(a_.token_lower(t - 2)) != 0);
  }

  // "a tribunal in Paris has ordered": the place is where somebody else acts.
  bool stands_in(const Candidate& c) const {
    if (c.begin == 0) return false;
    const std::string_view before = a_.token_lower(c.begin - 1);
    return before == "in" || before == "at" || before == "near" || before == "of";
  }

  // Seats of government that news names for the government.
  static bool is_capital(std::string_view place) {
    static const WordSet capitals = {
        "Brussels", "Washington", "Beijing", "Tokyo",  "Berlin", "Paris",   "Ottawa", "New Delhi",
        "Canberra", "Seoul",      "Rome",    "Madrid", "Moscow", "Jakarta", "Ankara", "Riyadh"};
    return capitals.count(place) != 0;
  }

  static bool is_legal_noun(std::string_view word) {
    static const WordSet nouns = {
        "suit",        "lawsuit",     "lawsuits",       "suits",  "case",    "complaint", "claims",
        "proceedings", "charges",     "investigation",  "probe",  "inquiry", "review",    "fine",
        "fines",       "penalty",     "allegations",    "appeal", "action",  "sanctions", "ban",
        "litigation",  "arbitration", "investigations", "claim"};
    return nouns.count(word) != 0;
  }

  // A legal noun among the next few words of the same phrase.
  bool legal_noun_near(std::uint32_t from) const {
    constexpr std::uint32_t kReach = 6;  // tokens
    for (std::uint32_t k = from; k < a_.tokens.size() && k < from + kReach; ++k) {
      if (is_legal_noun(a_.token_lower(k))) return true;
      const std::string_view text = a_.token_lower(k);
      if (a_.tokens[k].kind == Token::Kind::punctuation && text.front() != '-') return false;
    }
    return false;
  }

  std::string_view lemma_at(std::uint32_t t) const {
    const Word& word = a_.word(t);
    return word.forms == 0 ? std::string_view() : lexicon_.lemma(word.lemma);
  }

  // "Texas sued", "a settlement with Argentina", "China's antitrust inquiry": the place does, or
  // has done to it, what at law only those who govern it can.
  bool governs(const Candidate& c) const {
    static const WordSet plain = {"sue",     "countersue", "fine",     "accuse", "investigate",
                                  "probe",   "settle",     "appeal",   "ban",    "allege",
                                  "charge",  "prosecute",  "outlaw",   "block",  "sanction",
                                  "approve", "prohibit",   "blacklist"};
    static const WordSet with_noun = {"open",   "launch", "begin", "file", "impose", "hit",
                                      "slap",   "drop",   "start", "join", "bring",  "withdraw",
                                      "pursue", "levy",   "lose",  "win",  "face",   "close"};
    static const WordSet done_to = {"sue", "order", "countersue", "require"};
    static const WordSet done_by = {"sue",    "file",   "bring",   "impose", "fine", "investigate",
                                    "accuse", "charge", "open",    "launch", "ban",  "block",
                                    "lodge",  "levy",   "approve", "pursue"};
    // "Cupertino, CA-based Larkspur": where somebody sits.
    for (std::uint32_t k = c.end; k < a_.tokens.size() && k < c.end + 5; ++k)
      if (a_.token_text(k) == "-based") return false;
    std::uint32_t left = c.begin;
    static const WordSet offices = {"state",  "states",       "city",
                                    "county", "commonwealth", "province"};
    if (left >= 2 && a_.token_lower(left - 1) == "of" &&
        offices.count(a_.token_lower(left - 2)) != 0) {
      left -= 2;
      if (left >= 1 && a_.token_lower(left - 1) == "the") --left;
    }
    const std::string_view before = left > 0 ? a_.token_lower(left - 1) : std::string_view();
    if (before == "against") return true;
    if (before == "by" && left >= 2) return done_by.count(lemma_at(left - 2)) != 0;
    if (before == "with") {
      for (std::uint32_t k = left - 1; k-- > 0 && k + 6 > left;)
        if (lemma_at(k) == "settle" || a_.token_lower(k) == "settlement" ||
            is_legal_noun(a_.token_lower(k)))
          return true;
      return false;
    }
    if (left > 0 && done_to.count(lemma_at(left - 1)) != 0) return true;
    if (left > 0 && a_.word(left - 1).tag == Tag::preposition) return false;
    std::uint32_t k = c.end;
    if (k < a_.tokens.size() && (is_genitive_mark(a_.token_lower(k)) || a_.token_lower(k) == "'" ||
                                 a_.token_lower(k) == "\xE2\x80\x99"))
      return legal_noun_near(k + 1);
    // "Texas and Larkspur reached a settlement"
    constexpr std::uint32_t kFarthestVerb = 8;  // tokens
    if (k < a_.tokens.size() && a_.token_lower(k) == "and")
      for (std::uint32_t n = k + 1; n < a_.tokens.size() && n < k + kFarthestVerb; ++n)
        if (lemma_at(n) == "settle" || a_.token_lower(n) == "settlement") return true;
    // "Idaho, along with 32 other states, filed"
    if (k + 1 < a_.tokens.size() && a_.token_lower(k) == "," &&
        (a_.token_lower(k + 1) == "along" || a_.token_lower(k + 1) == "together" ||
         a_.token_lower(k + 1) == "joined"))
      for (std::uint32_t n = k + 2; n < a_.tokens.size() && n < k + 16; ++n)
        if (a_.token_lower(n) == ",") {
          k = n + 1;
          break;
        }
    const std::uint32_t verb_from = k;
    while (k < a_.tokens.size() && k < verb_from + 4) {
      const Tag tag = a_.word(k).tag;
      if (tag != Tag::auxiliary && tag != Tag::modal && tag != Tag::adverb) break;
      ++k;
    }
    if (k >= a_.tokens.size()) return false;
    const std::string_view lemma = lemma_at(k);
    if (plain.count(lemma) != 0 && (a_.word(k).tag == Tag::verb)) return true;
    return with_noun.count(lemma) != 0 && legal_noun_near(k + 1);
  }

  std::uint32_t resolve_one(const Candidate& c, const std::vector<std::string>& words) {
    const std::uint32_t at = a_.tokens[c.begin].begin;
    if (c.entity >= 0) {
      const KnownEntity& known = lexicon_.entities()[static_cast<std::size_t>(c.entity)];
      // "acquired Twitch"; "crypto exchange Gemini", whoever else has something of that name.
      if (known.kind == EntityKind::product &&
          (traded_.count(c.entity) != 0 || (c.introduced && !c.titled))) {
        const auto [it, added] = by_entity_.emplace(c.entity, 0);
        if (added) it->second = add_party(known.name, EntityKind::org, c.entity, at);
        return it->second;
      }
      // "500 Airbus A320 jets" are Airbus's, as "500 Boeing jets" are Boeing's.
      const bool after_owner = known.name.rfind(known.of + ' ', 0) == 0 && !known.of.empty();
      if (known.kind == EntityKind::product && (after_owner || acts(c))) {
        const std::int32_t owner = gazetteer_.exact(known.of);
        if (owner >= 0) return known_party(owner, at);
      }
      if (known.kind == EntityKind::place &&
          ((is_capital(known.name) && acts(c) && !stands_in(c)) || governs(c))) {
        // Of business there the Union's executive decides, if the story names it.
        if (known.name == "Brussels")
          if (const auto it = by_entity_.find(gazetteer_.exact("European Commission"));
              it != by_entity_.end())
            return it->second;
        if (const auto it = by_name_.find(known.name + " (government)"); it != by_name_.end())
          return it->second;
        const std::uint32_t party = add_party(known.name, EntityKind::authority, -1, at);
        a_.parties[party].country = known.country;
        a_.parties[party].nouns = {"state"};
        by_name_.emplace(known.name + " (government)", party);
        return party;
      }
      // "ITC" where the article names the International Trade Commission in full.
      if (words.size() == 1 && a_.tokens[c.begin].all_capitals)
        if (const auto it = acronyms_.find(words.front());
            it != acronyms_.end() && a_.parties[it->second].known != c.entity)
          return it->second;
      if (goes_by_another(c, words)) return known_by(join(words), c.entity, at);
      const std::uint32_t party = known_party(c.entity, at);
      index_words(words, party);
      if (words.size() > 2) index_words(split(known.name, ' '), party);
      return party;
    }
    const std::string name = join(words);
    if (const auto it = by_name_.find(name); it != by_name_.end()) return it->second;
    const bool suffixed = words.size() == 1 && c.end > c.begin + 1;  // "Texaco Inc"
    if (words.size() == 1 && !suffixed) {
      // The last word of a person, or the first of an organisation, already met.
      if (const auto it = by_last_.find(name); it != by_last_.end()) return it->second;
      if (const auto it = by_first_.find(name); it != by_first_.end()) return it->second;
      if (const auto it = acronyms_.find(name); it != acronyms_.end()) return it->second;
      if (const std::int32_t whole = abbreviated(c, name); whole >= 0)
        return static_cast<std::uint32_t>(whole);
      if (const std::int32_t maker = counted(c, name); maker >= 0) return known_party(maker, at);
      // "problems with Teslas", where the article speaks of Tesla.
      if (name.size() > 4 && name.back() == 's')
        if (const auto it = by_entity_.find(gazetteer_.exact(name.substr(0, name.size() - 1)));
            it != by_entity_.end())
          return it->second;
    } else if (const auto it = by_first_.find(words.front());
               it != by_first_.end() && words.size() == 2 &&
               company_words_.count(words.back()) != 0) {
      // "Nexxus Capital" after "Nexxus Capital Management".
      return it->second;
    }
    const EntityKind kind = guess_kind(c, words);
    const std::uint32_t party = add_party(name, kind, -1, at);
    const auto told = standing_.find(name);
    a_.parties[party].weak = kind == EntityKind::org && words.size() == 1 &&
                             told != standing_.end() && told->second <= 0;
    by_name_.emplace(name, party);
    index_words(words, party);
    return party;
  }

  // "LAMEX" after "Larkspur Mercantile Exchange": made of how the words of a longer name begin.
  // That party, else -1.
  std::int32_t abbreviated(const Candidate& c, const std::string& name) const {
    constexpr std::size_t kShortest = 3;
    constexpr std::size_t kLongest = 7;
    if (!a_.tokens[c.begin].all_capitals || name.size() < kShortest || name.size() > kLongest)
      return -1;
    const std::string lower = ascii_lower(name);
    for (std::uint32_t p = 0; p < a_.parties.size(); ++p) {
      const Party& party = a_.parties[p];
      if (party.kind != EntityKind::org && party.kind != EntityKind::authority) continue;
      if (party.name.size() <= 2 * name.size() || party.name[0] != name[0]) continue;
      const std::string whole = ascii_lower(party.name);
      if (begins_words(whole, 0, lower, 0)) return static_cast<std::int32_t>(p);
    }
    return -1;
  }

  // Whether `abbreviation` from `k` on is made of the first letters, three at most, of every word
  // of `name` from `at` on; "of", "the" and "and" need not take part.
  static bool begins_words(const std::string& name, std::size_t at, const std::string& abbreviation,
                           std::size_t k) {
    if (at >= name.size()) return k == abbreviation.size();
    std::size_t space = name.find(' ', at);
    if (space == std::string::npos) space = name.size();
    const std::string_view word = std::string_view(name).substr(at, space - at);
    if ((word == "of" || word == "the" || word == "and" || word == "for" || word == "&") &&
        begins_words(name, space + 1, abbreviation, k))
      return true;
    constexpr std::size_t kMostLetters = 3;
    for (std::size_t n = 1; n <= kMostLetters && n <= word.size(); ++n) {
      if (k + n > abbreviation.size() || word[n - 1] != abbreviation[k + n - 1]) return false;
      if (begins_words(name, space + 1, abbreviation, k + n)) return true;
    }
    return false;
  }

  // The known entity under another of its names, as a party of its own.
  std::uint32_t known_by(const std::string& name, std::int32_t entity, std::uint32_t at) {
    if (const auto it = by_name_.find(name); it != by_name_.end()) return it->second;
    const KnownEntity& known = lexicon_.entities()[static_cast<std::size_t>(entity)];
    const std::uint32_t party = add_party(name, known.kind, entity, at);
    by_name_.emplace(name, party);
    return party;
  }

  void index_words(const std::vector<std::string>& words, std::uint32_t party) {
    if (words.size() < 2) return;
    const EntityKind kind = a_.parties[party].kind;
    if (kind == EntityKind::place) return;
    if (kind == EntityKind::person) {
      by_last_.emplace(words.back(), party);
      return;
    }
    const std::string& first = words.front();
    const bool plain = first.size() > 2 && company_words_.count(first) == 0 &&
                       never_.count(first) == 0 && first_names_.count(first) == 0;
    if (plain || kind == EntityKind::org) by_first_.emplace(first, party);
    // Initials: "Korea Fair Trade Commission" -> KFTC.
    std::string initials;
    for (const std::string& word : words)
      if (word[0] >= 'A' && word[0] <= 'Z') initials += word[0];
    if (initials.size() >= 2) acronyms_.emplace(initials, party);
  }

  // "X (ABC)": ABC is X from here on.
  void learn_acronym(const Candidate& c, std::uint32_t party) {
    if (c.end + 2 >= a_.tokens.size() || a_.token_text(c.end) != "(") return;
    const Token& inside = a_.tokens[c.end + 1];
    if (a_.token_text(c.end + 2) != ")" || !inside.all_capitals) return;
    // "Spain's Markets and Competition Commission (CNMC)": by its short name it is known.
    Party& whole = a_.parties[party];
    const std::int32_t known = gazetteer_.exact(a_.token_text(c.end + 1));
    if (whole.known < 0 && whole.kind == EntityKind::authority && known >= 0 &&
        lexicon_.entities()[static_cast<std::size_t>(known)].kind == EntityKind::authority) {
      const KnownEntity& entity = lexicon_.entities()[static_cast<std::size_t>(known)];
      whole.nouns = entity.is;
      whole.country = entity.country;
    }
    by_name_.emplace(std::string(a_.token_text(c.end + 1)), party);
    aliases_.emplace(std::string(a_.token_text(c.end + 1)), party);
  }

  void note_title(std::string_view title) {
    for (std::uint32_t p = 0; p < a_.parties.size(); ++p) {
      const Party& party = a_.parties[p];
      if (party.kind == EntityKind::place || party.kind == EntityKind::product) continue;
      const std::size_t space = party.name.find(' ');
      const std::string first = party.name.substr(0, space);
      const std::string last = party.name.substr(party.name.rfind(' ') + 1);
      const bool person = party.kind == EntityKind::person;
      const std::size_t at = title.find(person ? last : party.name);
      const bool found =
          at != std::string_view::npos ||
          (!person && first.size() > 3 && title.find(first) != std::string_view::npos);
      if (found) a_.title_parties.push_back(p);
    }
    std::stable_sort(a_.title_parties.begin(), a_.title_parties.end(),
                     [&](std::uint32_t x, std::uint32_t y) {
                       return title.find(a_.parties[x].name) < title.find(a_.parties[y].name);
                     });
    // Acronyms introduced after their first use are found a second time round.
    for (Mention& mention : a_.mentions) {
      if (mention.token_end - mention.token_begin != 1) continue;
      const auto it = aliases_.find(std::string(a_.token_text(mention.token_begin)));
      if (it == aliases_.end()) continue;
      mention.parties = {it->second};
      mention.kind = a_.parties[it->second].kind;
    }
  }

  Analysis& a_;
  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const WordList& never_;
  const WordList& suffixes_;
  const WordList& company_words_;
  const WordList& company_nouns_;
  const WordList& first_names_;
  const WordList& titles_;
  const WordList& roles_;
  const WordList& things_;
  const WordList& person_nouns_;
  const WordList& product_nouns_;
  const WordList& place_nouns_;
  const WordList& goods_;
  const WordList& states_;
  const WordList& name_openers_;
  const WordList& agent_verbs_;
  std::unordered_map<std::string, int> standing_;  // name -> how far it acts like a company
  std::vector<bool> in_figure_;
  std::unordered_set<std::string_view> common_;  // words that the article writes small
  std::vector<Candidate> candidates_;
  std::vector<Candidate> doubtful_;
  std::unordered_set<std::string> introduced_;  // by the headline
  std::unordered_map<std::int32_t, std::uint32_t> by_entity_;
  std::unordered_set<std::int32_t> traded_;  // products that the article treats as businesses
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::unordered_map<std::string, std::uint32_t> by_first_;
  std::unordered_map<std::string, std::uint32_t> by_last_;
  std::unordered_map<std::string, std::uint32_t> acronyms_;
  std::unordered_map<std::string, std::uint32_t> aliases_;
  std::unordered_map<std::string, std::uint32_t>
      longer_;  // first word -> where a longer name begins
  std::unordered_map<std::string, std::uint32_t> alone_;  // name of one word -> its first token
  std::vector<std::size_t> late_;                         // candidates that a longer name may claim
};

}  // namespace

void find_names(Analysis& analysis, std::string_view title, const Lexicon& lexicon,
                const Gazetteer& gazetteer) {
  NameFinder(analysis, lexicon, gazetteer).run(title);
}

}  // namespace pactwatch
