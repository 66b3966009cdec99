// SPDX-License-Identifier: Apache-2.0
// From a property of a schema to a parameter of n8n.
'use strict';

const RESERVED = new Set(['authentication', 'resource', 'operation', 'additionalFields', 'options']);

function kindOf(property) {
  return [property.type].flat().find((kind) => kind && kind !== 'null') || 'any';
}

function isNullable(property) {
  return [property.type].flat().includes('null');
}

function isLarge(property) {
  return property.default === undefined && !(property.maximum <= Number.MAX_SAFE_INTEGER);
}

// How a value is asked for, and read back by input.js.
function sortOf(property) {
  const {'x-tp': form = {}, items, enum: choices} = property;
  const kind = kindOf(property);
  if (form.widget === 'file') return 'file';
  if (form.schemaFrom) return 'mapper';
  if (kind === 'array') return items?.properties ? 'items' : items?.enum ? 'choices' : 'list';
  if (kind === 'object') return form.widget === 'keyValue' ? 'entries' : 'json';
  if (choices) return 'choice';
  if (kind === 'boolean') return 'boolean';
  if (form.optionsFrom) return 'locator';
  if (kind === 'any') return 'json';
  // Identifiers are texts of digits: numbers of JavaScript would round them.
  return (kind === 'integer' || kind === 'number') && !isLarge(property) ? 'number' : 'text';
}

function choicesOf({enum: values, 'x-tp': form = {}}) {
  return values.filter((value) => value !== null).map((value) => ({name: form.labels?.[value] || String(value), value}));
}

function byOrder(properties) {
  return Object.entries(properties).sort(([, a], [, b]) => (a['x-tp']?.order || 0) - (b['x-tp']?.order || 0));
}

// Of a list of names and values: what its two members are called.
function membersOf({items: {required = [], properties}}) {
  const names = byOrder(properties).map(([name]) => name);
  const value = required.length === 1 ? required[0] : names[names.length - 1];
  return {name: names.find((name) => name !== value), value};
}

const SHAPES = {
  file: () => ({type: 'string', default: '', placeholder: 'data',
    hint: 'Names of the input\'s binary fields, separated by commas'}),
  mapper: ({form, paths}) => ({
    type: 'resourceMapper', noDataExpression: true, default: {mappingMode: 'defineBelow', value: null},
    typeOptions: {
      loadOptionsDependsOn: paths(form.schemaFrom.dependsOn),
      resourceMapper: {
        resourceMapperMethod: form.schemaFrom.source, mode: 'add', addAllFields: false, supportAutoMap: false,
        fieldWords: {singular: 'field', plural: 'fields'}}}}),
  items: ({property, title}) => ({
    type: 'fixedCollection', default: {}, placeholder: 'Add',
    typeOptions: {multipleValues: true}, options: [{
      name: 'item', displayName: title,
      values: byOrder(property.items.properties).map(([name, member]) =>
        parameterOf(name, member, {required: (property.items.required || []).includes(name)}))}]}),
  entries: ({title}) => ({
    type: 'fixedCollection', default: {}, placeholder: 'Add', typeOptions: {multipleValues: true}, options: [{
      name: 'entry', displayName: title, values: [
        {displayName: 'Name', name: 'name', type: 'string', default: ''},
        {displayName: 'Value', name: 'value', type: 'string', default: ''}]}]}),
  choices: ({property}) => ({type: 'multiOptions', options: choicesOf(property.items), default: []}),
  list: () => ({type: 'string', default: '', hint: 'Separated by commas; an expression may give a list'}),
  json: () => ({type: 'json', default: ''}),
  choice: ({property, isOptional}) => {
    const options = choicesOf(property);
    return {type: 'options', options, default: property.default ?? (isOptional ? options[0].value : '')};
  },
  boolean: ({property}) => ({type: 'boolean', default: property.default ?? false}),
  locator: ({form, paths, example}) => ({
    type: 'resourceLocator', default: {mode: 'list', value: ''}, placeholder: undefined,
    typeOptions: {loadOptionsDependsOn: paths(form.optionsFrom.dependsOn)},
    modes: [
      {displayName: 'From list', name: 'list', type: 'list',
        typeOptions: {searchListMethod: form.optionsFrom.source, searchable: true}},
      {displayName: 'Value', name: 'id', type: 'string', placeholder: example}]}),
  number: ({property}) => ({
    type: 'number', default: property.default ?? property.minimum ?? 0,
    typeOptions: {minValue: property.minimum, maxValue: property.maximum}}),
  text: ({form, property}) => ({
    type: 'string', default: property.default ?? '',
    typeOptions: ['textarea', 'richText'].includes(form.widget) ? {rows: form.rows || 4} : {}}),
};

function exampleOf({examples = [], 'x-tp': form = {}}) {
  const example = form.placeholder ?? examples[0];
  return example === undefined || typeof example === 'object' ? undefined : String(example);
}

// paths: from pointers into the input to what n8n calls these parameters.
function parameterOf(name, property, {required = false, isOptional = false, displayOptions, paths = () => []}) {
  const {title = name, description, 'x-tp': form = {}} = property;
  const example = exampleOf(property);
  const shape = SHAPES[sortOf(property)]({property, form, title, isOptional, paths, example});
  return {
    displayName: form.unit ? `${title} (${form.unit})` : title, name: parameterName(name), description,
    ...(example !== undefined && {placeholder: example}), ...shape, ...(required && {required}),
    ...(displayOptions && {displayOptions})};
}

function parameterName(name) {
  return RESERVED.has(name) ? 'input_' + name : name;
}

module.exports = {byOrder, choicesOf, isNullable, kindOf, membersOf, parameterName, parameterOf, sortOf};
