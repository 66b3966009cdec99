// SPDX-License-Identifier: Apache-2.0
// From the parameters of a node to the input of a task. What has no value is left out.
'use strict';

const {parseJson} = require('task-plugins');
const {isNullable, kindOf, membersOf, parameterName, sortOf} = require('./field.js');

// As people write a list; one in quotes or brackets is the plugin's to read.
function listOf(text) {
  if (/["“«[]/.test(text)) return text;
  return text.split(',').map((item) => item.trim()).filter(Boolean);
}

function json(text, property) {
  if (typeof text !== 'string') return text;
  try {
    return parseJson(text);
  } catch {
    return kindOf(property) === 'any' ? text : Promise.reject(new Error(`${property.title} is no JSON.`));
  }
}

function pairs(value) {
  return Object.entries(value || {}).filter(([, member]) => member !== null && member !== undefined && member !== '');
}

function mapped(value, property) {
  if (!value.mappingMode) return value;
  const entries = pairs(value.value);
  if (entries.length === 0) return undefined;
  if (kindOf(property) === 'object') return Object.fromEntries(entries);
  const members = membersOf(property);
  return entries.map(([name, member]) => ({[members.name]: name, [members.value]: member}));
}

function entriesOf(value) {
  if (!Array.isArray(value.entry)) return value;
  return Object.fromEntries(value.entry.filter(({name}) => name !== '').map(({name, value: member}) => [name, member]));
}

function itemsOf(value, property, files) {
  if (!Array.isArray(value.item)) return value;
  return Promise.all(value.item.map((item) => inputOf(property.items.properties, item, files)));
}

// names: of the item's binary fields; files(name) gives {blob, file_name, content_type}.
async function filesOf(names, files) {
  const list = typeof names === 'string' ? names.split(',').map((name) => name.trim()).filter(Boolean) : [names].flat();
  return Promise.all(list.map((one) => (typeof one === 'string' ? files(one) : one)));
}

const READERS = {
  file: (value, property, files) => filesOf(value, files),
  mapper: mapped,
  items: itemsOf,
  entries: entriesOf,
  json,
  list: (value) => (typeof value === 'string' ? listOf(value) : value),
  locator: (value) => (value?.__rl ? value.value : value),
};

async function valueOf(given, property, files) {
  if (given === undefined || given === '') return undefined;
  if (given === null) return isNullable(property) ? null : undefined;
  const read = READERS[sortOf(property)];
  const value = read ? await read(given, property, files) : given;
  return value === '' || (value === null && !isNullable(property)) ? undefined : value;
}

// Of what the parameters `given` hold for these properties.
async function inputOf(properties, given, files) {
  const made = {};
  for (const [name, property] of Object.entries(properties)) {
    const key = parameterName(name);
    if (!Object.hasOwn(given, key)) continue;
    const value = await valueOf(given[key], property, files);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

// What a form holds before anything runs: no expressions, no files.
function literals(task, parameters) {
  const given = {...parameters.additionalFields, ...parameters};
  const made = {};
  for (const [name, property] of Object.entries(task.input.properties || {})) {
    const value = given[parameterName(name)];
    const known = value?.__rl ? value.value : value;
    const isSimple = ['string', 'number', 'boolean'].includes(typeof known) && known !== '';
    if (isSimple && !String(known).startsWith('=') && ['text', 'choice', 'locator', 'boolean', 'number'].includes(sortOf(property))) {
      made[name] = known;
    }
  }
  return made;
}

module.exports = {inputOf, literals};
