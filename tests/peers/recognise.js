// A peer's recogniser in the manner of `pactwatch recognise --jsonl`:
//   node recognise.js PEER KIND < CASES > FOUND
// The last line of standard error tells the time spent in the peer alone, in milliseconds. Where a
// peer gives several readings of one date, all are handed on: the scorer takes the best of them.
'use strict';
const fs = require('fs');
const [peer, kind] = process.argv.slice(2);

const CURRENCIES = {
  dollar: 'USD', 'united states dollar': 'USD', euro: 'EUR', pound: 'GBP', 'british pound': 'GBP',
  'pound sterling': 'GBP', sterling: 'GBP', yen: 'JPY', 'japanese yen': 'JPY', yuan: 'CNY',
  'chinese yuan': 'CNY', renminbi: 'CNY', rupee: 'INR', 'indian rupee': 'INR', cent: 'USD',
  pence: 'GBP', penny: 'GBP', won: 'KRW', franc: 'CHF', 'canadian dollar': 'CAD',
  'australian dollar': 'AUD', 'hong kong dollar': 'HKD', krona: 'SEK', krone: 'NOK',
  'swedish krona': 'SEK', 'danish krone': 'DKK', 'norwegian krone': 'NOK', ruble: 'RUB',
  bitcoin: 'BTC', shekel: 'ILS', 'israeli new shekel': 'ILS', baht: 'THB', lira: 'TRY',
};
const MINOR = new Set(['cent', 'pence', 'penny']);

// Offsets of JavaScript count UTF-16 units, ours code points.
const points = (text, i) => Array.from(text.slice(0, i)).length;
const iso = (date) => date.toISOString().slice(0, 10);
const dayBefore = (day) => iso(new Date(Date.parse(day + 'T00:00:00Z') - 86400000));

function money(value, unit, code) {
  const name = String(unit || '').toLowerCase();
  return { value: MINOR.has(name) ? value / 100 : value, currency: code || CURRENCIES[name] || '' };
}

function recognizers() {
  const R = require('@microsoft/recognizers-text-suite');
  const run = {
    money: (t) => R.recognizeCurrency(t, R.Culture.English),
    percent: (t) => R.recognizePercentage(t, R.Culture.English),
    number: (t) => R.recognizeNumber(t, R.Culture.English),
    date: (t, day) => R.recognizeDateTime(t, R.Culture.English, R.DateTimeOptions.None, day),
  }[kind];
  return (text, reference) => {
    const day = reference ? new Date(reference + 'T12:00:00') : new Date();
    const found = [];
    for (const r of run(text, day)) {
      const at = { start: r.start, end: r.end + 1 };
      if (!r.resolution) continue;
      if (kind === 'money') {
        found.push({ ...at, ...money(Number(r.resolution.value), r.resolution.unit, r.resolution.isoCurrency) });
      } else if (kind !== 'date') {
        found.push({ ...at, value: parseFloat(r.resolution.value) });
      } else {
        for (const v of r.resolution.values || []) {
          if (v.type === 'date' || v.type === 'datetime') found.push({ ...at, iso: String(v.value).slice(0, 10) });
          if (v.type === 'daterange' && v.start && v.end)
            found.push({ ...at, iso: v.start + '/' + dayBefore(v.end) });
          else if (v.type === 'daterange' && (v.start || v.end)) found.push({ ...at, iso: v.start || v.end });
        }
      }
    }
    return found;
  };
}

function chrono() {
  const C = require('chrono-node');
  const form = (c) => {
    if (c.isCertain('day') || c.isCertain('weekday'))
      return [c.get('year'), c.get('month'), c.get('day')].map((n) => String(n).padStart(2, '0')).join('-');
    if (c.isCertain('month')) return c.get('year') + '-' + String(c.get('month')).padStart(2, '0');
    if (c.isCertain('year')) return String(c.get('year'));
    return null;
  };
  return (text, reference) => {
    const day = reference ? new Date(reference + 'T12:00:00Z') : new Date();
    const found = [];
    for (const r of C.parse(text, { instant: day, timezone: 'UTC' })) {
      const from = form(r.start);
      if (!from) continue;
      const to = r.end ? form(r.end) : null;
      found.push({ start: r.index, end: r.index + r.text.length, iso: to ? from + '/' + to : from });
    }
    return found;
  };
}

function compromise() {
  const nlp = require('compromise');
  const dates = require('compromise-dates');
  nlp.plugin(dates.default || dates);
  const spans = (view, make) => view.json({ offset: true }).map((item) => ({
    start: item.offset.start, end: item.offset.start + item.offset.length, ...make(item) }));
  return (text, reference) => {
    const doc = nlp(text);
    if (kind === 'money') return spans(doc.money(), (m) => money(m.money.num, m.money.currency));
    if (kind === 'percent') return spans(doc.percentages(), (p) => ({ value: p.number.num }));
    if (kind === 'number') return spans(doc.numbers(), (n) => ({ value: n.number.num }));
    return spans(doc.dates(reference ? { today: reference, timezone: 'UTC' } : { timezone: 'UTC' }), (d) => {
      const from = (d.dates.start || '').slice(0, 10);
      const to = (d.dates.end || '').slice(0, 10);
      return { iso: to && to !== from ? from + '/' + to : from };
    });
  };
}

const read = { recognizers, chrono, compromise }[peer]();
const cases = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const out = [];
const begin = process.hrtime.bigint();
for (const c of cases) {
  let found = [];
  try {
    found = read(c.text, (c.reference_time || '').slice(0, 10));
  } catch (error) {
    out.push({ c, found, error: String(error) });
    continue;
  }
  out.push({ c, found });
}
const spent = Number(process.hrtime.bigint() - begin) / 1e6;
for (const { c, found, error } of out) {
  const line = { id: c.id, found: found.map((f) => ({ ...f, start: points(c.text, f.start), end: points(c.text, f.end) })) };
  if (error) line.error = error;
  process.stdout.write(JSON.stringify(line) + '\n');
}
process.stderr.write(spent.toFixed(1) + '\n');
