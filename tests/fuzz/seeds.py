#!/usr/bin/env python3
"""Writes what the fuzzers begin with: OUT/TARGET/*, from our own rules, tests and demo, and from the shared
collection of test data when there is one. Small files only: a fuzzer makes large ones by itself."""

import gzip
import json
import pathlib
import re
import sys
import tomllib

LARGEST = 16 << 10  # bytes
MOST = 400  # seeds a target and source

source = pathlib.Path(sys.argv[1])
out = pathlib.Path(sys.argv[2])
shared = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 and sys.argv[3] else None
count = {}


def seed(target, data):
    if isinstance(data, str):
        data = data.encode()
    if len(data) > LARGEST:
        return
    count[target] = count.get(target, 0) + 1
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{count[target]:04}").write_bytes(data)


def lines(path):
    if path.exists():
        with open(path, encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


# Rules, and the sentences in them.
for file in sorted((source / "rules/events").glob("*.toml")):
    text = file.read_text()
    for part in re.split(r"(?m)^(?=\[\[rule\]\])", text)[1:]:
        seed("rules", b"\0" + part.encode())
    for rule in tomllib.loads(text).get("rule", []):
        for example in rule.get("match", []) + rule.get("no_match", []):
            seed("extract", b"\5" + example["text"].encode())
            seed("figure", example["text"])
seed("rules", b"\1" + (source / "rules/macros.toml").read_bytes())
seed("rules", b"\2" + (source / "rules/stages.toml").read_bytes())
seed("rules", b"\3" + (source / "rules/lexicon/control.toml").read_bytes())
seed("rules", b"\4org = [{ name = \"Apple\", common = true }]\nproduct = [{ name = \"iPhone\", of = \"Apple\" }]\n")
for story in sorted((source / "daemon/newsroom").glob("*.toml")):
    for text in re.findall(r"'''(.*?)'''|\"\"\"(.*?)\"\"\"", story.read_text(), re.S):
        seed("extract", b"\7" + "".join(text).encode())

# What the tests of dates, links, configuration and wire hold as literals.
for target, file in {"feed_date": "fetcher/poller_test.cc", "url": "fetcher/url_test.cc"}.items():
    for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', (source / "tests" / file).read_text()):
        seed(target, literal)
for date in ["Tue, 12 May 2026 08:00:00 GMT", "2026-05-12T08:00:00+02:00", "20260512", "12/05/26 3:04 PM", "2026-05", "Tue May 12 08:00:00 2026",
             "Mar. 12 mai 2026 08:00:00 +0200", "2026-W19-2", "Thu, 31 Jun 99 24:00 EST", "2026-132T23:59:60.999Z"]:
    seed("feed_date", date)
seed("url", "utm_source=x\nUser-agent: *\nDisallow: /*?a=b$\nAllow: /%7Efoo\n")
seed("config", (source / "packaging/pactwatch.toml").read_bytes())
seed("config", re.sub(r"(?m)^# (?=[a-z\[])", "", (source / "packaging/pactwatch.toml").read_text()))
seed("config", '[[feed]]\nurl = "https://example.org/feed"\nevery = "5m"\n[[alert]]\nparties = ["OpenAI"]\n[bus]\npublish = "tcp://127.0.0.1:5555"\n')

article = {"id": "a", "url": "https://example.org/a", "outlet": "O", "title": "T", "published": "2026-05-12", "authors": ["X"], "text": "Nike bought Adidas.", "content_hash": "h"}
event = {"type": "acquisition", "acquirer": "Nike", "target": "Adidas", "amount": {"value": 2e9, "currency": "USD", "bound": "approx"}, "stage": "completed", "modality": "confirmed", "span": [0, 19], "rule": "acquisition.buy", "revision": 1}
cloud = {"specversion": "1.0", "id": "1", "source": "pactwatch:e", "type": "pactwatch.change.new", "subject": "nike-adidas", "time": "2026-05-12T08:00:00Z", "datacontenttype": "application/json", "dataschema": "urn:pactwatch:schema:change:1", "data": {"kind": "new"}}
for frames in [["change.a.new", "e", "3", "1", json.dumps(cloud)], ["heartbeat", "e", "3", "0", ""], ["1", "replay", "7", "change."],
               ["1", "item", "change.a.new", "e", "3", "1", "{}"], ["1", "done", "e", "3", "3"], ["1", "error", "why"],
               ["article/1", "i", json.dumps(article)], ["extraction/1", "i", json.dumps(article), "r", "", json.dumps([event])]]:
    seed("wire", b"\xff".join(f.encode() for f in frames))
for example in sorted((source / "docs").rglob("*.json")):
    seed("change", example.read_bytes())
value = {"amount": {"value": 38e9, "currency": "USD"}, "percent": 20, "stage": "agreed", "until": "2030"}
seed("change", json.dumps({"seq": 3, "id": "x", "kind": "value_changed", "cause": "article", "relationship": "microsoft|openai", "parties": ["Microsoft", "OpenAI"],
                           "term": "revenue_share.cap", "status": "reported", "before": value, "after": value, "origins": 2, "recorded": "2026-05-12T08:00:00Z",
                           "claims": [{"article": "a", "url": "https://example.org/a", "outlet": "O", "published": "2026-05-12", "sentence": "S.", "attribution": "O", "rule": "r", "revision": 1}]}))

rss = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><link>https://example.org/</link><item><title>a &amp; b</title><link>/a</link><pubDate>Tue, 12 May 2026 08:00:00 GMT</pubDate><description><![CDATA[<p>x</p>]]></description></item></channel></rss>'
atom = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title type="html">T</title><entry><id>1</id><link href="a"/><updated>2026-05-12T08:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content></entry></feed>'
jsonfeed = '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":1,"url":"/a","content_html":"<p>x","date_published":"2026-05-12T08:00:00Z","authors":[{"name":"N"}]}]}'
sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a</loc><news:news><news:title>T</news:title><news:publication_date>2026-05-12</news:publication_date></news:news></url></urlset>'
for text in [rss, atom, jsonfeed, sitemap]:
    seed("feed", b"\0" + text.encode())
seed("json_feed", jsonfeed)
seed("opml", '<?xml version="1.0"?><opml version="2.0"><head><title>T</title></head><body><outline text="F"><outline type="rss" text="a &amp; b" xmlUrl="https://example.org/feed"/></outline><outline xmlUrl="http://example.org/2"/></body></opml>')
seed("envelope", json.dumps({"specversion": "1.0", "id": "1", "source": "pactwatch:e", "type": "pactwatch.change.new", "subject": "a|b", "time": "2026-05-12T08:00:00Z", "datacontenttype": "application/json", "dataschema": "urn:pactwatch:schema:change:1", "data": {"seq": 1}}))
key = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
seed("keys", f"public {key}\nsecret {key}\n")
seed("keys", f"# remark\n{key} desk one\n")
seed("page", b"\0<!doctype html><html lang=en><head><title>T - O</title><meta property=og:site_name content=O><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-05-12\",\"author\":[{\"name\":\"N\"}]}</script></head><body><nav><a href=/>x</a></nav><article><h1>T</h1><p>"
     + b"Nike bought Adidas for $2 billion, it said on Tuesday, and more of it follows. " * 8 + b"</p><ul><li>x<table><tr><td>1</table></ul></article></body></html>")

if shared:
    files = sorted((shared / "feeds/data").rglob("*"))
    small = [f for f in files if f.is_file() and f.stat().st_size <= LARGEST]
    for file in small[:: max(1, len(small) // MOST)]:
        seed("feed", b"\0" + file.read_bytes())
        if file.read_bytes().lstrip()[:1] == b"{":
            seed("json_feed", file.read_bytes())
    pages = sorted((shared / "articles/html").rglob("*.gz"), key=lambda f: f.stat().st_size)[:60]
    for file in pages:
        seed("page", b"\0" + gzip.decompress(file.read_bytes()))
    for kind in ["money", "percent", "number", "date"]:
        for case in list(lines(shared / f"recognisers/{kind}.jsonl"))[:MOST]:
            seed("figure", case["text"])
    story = shared / "corpus/seed-article.txt"
    if story.exists():
        seed("extract", b"\5" + story.read_bytes())
    for case in list(lines(shared / "events/reuters.jsonl"))[:MOST // 2]:
        seed("extract", b"\1" + case.get("text", "").encode())

print(", ".join(f"{target} {n}" for target, n in sorted(count.items())))
