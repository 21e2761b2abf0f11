'use strict';
// JavaScript's lower-casing as data: mappings, and the two properties that decide the final sigma.

function ranges(holds) {
  const result = [];
  for (let c = 0; c <= 0x10ffff; c++) {
    if (!holds(c)) continue;
    const last = result[result.length - 1];
    if (last && last[1] === c - 1) last[1] = c;
    else result.push([c, c]);
  }
  return result;
}

const endsWithFinalSigma = text => text.toLowerCase().endsWith('\u03c2');
const isAssigned = c => !/\p{Cn}|\p{Cs}/u.test(String.fromCodePoint(c));
const isCased = c => endsWithFinalSigma(String.fromCodePoint(c) + '\u03a3');
const isIgnored = c => !isCased(c) && endsWithFinalSigma('A' + String.fromCodePoint(c) + '\u03a3');

exports.casing = () => {
  const lower = [];
  for (let c = 0; c <= 0x10ffff; c++) {
    const text = String.fromCodePoint(c);
    if (isAssigned(c) && c !== 0x3a3 && text.toLowerCase() !== text) {
      lower.push([c, ...[...text.toLowerCase()].map(x => x.codePointAt(0))]);
    }
  }
  return {
    assigned: ranges(isAssigned),
    cased: ranges(c => isAssigned(c) && isCased(c)),
    ignored: ranges(c => isAssigned(c) && isIgnored(c)),
    whiteSpace: ranges(c => /\s/.test(String.fromCodePoint(c)) && c <= 0xffff),
    lower,
  };
};
