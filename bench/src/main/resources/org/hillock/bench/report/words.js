/* Words and numbers: what every part of the page uses to build elements and to write figures. */
'use strict';

const data = JSON.parse(document.getElementById('data').textContent);

const byId = (id) => document.getElementById(id);

/** An element; children are elements or text, which is never read as HTML. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const escapes = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

/** Text for a tooltip, which is HTML. */
const esc = (text) => String(text).replace(/[&<>"']/g, (c) => escapes[c]);

/** Jackson writes what JSON has no number for as text: NaN, Infinity. */
const number = (value) => (value === null || value === undefined ? NaN : Number(value));

const SUPERSCRIPT = {'-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹'};

function power(exponent) {
  return '10' + String(exponent).replace(/./g, (c) => SUPERSCRIPT[c]);
}

/** A number with so many significant digits, large and small ones as powers of ten. */
function short(value, digits = 3) {
  const v = number(value);
  if (!Number.isFinite(v)) {
    return Number.isNaN(v) ? 'NaN' : v > 0 ? '∞' : '−∞';
  }
  if (v === 0) {
    return '0';
  }
  const magnitude = Math.abs(v);
  if (magnitude < 1e-3 || magnitude >= 1e5) {
    const [mantissa, exponent] = v.toExponential(digits - 1).split('e');
    return (mantissa + '·' + power(Number(exponent))).replace('-', '−');
  }
  return String(Number(v.toPrecision(digits))).replace('-', '−');
}

const percent = (share, digits = 0) => (100 * number(share)).toFixed(digits) + '\u00a0%';

const ulps = (value) => (number(value) === Infinity ? 'NaN or ±∞ for a number' : short(value) + ' ULP');

/** GELU_TANH as people say it. */
const spoken = (name) => name.replace(/_/g, ' ').replace(/\(axis -1\)/, '');

const list = (words) =>
  words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words[words.length - 1];

/** A table; the first column heads its rows, and columns of numbers stand to the right. */
function table(caption, headings, rows) {
  return el('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, ...headings.map((h) => el('th', {scope: 'col'}, h)))),
      el('tbody', {}, ...rows.map((row) =>
        el('tr', {}, ...row.map((cell, i) =>
          el(i ? 'td' : 'th', i ? {} : {scope: 'row'}, cell === null ? '–' : cell)))))));
}
