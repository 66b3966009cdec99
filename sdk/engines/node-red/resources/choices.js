// SPDX-License-Identifier: Apache-2.0
// What an account knows: choices for a field while somebody types, and the fields of a form.
import {ask, t} from './server.js';

const PAUSE_MS = 250;

function shown({value, label, description}) {
  const element = $('<div class="tp-option">').text(label);
  const more = [String(value) === label ? '' : String(value), description || ''].filter((text) => text && text !== label);
  if (more.length > 0) $('<small>').text([...new Set(more)].join(' · ')).appendTo(element);
  return {value: String(value), label: element};
}

// A list in one text is completed at its end.
function split(text, isList) {
  const comma = isList ? text.lastIndexOf(',') + 1 : 0;
  return [text.slice(0, comma), text.slice(comma).trim()];
}

// For a typed input: (text, done) => ... question() gives {connection, task, input}. cancel() drops what
// has not come yet: a list that opens late would take the focus away from another field.
export function searchIn(source, isList, question, complain) {
  let timer;
  let round = 0;
  const search = (text, done) => {
    clearTimeout(timer);
    const mine = ++round;
    timer = setTimeout(async () => {
      const choices = await choicesFor(text);
      if (mine === round) done(choices);
    }, PAUSE_MS);
  };

  async function choicesFor(text) {
    const {connection, ...rest} = question();
    if (!connection) return [];
    const [before, wanted] = split(text, isList);
    try {
      const {items, needs} = await ask('options', {connection, ...rest, source, search: wanted});
      complain(needs?.length > 0 ? t('form.needsFirst') : '');
      const usable = items.filter(({disabled}) => !disabled).map(shown);
      return usable.map((item) => ({...item, value: before + (before && ' ') + item.value}));
    } catch (error) {
      complain(error.message);
      return [];
    }
  }

  search.cancel = () => {
    clearTimeout(timer);
    ++round;
  };
  return search;
}

// What the entries of a list or an object are called, and the schema of each: {as?, properties}.
export async function entriesOf(property, question) {
  const source = property['x-tp']?.schemaFrom?.source;
  const {connection, ...rest} = question();
  if (!source || !connection) return {properties: {}};
  const {schema = {}} = await ask('schema', {connection, ...rest, source});
  const {entries} = schema['x-tp'] || {};
  if (entries) return {as: [entries.name, entries.value], properties: entries.schema.properties || {}};
  return {properties: schema.properties || {}};
}
