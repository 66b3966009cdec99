// SPDX-License-Identifier: Apache-2.0
// What may be added to a form still, as a menu in groups: fields of the task, and of a field that holds
// names and values those that the account knows.
import {formOf} from './field.js';
import {t} from './server.js';

// Has entries with names: an object, or a list that the account gives names to.
export function hasEntries(property) {
  return [property.type].flat().includes('object') || Boolean(formOf(property).schemaFrom);
}

// Has objects that have no names.
export function hasItems(property) {
  return !hasEntries(property) && Boolean(property.items?.properties);
}

export function byOrder(properties) {
  return Object.entries(properties).sort(([, a], [, b]) => (formOf(a).order ?? 1e6) - (formOf(b).order ?? 1e6));
}

// Two fields of an account may have the same title.
function titleAmong(known, key, {title = key}) {
  const twins = known.filter(([, other]) => other.title === title);
  return twins.length > 1 ? title + ' (' + key + ')' : title;
}

function entriesToOffer(name, property, rows, known = []) {
  const title = property.title || name;
  if (rows.some((row) => row.isWhole)) return [];
  const offers = known.filter(([key]) => !rows.some((row) => row.key === key)).map(
    ([key, schema]) => [{name, key, sort: 'entry'}, titleAmong(known, key, schema)]);
  offers.push([{name, sort: 'free'}, t('form.byName', {title})]);
  if (rows.length === 0) offers.push([{name, sort: 'whole'}, t('form.whole', {title})]);
  return offers;
}

// group -> [[what to add, its text]]
function offersOf(properties, rows, known) {
  const groups = new Map();
  const put = (group, ...offers) => {
    if (offers.length > 0) groups.set(group, [...(groups.get(group) || []), ...offers]);
  };
  for (const [name, property] of byOrder(properties)) {
    const own = rows.filter((row) => row.name === name);
    const {advanced, group = t('form.fields')} = formOf(property);
    const title = property.title || name;
    if (hasEntries(property)) {
      put(title, ...entriesToOffer(name, property, own, byOrder(known[name]?.properties || {})));
    } else if (own.length === 0 || (hasItems(property) && !own.some((row) => row.isWhole))) {
      put(advanced ? t('form.more') : group, [{name, sort: 'field'}, title]);
    }
  }
  return groups;
}

export function fillMenu(select, properties, rows, known) {
  select.empty().append($('<option value="">').text(t('form.add')));
  const groups = [...offersOf(properties, rows, known)];
  const isLast = ([name]) => name === t('form.more');
  for (const [name, offers] of groups.sort((a, b) => isLast(a) - isLast(b))) {
    const group = $('<optgroup>').attr('label', name).appendTo(select);
    for (const [what, text] of offers) $('<option>').val(JSON.stringify(what)).text(text).appendTo(group);
  }
}
