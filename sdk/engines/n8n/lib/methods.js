// SPDX-License-Identifier: Apache-2.0
// What forms ask an account for: choices, custom fields, and whether the connection works.
'use strict';

const {credentialOf, withAccount} = require('./accounts.js');
const {choicesOf, kindOf} = require('./field.js');
const {literals} = require('./input.js');

const MOST = 100;

// source -> how a form asks, for every property of a schema and of what stands in it.
function sources(properties = {}, found = {options: new Set(), schemas: new Set()}) {
  for (const property of Object.values(properties)) {
    const {optionsFrom, schemaFrom} = property['x-tp'] || {};
    if (optionsFrom) found.options.add(optionsFrom.source);
    if (schemaFrom) found.schemas.add(schemaFrom.source);
    sources(property.items?.properties, found);
  }
  return found;
}

// The task that the form is about, and what the form holds so far.
async function ask(context, plugin, question) {
  const parameters = context.getCurrentNodeParameters() || {};
  const task = plugin.task(parameters.operation || plugin.tasks[0].operation);
  const {kind, credential} = await credentialOf(context, plugin, parameters.authentication);
  const input = literals(task, parameters);
  return withAccount(kind, credential, (connection) => question(connection, {task: task.id, input}, task.input.properties));
}

function titleOf(pointer, properties) {
  const name = pointer.split('/')[1];
  return properties[name]?.title || name;
}

function search(plugin, source) {
  return async function listSearch(wanted, pageToken) {
    const {items, nextPageToken} = await ask(this, plugin, async (connection, form, properties) => {
      const page = await connection.loadOptions(
        {...form, source, search: wanted || undefined, pageToken: pageToken || undefined, limit: MOST});
      const needs = (page.needs || []).map((need) => titleOf(need, properties));
      if (needs.length > 0) throw new Error(`Fill in first: ${needs.join(', ')}`);
      return page;
    });
    const results = items.filter(({disabled}) => !disabled)
      .map(({value, label, description}) => ({name: label, value: String(value), description}));
    return {results, ...(nextPageToken && {paginationToken: nextPageToken})};
  };
}

function mappedType(property) {
  if (property.enum) return {type: 'options', options: choicesOf(property)};
  const type = {boolean: 'boolean', integer: 'number', number: 'number', array: 'array', object: 'object'}[kindOf(property)];
  return {type: type || 'string'};
}

function mapping(plugin, source) {
  return async function mappedFields() {
    const {schema = {}} = await ask(this, plugin, (connection, form) => connection.resolveSchema({...form, source}));
    const {required = [], properties = {}} = schema['x-tp']?.entries?.schema || schema;
    const fields = Object.entries(properties).map(([id, property]) => ({
      id, displayName: property.title || id, required: required.includes(id), defaultMatch: false, canBeUsedToMatch: false,
      display: true, ...mappedType(property)}));
    return {fields, emptyFieldsNotice: 'The account has no such fields, or another field of this form is needed first.'};
  };
}

function credentialTest(kind) {
  return async function testCredential({id, data}) {
    try {
      const {report = [], user} = await withAccount(kind, {id, data}, (connection) => connection.verify());
      const faults = report.filter(({state}) => state !== 'ok' && state !== 'skipped').map(({text}) => text);
      const works = user?.name ? `It works, as ${user.name}.` : 'It works.';
      return {status: 'OK', message: [works, ...faults].join(' ')};
    } catch (error) {
      const remedy = error.code ? kind.plugin.remedy(error.code) : '';
      return {status: 'Error', message: error.message.includes(remedy) ? error.message : `${error.message} ${remedy}`};
    }
  };
}

function methodsOf(plugin) {
  const found = {options: new Set(), schemas: new Set()};
  for (const {input} of plugin.tasks) sources(input.properties, found);
  const all = (names, make) => Object.fromEntries([...names].map((name) => [name, make(plugin, name)]));
  return {
    listSearch: all(found.options, search), resourceMapping: all(found.schemas, mapping),
    credentialTest: Object.fromEntries(plugin.kinds.map((kind) => [kind.typeName, credentialTest(kind)])),
  };
}

module.exports = {methodsOf};
