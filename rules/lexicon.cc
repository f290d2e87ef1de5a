#include "rules/lexicon.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/text.h"
#include "rules/toml.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

// Lemmas of more than one syllable whose last consonant doubles nevertheless.
bool doubles_last(std::string_view lemma) {
  static const std::unordered_set<std::string_view> late_stress = {
      "commit", "submit", "permit", "admit", "refer", "defer", "transfer", "prefer", "control",
      "cancel", "propel", "compel", "expel", "occur", "incur", "recur",    "unwrap", "rebut",
      "abet",   "outbid", "confer", "infer", "enrol", "refit", "omit",     "remit",  "equip"};
  if (late_stress.count(lemma) != 0) return true;
  const std::size_t n = lemma.size();
  if (n < 3) return false;
  const char last = lemma[n - 1];
  if (is_vowel(last) || last == 'w' || last == 'x' || last == 'y') return false;
  if (!is_vowel(lemma[n - 2]) || is_vowel(lemma[n - 3])) return false;
  return std::count_if(lemma.begin(), lemma.end(), is_vowel) == 1;  // one syllable: plan, drop
}

std::string third_person(const std::string& lemma) {
  const std::size_t n = lemma.size();
  if (n > 1 && lemma.back() == 'y' && !is_vowel(lemma[n - 2]))
    return lemma.substr(0, n - 1) + "ies";
  static const std::array<std::string_view, 6> sibilants = {"s", "x", "z", "ch", "sh", "o"};
  for (const std::string_view end : sibilants)
    if (lemma.size() > end.size() && std::string_view(lemma).substr(n - end.size()) == end)
      return lemma + "es";
  return lemma + "s";
}

std::string with_suffix(const std::string& lemma, const std::string& suffix) {
  const std::size_t n = lemma.size();
  if (suffix == "ed" && lemma.back() == 'e') return lemma + "d";
  if (suffix == "ing" && n > 2 && lemma.substr(n - 2) == "ie")
    return lemma.substr(0, n - 2) + "ying";
  if (suffix == "ing" && lemma.back() == 'e' && n > 2 && lemma[n - 2] != 'e' && lemma[n - 2] != 'o')
    return lemma.substr(0, n - 1) + "ing";
  if (suffix == "ed" && lemma.back() == 'y' && n > 1 && !is_vowel(lemma[n - 2]))
    return lemma.substr(0, n - 1) + "ied";
  if (doubles_last(lemma)) return lemma + lemma.back() + suffix;
  return lemma + suffix;
}

}  // namespace

// Fills a Lexicon from its files. A class of its own so that Lexicon itself stays immutable.
class LexiconLoader {
 public:
  explicit LexiconLoader(Lexicon& out) : out_(out) {}

  Status load(const fs::path& directory) {
    for (const char* folder : {"lexicon", "entities"}) {
      std::error_code error;
      std::vector<fs::path> files;
      for (const auto& entry : fs::directory_iterator(directory / folder, error))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
      if (error)
        return fail(ErrorCode::not_found, "cannot read the rules' folder: " + error.message(),
                    (directory / folder).string(), "point --rules at the folder that holds it");
      std::sort(files.begin(), files.end());  // the same order on every machine
      for (const fs::path& file : files)
        if (Status status = load_file(file); !status) return status;
    }
    return {};
  }

 private:
  Status load_file(const fs::path& file) {
    Result<toml::table> table = read_toml(file);
    if (!table) return tl::unexpected(table.error());
    for (const auto& [key, node] : *table) {
      if (Status status = load_key(file, std::string(key.str()), node); !status) return status;
    }
    return {};
  }

  Status load_key(const fs::path& file, const std::string& key, const toml::node& node) {
    static const std::unordered_map<std::string, EntityKind> kinds = {
        {"org", EntityKind::org},
        {"person", EntityKind::person},
        {"authority", EntityKind::authority},
        {"court", EntityKind::court},
        {"outlet", EntityKind::outlet},
        {"product", EntityKind::product},
        {"country", EntityKind::place}};
    if (key == "schema") return {};
    if (key == "class") return load_classes(file, node);
    if (key == "verb") return load_verbs(file, node);
    if (key == "effect") return load_effects(file, node);
    if (const auto kind = kinds.find(key); kind != kinds.end())
      return load_entities(file, node, kind->second, key == "country");
    Result<std::vector<std::string>> words = toml_strings(file, node, key);
    if (!words) return tl::unexpected(words.error());
    auto& list = out_.lists_[key];
    for (std::string& word : *words) {
      if (key == "city" || key == "region") add_place(word);
      list.insert(word);
    }
    return {};
  }

  Status load_classes(const fs::path& file, const toml::node& node) {
    static const std::unordered_map<std::string, Tag> tags = {{"determiner", Tag::determiner},
                                                              {"possessive", Tag::possessive},
                                                              {"pronoun", Tag::pronoun},
                                                              {"relative", Tag::relative},
                                                              {"preposition", Tag::preposition},
                                                              {"conjunction", Tag::conjunction},
                                                              {"clause", Tag::clause},
                                                              {"modal", Tag::modal},
                                                              {"auxiliary", Tag::auxiliary},
                                                              {"negation", Tag::negation},
                                                              {"adverb", Tag::adverb}};
    const toml::table* table = node.as_table();
    if (table == nullptr) return toml_error(file, node, "\"class\" must be a table");
    for (const auto& [key, words_node] : *table) {
      const auto tag = tags.find(std::string(key.str()));
      if (tag == tags.end())
        return toml_error(file, words_node,
                          "unknown word class \"" + std::string(key.str()) + "\"");
      Result<std::vector<std::string>> words = toml_strings(file, words_node, key.str());
      if (!words) return tl::unexpected(words.error());
      for (const std::string& word : *words) closed_.emplace(word, tag->second);
    }
    for (const auto& [word, tag] : closed_) out_.known(word).tag = tag;
    out_.known("to").tag = Tag::to;
    return {};
  }

  Status load_verbs(const fs::path& file, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return toml_error(file, node, "\"verb\" must be a table");
    std::unordered_map<std::string, std::vector<std::string>> irregular;
    if (const toml::table* rows = (*table)["irregular"].as_table())
      for (const auto& [lemma, forms_node] : *rows) {
        Result<std::vector<std::string>> forms = toml_strings(file, forms_node, lemma.str());
        if (!forms) return tl::unexpected(forms.error());
        if (forms->size() != 2)
          return toml_error(file, forms_node, "an irregular verb needs [past, past participle]");
        irregular[std::string(lemma.str())] = *forms;
      }
    std::unordered_set<std::string> doubtful;
    for (const char* list : {"doubtful", "verbs"}) {
      const toml::node* words_node = table->get(list);
      if (words_node == nullptr) continue;
      Result<std::vector<std::string>> words = toml_strings(file, *words_node, list);
      if (!words) return tl::unexpected(words.error());
      for (const std::string& lemma : *words) {
        const bool is_doubtful = std::string_view(list) == "doubtful";
        if (is_doubtful) doubtful.insert(lemma);
        if (out_.lemma_index_.count(lemma) == 0) add_verb(lemma, irregular, is_doubtful);
      }
    }
    return {};
  }

  void add_verb(const std::string& lemma,
                const std::unordered_map<std::string, std::vector<std::string>>& irregular,
                bool doubtful) {
    const auto index = static_cast<std::uint16_t>(out_.lemmas_.size());
    out_.lemmas_.push_back(lemma);
    out_.lemma_index_[lemma] = index;
    std::string past = with_suffix(lemma, "ed");
    std::string participle = past;
    if (const auto it = irregular.find(lemma); it != irregular.end()) {
      past = it->second[0];
      participle = it->second[1];
    }
    const std::array<std::pair<std::string, std::uint8_t>, 5> forms = {
        {{lemma, kBase},
         {third_person(lemma), kThird},
         {past, kPast},
         {participle, kParticiple},
         {with_suffix(lemma, "ing"), kGerund}}};
    for (const auto& [text, bit] : forms) {
      out_.forms_[index].emplace_back(text, bit);
      if (closed_.count(text) != 0) continue;  // "following", "left": the closed class wins
      Word& word = out_.known(text);
      if (word.lemma != 0 && word.lemma != index) continue;  // "found" stays a form of find
      word.tag = Tag::verb;
      word.lemma = index;
      word.forms = static_cast<std::uint8_t>(word.forms | bit);
      word.doubtful = doubtful && (bit == kBase || bit == kThird);
      if (doubtful && past == lemma) word.doubtful = true;
    }
  }

  Status load_effects(const fs::path& file, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return toml_error(file, node, "\"effect\" must be a table");
    for (const auto& [effect, words_node] : *table) {
      Result<std::vector<std::string>> words = toml_strings(file, words_node, effect.str());
      if (!words) return tl::unexpected(words.error());
      for (const std::string& word : *words)
        if (!out_.effects_.emplace(word, std::string(effect.str())).second)
          return toml_error(
              file, words_node,
              "\"" + word + "\" has the effect \"" + out_.effects_[word] + "\" already");
    }
    return {};
  }

  void add_place(const std::string& name) {
    KnownEntity entity;
    entity.name = name;
    entity.kind = EntityKind::place;
    add_entity(std::move(entity), {});
  }

  void add_entity(KnownEntity entity, const std::vector<std::string>& aliases) {
    const auto index = static_cast<std::uint32_t>(out_.entities_.size());
    out_.spellings_.emplace_back(entity.name, index);
    for (const std::string& alias : aliases) out_.spellings_.emplace_back(alias, index);
    out_.entities_.push_back(std::move(entity));
  }

  Status load_entities(const fs::path& file, const toml::node& node, EntityKind kind,
                       bool is_country) {
    static const std::vector<std::string> known = {
        "name", "alias",  "ticker",    "hq",   "country",  "is",   "makes", "owns", "parent",
        "of",   "common", "adjective", "code", "currency", "host", "wire",  "role"};
    const toml::array* rows = node.as_array();
    if (rows == nullptr) return toml_error(file, node, "entities must be a list of tables");
    for (const toml::node& row_node : *rows) {
      const toml::table* row = row_node.as_table();
      if (row == nullptr) return toml_error(file, row_node, "an entity must be a table");
      if (Status status = check_keys(file, *row, known); !status) return status;
      const auto text = [&](const char* key) {
        return (*row)[key].value<std::string>().value_or(std::string());
      };
      const auto strings = [&](const char* key) -> Result<std::vector<std::string>> {
        const toml::node* value = row->get(key);
        if (value == nullptr) return std::vector<std::string>();
        return toml_strings(file, *value, key);
      };
      KnownEntity entity;
      entity.kind = kind;
      entity.name = text("name");
      if (entity.name.empty()) return toml_error(file, row_node, "an entity needs a \"name\"");
      entity.country = is_country ? text("code") : text("country");
      entity.hq = text("hq");
      entity.of = text("of");
      entity.role = text("role");
      entity.common = (*row)["common"].value_or(false);
      Result<std::vector<std::string>> is = strings("is");
      Result<std::vector<std::string>> makes = strings("makes");
      Result<std::vector<std::string>> owns = strings("owns");
      Result<std::vector<std::string>> aliases = strings("alias");
      Result<std::vector<std::string>> adjectives = strings("adjective");
      for (const auto* list : {&is, &makes, &owns, &aliases, &adjectives})
        if (!*list) return tl::unexpected(list->error());
      entity.is = *is;
      entity.makes = *makes;
      entity.makes.insert(entity.makes.end(), owns->begin(), owns->end());
      for (const std::string& adjective : *adjectives)
        if (std::string& country = out_.adjectives_.insert(adjective); country.empty())
          country = entity.country;
      add_entity(std::move(entity), *aliases);
    }
    return {};
  }

  Lexicon& out_;
  std::unordered_map<std::string, Tag> closed_;
};

Result<Lexicon> Lexicon::load(const std::filesystem::path& directory) {
  Lexicon lexicon;
  LexiconLoader loader(lexicon);
  if (Status status = loader.load(directory); !status) return tl::unexpected(status.error());
  return lexicon;
}

Word& Lexicon::known(std::string_view lower) {
  Word& word = words_.insert(lower);
  if (word.id == 0) word.id = static_cast<std::uint32_t>(words_.size());
  return word;
}

void Lexicon::add_words(const std::vector<std::string>& words) {
  for (const std::string& word : words) known(word);
}

std::vector<std::pair<std::string, std::uint8_t>> Lexicon::forms_of(std::string_view lemma) const {
  const auto it = forms_.find(lemma_index(lemma));
  return it == forms_.end() ? std::vector<std::pair<std::string, std::uint8_t>>() : it->second;
}

std::uint16_t Lexicon::lemma_index(std::string_view lemma) const {
  const auto it = lemma_index_.find(lemma);
  return it == lemma_index_.end() ? 0 : it->second;
}

const std::string& Lexicon::effect(std::string_view lemma) const {
  static const std::string none;
  const auto it = effects_.find(lemma);
  return it == effects_.end() ? none : it->second;
}

const WordList& Lexicon::list(std::string_view name) const {
  static const WordList none;
  const auto it = lists_.find(name);
  return it == lists_.end() ? none : it->second;
}

bool Lexicon::in_list(std::string_view name, std::string_view word) const {
  return list(name).contains(word);
}

const std::string& Lexicon::country_of_adjective(std::string_view adjective) const {
  return adjectives_.find(adjective);
}

}  // namespace pactwatch
