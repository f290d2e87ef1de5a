// A peer's reader of feeds or pages: node readers.js PEER FILE...
// Reads all files once to warm up, then again, and prints: files read with a result, milliseconds.
'use strict';
const fs = require('fs');
const zlib = require('zlib');
const { createRequire } = require('module');
const [peer, list] = process.argv.slice(2);
const bytes = (file) => {
  const data = fs.readFileSync(file);
  return (file.endsWith('.gz') ? zlib.gunzipSync(data) : data).toString('utf8');
};
const inputs = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean).map(bytes);
const own = createRequire(process.env.NODE_PATH + '/');

async function reader() {
  if (peer === 'feed-parser') {
    const { parseFeed } = own('@rowanmanning/feed-parser');
    return (text) => parseFeed(text).items.map((item) => item.title).length;
  }
  const { Readability } = own('@mozilla/readability');
  const { parseHTML } = own('linkedom');
  return (text) => {
    const article = new Readability(parseHTML(text).document).parse();
    return article && article.textContent.length;
  };
}

reader().then((read) => {
  const all = () => inputs.reduce((good, text) => {
    try { return good + (read(text) ? 1 : 0); } catch { return good; }
  }, 0);
  all();
  const begin = process.cpuUsage();
  const good = all();
  const spent = process.cpuUsage(begin);
  console.log(good, (spent.user + spent.system) / 1e3);
});
