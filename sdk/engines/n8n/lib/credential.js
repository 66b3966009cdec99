// SPDX-License-Identifier: Apache-2.0
// A kind of connection as a credential type of n8n, which encrypts what it holds.
'use strict';

const {escapeHtml} = require('./html.js');
const {iconOf} = require('./icon.js');

// Settings and credentials are apart in a plugin and beside each other in n8n.
function fieldsOf({parts}) {
  return Object.entries(parts).flatMap(([part, properties]) =>
    Object.entries(properties)
      .sort(([, a], [, b]) => (a['x-tp']?.order || 0) - (b['x-tp']?.order || 0))
      .map(([name, property]) => ({
        part, name, property, key: part === 'credentials' && parts.settings[name] ? 'credentials_' + name : name})));
}

function placeholderOf({examples = [], 'x-tp': form = {}}) {
  const example = form.placeholder ?? examples[0];
  return example === undefined || typeof example === 'object' ? undefined : String(example);
}

function parameter({key, name, property}, required) {
  const {title, description, enum: values, 'x-tp': form = {}} = property;
  const words = [title || name, ...(form.unit ? [`(${form.unit})`] : [])];
  const made = {
    displayName: words.join(' '), name: key, type: 'string', default: property.default ?? '', description,
    placeholder: placeholderOf(property), required};
  if (form.secret || form.widget === 'password') made.typeOptions = {password: true};
  if (property.type === 'boolean') return {...made, type: 'boolean', default: property.default ?? false};
  if (values) return {...made, type: 'options', options: values.map((value) => ({name: form.labels?.[value] || value, value}))};
  if (property.type === 'integer' && property.default !== undefined) return {...made, type: 'number'};
  return made;
}

// What a person does at the service, once.
function guide({description, guide: steps}) {
  if (steps.length === 0) return [];
  const list = steps.map((step) => `<li>${escapeHtml(step)}</li>`).join('');
  return [{displayName: `${escapeHtml(description || '')}<ol>${list}</ol>`, name: 'notice', type: 'notice', default: ''}];
}

function credentialType(kind) {
  const parameters = fieldsOf(kind).map((field) => parameter(field, kind.required.has(field.name)));
  const isAdvanced = new Map(fieldsOf(kind).map(({key, property}) => [key, Boolean(property['x-tp']?.advanced)]));
  parameters.sort((a, b) => isAdvanced.get(a.name) - isAdvanced.get(b.name));
  return {
    name: kind.typeName, displayName: `${kind.plugin.name} Tasks: ${kind.title}`, icon: iconOf(kind.plugin),
    properties: [...guide(kind), ...parameters]};
}

function typed(value, {type}) {
  if (type === 'integer' || type === 'number') return Number(value);
  if (type === 'boolean') return value === true || value === 'true';
  return value;
}

// What connect() takes, from what n8n has decrypted.
function documentOf(kind, data) {
  const made = {plugin: kind.plugin.id, type: kind.id, settings: {}, credentials: {}};
  for (const {part, name, key, property} of fieldsOf(kind)) {
    const value = data[key];
    if (value !== undefined && value !== null && value !== '') made[part][name] = typed(value, property);
  }
  return made;
}

module.exports = {credentialType, documentOf};
