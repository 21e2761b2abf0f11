'use strict';
// Inputs: what shops print, and what has broken normalisers before.

const spaces = [' ', '\t', '\n', '\r\n', '\u00a0', '\u0085', '\ufeff', '\u2003', '\u3000', '\u200b', '\u180e', '\u2028', '\u1680'];
const odd = ['', '\0', '\u0001', '\u007f', '\ud800', '\udc00', '\ud83d\ude00', '\u0301', '\u0130', '\u0131', '\u03a3', '\u1e9e', '\u017f',
  '\u212a', '\u212b', '\ufb01', '\u01c5', '\u2019', '\u2014', '\u00df', '\u0660', '\uff11', '\u0410', '\u05d0', '\u4e2d', '\u1f88'];
const punctuation = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const digits = [...'0123456789'];
const accented = [...'àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿžščřłőűÀÉÎÕÜŞĞİÇŁ'];

const words = {
  em: ['john.doe@example.com', 'JANE@EXAMPLE.ORG', 'a+b@sub.example.co.uk', 'x_y-z@ex-ample.io', "o'neil@example.com", 'a@b.c', 'a:.b@c.de', 'ü@x.de'],
  ph: ['+1 (650) 555-1212', '0044 20 7946 0958', '+44 (0)20 7946 0958', '067 123 45 67', '650.555.1212', '911', '+49 151 12345678', '1-800-FLOWERS'],
  fn: ['Mary Jane', "O'Brien", 'JOSÉ', 'Łukasz', 'ΑΛΈΞΗΣ', 'İBRAHİM', '李明', 'Jean-Luc', 'Владимир', 'ΣΊΣΥΦΟΣ', 'Nguyễn'],
  db: ['1990-12-31', '31.12.1990', '12/31/1990', '2/3/1997', '19970216', '1997-02-16T10:00:00Z', '01.01.1850', '2027-01-01', '16021997', '5/1990/7', '99-1-2'],
  ge: ['male', 'Female', ' MR ', "ma'am", 'other', 'M.', 'm', 'F', 'HIS', 'K\u0130NG', '\u212aing'],
  ct: ['New York', 'São Paulo', 'Київ', '29 Palms', 'Seattle-98121', 'ZÜRICH', "Coeur d'Alene", 'St. Paul'],
  st: ['California', 'new york', 'NSW', 'Québec', 'Washington DC', 'State of West Virginia', 'Bayern', 'N.Y.', 'Arkansas', 'Kansas City', 'B C', 'x', 'Île-de-France',
    'district of columbia', 'Northern Virginia and Ohio', 'Newfoundland and Labrador'],
  zp: ['94035', '94035-1234', 'SW1A 1AA', '00-950', 'K1A\u00a00B1', '1', '75 018', 'D-10115', '1000-001', '１２３４５'],
  country: ['US', 'usa', 'United States', 'UK', 'Deutschland', 'Österreich', "Côte d'Ivoire", 'Côte d’Ivoire', 'XX', 'Romania', 'Guinea-Bissau', 'Republic of Indonesia',
    'DEU', 'Northern Ireland', 'South Sudan', 'British Virgin Islands', 'Korea, Republic of', 'Türkiye', 'Czechia', 'Nigeria (NG)', 'unknown', 'Dominican Republic of', 'France & Spain'],
  external_id: ['user-42', 'ID@DOMAIN.COM', '550e8400-e29b-41d4-a716-446655440000', 'КЛІЄНТ-7', 'a b\tc', 'ΟΔΟΣ'],
};
words.ln = words.fn;

const hash64 = '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f';
const hash32 = '2a6a84e9e44441afbd75cc19ce28be37';
const hashes = [hash64, hash32].flatMap(h => [h, h.toUpperCase(), ` ${h}\n`, `${h}\u0085`, `\ufeff${h}`, `${h}.Ag`, `${h}.BQ`, ` ${h}.Bg `, `${h}.XX`, `${h}.ag`,
  `${h}.AQQCAQMC`, `${h}.12345678`, `${h}.123456789`, `${h}..Ag`, `.${h}`, h.slice(1), h + '0', 'g' + h.slice(1), `${h}.`]);

exports.hazards = key => [...new Set([
  ...words[key], ...hashes, ...odd, ...spaces, ...punctuation,
  ...words[key].flatMap(w => spaces.map(s => s + w + s)), ...words[key].flatMap(w => [w.toUpperCase(), w.toLowerCase(), w + w, w.repeat(40)]),
  ...odd.flatMap(o => [o + o, 'A' + o, o + 'B', 'a' + o + 'b', 'AB' + o + 'CD', ' ' + o]),
])];

const alphabets = {
  em: [letters, digits, punctuation, ['@', '.', '@', '.', '-'], odd],
  ph: [digits, digits, digits, ['+', '(', ')', '-', ' ', '(0)', '00', 'x'], odd],
  db: [digits, digits, ['-', '.', '/', ' ', '19', '20', '0'], odd],
  zp: [digits, letters, ['-', ' '], odd, spaces],
};

// Half of them are known words with a few changes, half are characters of the key's alphabet.
exports.samples = (key, random, pick) => {
  const sets = alphabets[key] ?? [letters, letters, accented, spaces, punctuation, digits, odd];
  const character = () => pick(pick(sets));
  if (random() < 0.5) {
    return Array.from({ length: 1 + Math.floor(random() * 24) }, character).join('');
  }
  let text = pick(words[key]);
  for (let changes = Math.floor(random() * 4); changes > 0; changes--) {
    const at = Math.floor(random() * (text.length + 1));
    text = text.slice(0, at) + pick([character(), pick(spaces), pick(words[key])]) + text.slice(at + Math.floor(random() * 2));
  }
  return text;
};
