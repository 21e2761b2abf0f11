'use strict';
// What Meta's own library makes of seeded random and nasty inputs.
//   node generate.js <file> [inputs per key] [seed]
// Texts are UTF-16LE in base64: JSON readers reject the lone surrogates among them.
const fs = require('fs');
const { getNormalizedPII, getNormalizedAndHashedPII } = require('capi-param-builder-nodejs/src/piiUtil/PIIUtil');
const { samples, hazards } = require('./inputs');
const { casing } = require('./casing');

const [file, count = '3000', seed = '20261123'] = process.argv.slice(2);
const types = {
  em: 'email', ph: 'phone', fn: 'first_name', ln: 'last_name', db: 'date_of_birth', ge: 'gender', ct: 'city', st: 'state',
  zp: 'zip_code', country: 'country', external_id: 'external_id',
};
const appendixLength = '.AQQCAQMC'.length;

const encode = text => text === null ? null : Buffer.from(text, 'utf16le').toString('base64');

function wire(input, type) {
  const out = getNormalizedAndHashedPII(input, type);
  // a value that carries an appendix already comes back as it is, all others with one of this library
  return out === null || out === input.trim() ? out : out.slice(0, -appendixLength);
}

function judge(input, type) {
  try {
    const normalized = getNormalizedPII(input, type);
    return { input: encode(input), normalized: encode(normalized || null), wire: wire(input, type) };
  } catch {
    return { input: encode(input), throws: true };
  }
}

// a small generator with a seed, so that every run judges the same inputs (mulberry32)
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

console.error = () => { };
const random = generator(Number(seed));
const pick = list => list[Math.floor(random() * list.length)];
const year = new Date().getFullYear();
const keys = {};
for (const [key, type] of Object.entries(types)) {
  const inputs = new Set(count >= hazards(key).length ? hazards(key) : []);
  while (inputs.size < Number(count)) {
    inputs.add(samples(key, random, pick));
  }
  keys[key] = [...inputs].map(input => judge(input, type));
}
const text = value => JSON.stringify(value);
fs.writeFileSync(file, `{"year":${year},"casing":${text(casing())},"keys":{\n`
  + Object.entries(keys).map(([key, cases]) => `${text(key)}:[\n${cases.map(text).join(',\n')}]`).join(',\n') + '}}\n');
