// SPDX-License-Identifier: Apache-2.0
// JSON whose integers keep every digit. JSON.parse() makes a number of 64 bits a rounded one.
'use strict';

const {randomUUID} = require('crypto');

// Stands before the digits of an integer that travels as a text through JSON.parse() and
// JSON.stringify(); no other text begins like that.
const mark = randomUUID() + ':';
const marked = new RegExp('"' + mark + '(-?\\d+)"', 'g');
const tokens = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function isUnsafe(token) {
  return token.length > 15 && /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}

// Parses like JSON.parse(), but an integer beyond 2^53 becomes a BigInt, or with
// {unsafeIntegers: 'text'} a string of its digits.
function parseJson(text, {unsafeIntegers = 'bigint'} = {}) {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const revive = unsafeIntegers === 'text' ? String : BigInt;
  return JSON.parse(
    text.replace(tokens, (token) => (isUnsafe(token) ? '"' + mark + token + '"' : token)),
    (key, value) => (typeof value === 'string' && value.startsWith(mark) ? revive(value.slice(mark.length)) : value));
}

// Writes like JSON.stringify(), and a BigInt as its digits.
function stringifyJson(value) {
  let found = false;
  const text = JSON.stringify(value, function (key, given) {
    if (typeof this[key] !== 'bigint') return given;
    found = true;
    return mark + this[key];
  });
  return found ? text.replace(marked, '$1') : text;
}

// What the plugin takes: a text is passed on as it is.
function jsonText(value, what) {
  const text = typeof value === 'string' ? value : stringifyJson(value === undefined ? {} : value);
  if (typeof text !== 'string') throw new TypeError(what + ' must be an object or a text with JSON');
  return text;
}

module.exports = {parseJson, stringifyJson, jsonText};
