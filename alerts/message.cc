#include "alerts/message.h"

#include "alerts/render.h"
#include "core/json.h"
#include "core/text.h"

namespace pactwatch::alerts {
namespace {

using nlohmann::json;

// Text in HTML and XML. Control characters, which XML 1.0 forbids, become spaces.
std::string escape(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') c = ' ';
  std::string out;
  append_escaped(out, text, MarkupPlace::attribute);
  return out;
}

// Links of articles lead to the web and nowhere else.
bool is_web(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string html_of(const ChangeView& change) {
  const std::string sure = standing(change);
  std::string out = "<p><strong>" + escape(headline(change)) + "</strong>";
  if (!sure.empty()) out += "<br>" + escape(sure);
  out += "</p>\n";
  if (const std::string quote = quotation(change); !quote.empty())
    out += "<blockquote>" + escape(quote) + "</blockquote>\n";
  for (const ClaimView& claim : change.claims) {
    if (!is_web(claim.url)) continue;
    out += "<p><a href=\"" + escape(claim.url) + "\">" +
           escape(claim.outlet + (claim.title.empty() ? "" : ": " + claim.title)) + "</a></p>\n";
  }
  return out;
}

}  // namespace

std::string subject(const Message& message) {
  std::string out = headline(message.changes.back().view);
  if (message.changes.size() > 1)
    out += " (and " + std::to_string(message.changes.size() - 1) + " more)";
  return out;
}

std::string plain_text(const Message& message) {
  std::string out;
  for (const ToldChange& change : message.changes) {
    if (!out.empty()) out += '\n';
    for (const std::string& line : render(change.view)) out += line + "\n";
    out += "  number " + std::to_string(change.view.seq) + ": pactwatch explain " +
           std::to_string(change.view.seq) + "\n";
  }
  return out;
}

std::string html(const Message& message) {
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                    escape(subject(message)) + "</title></head>\n<body>\n";
  for (const ToldChange& change : message.changes) out += html_of(change.view);
  return out + "<p><small>pactwatch, subscription " + escape(message.subscription) +
         "</small></p>\n</body></html>\n";
}

std::string payload(const Message& message) {
  json changes = json::array();
  for (const ToldChange& change : message.changes) changes.push_back(change.json);
  std::size_t left_out = 0;
  bool short_claims = false;
  for (;;) {
    json data = {{"subscription", message.subscription},
                 {"headline", subject(message)},
                 {"changes", changes}};
    if (left_out > 0) data["left_out"] = left_out;
    std::string out = dump_json(
        {{"type", "pactwatch.changes"}, {"timestamp", message.timestamp}, {"data", data}});
    if (out.size() < kMostPayload || changes.empty()) return out;
    if (!short_claims) {
      for (json& change : changes)
        if (change.contains("claims") && change["claims"].size() > 1)
          change["claims"] = json::array({change["claims"][0]});
      short_claims = true;
      continue;
    }
    changes.erase(changes.size() - 1);
    ++left_out;
  }
}

std::string atom(const std::string& id, const std::string& title,
                 const std::vector<ToldChange>& changes) {
  const std::string updated =
      changes.empty() ? std::string("1970-01-01T00:00:00Z") : changes.front().view.recorded;
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
      "<id>" +
      escape(id) + "</id>\n<title>" + escape(title) + "</title>\n<updated>" + escape(updated) +
      "</updated>\n<author><name>pactwatch</name></author>\n";
  for (const ToldChange& change : changes) {
    const ChangeView& view = change.view;
    out += "<entry>\n<id>urn:pactwatch:change:" + escape(view.id) + "</id>\n<title>" +
           escape(headline(view)) + "</title>\n<updated>" + escape(view.recorded) + "</updated>\n";
    for (const ClaimView& claim : view.claims) {
      if (!is_web(claim.url)) continue;
      out += "<link rel=\"alternate\" href=\"" + escape(claim.url) + "\"/>\n";
      break;
    }
    out += "<content type=\"html\">" + escape(html_of(view)) + "</content>\n</entry>\n";
  }
  return out + "</feed>\n";
}

}  // namespace pactwatch::alerts
