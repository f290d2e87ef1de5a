#include "daemon/verb.h"

namespace pactwatch {

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      {"init", "PARTY [PARTY...]", "write a configuration with public feeds for these parties",
       verb_init},
      {"run", "[--config FILE] [--feed URL]...", "read the news until stopped", verb_run},
      {"watch", "[--since SEQ] [--json]", "follow a running daemon: every change once", verb_watch},
      {"doctor", "[--config FILE] [--data DIR]", "check all that the daemon needs", verb_doctor},
      {"state", "PARTY [PARTY...] [--as-of TIME]", "what is held of a relationship", verb_state},
      {"timeline", "PARTY [PARTY...]", "how it came about", verb_timeline},
      {"diff", "PARTY [PARTY...] --from DATE --to DATE", "what moved between two days", verb_diff},
      {"party", "NAME", "what is known of one party, and with whom", verb_party},
      {"changes", "[--since SEQ] [--json]", "the numbered changes", verb_changes},
      {"explain", "CHANGE|FACT", "who said so, in which words, and the rule that read it",
       verb_explain},
      {"claims", "[PARTY...] [--json]", "who said what", verb_claims},
      {"entity", "merge|split|undo|list", "judge which names are one; nothing recorded is lost",
       verb_entity},
      {"subscribe", "NAME --webhook|--mail|--atom|--command TO", "be told of changes",
       verb_subscribe},
      {"unsubscribe", "NAME", "be told no more", verb_unsubscribe},
      {"subscriptions", "[--json]", "who is told what", verb_subscriptions},
      {"silence", "add|list|end", "what nobody is told for a while", verb_silence},
      {"deliveries", "[--dead] [--retry NUMBER]", "what was told, and what could not be",
       verb_deliveries},
      {"articles", "[--json]", "what was read", verb_articles},
      {"replay", "[--since DATE] [--dry-run] | --into DIR",
       "read the archive once more with today's rules", verb_replay},
      {"backup", "FILE", "a copy of the ledger while it is in use", verb_backup},
      {"restore", "FILE", "put a backup in the ledger's place", verb_restore},
      {"export", "facts|changes|claims|archive [--csv]", "the ledger as JSON lines or CSV",
       verb_export},
      {"import", "FILE|-", "make a ledger of an exported archive", verb_import},
      {"check", "[--json]", "whether every promise of the ledger holds", verb_check},
      {"prune", "--older-than DURATION", "drop the texts of articles that told nothing",
       verb_prune},
      {"feeds", "list|show|check|add|pause|resume|remove|import|export",
       "what is polled, how it fares, and what else should be", verb_feeds},
      {"recognise", "[--jsonl] --kind KIND", "find money, percentages, numbers or dates",
       verb_recognise},
      {"rules", "test|check|list|try|why|bench",
       "work on the rules: run their examples, see what they read, and why not", verb_rules},
      {"article", "[--jsonl] [FILE...]", "read article pages and print their text", verb_article},
      {"feed", "[--jsonl] [FILE...]", "read feeds and print their entries", verb_feed},
      {"extract", "[--jsonl] [FILE...]", "read articles and print the events they tell",
       verb_extract},
      {"keygen", "FILE", "make a key pair, to speak with a daemon over the network", verb_keygen},
      {"keys", "allow|revoke|list", "say whose keys a daemon lets in", verb_keys},
      {"newsroom", "[--port N] [--tick MS]",
       "serve invented outlets that tell a story, to try it out", verb_newsroom},
  };
  return all;
}

}  // namespace pactwatch
