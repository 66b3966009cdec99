// SPDX-License-Identifier: Apache-2.0
// A plugin as a node type of n8n, with a form for each of its tasks.
'use strict';

const {NodeOperationError} = require('n8n-workflow');
const {byOrder, parameterName, parameterOf, sortOf} = require('./field.js');
const {iconOf} = require('./icon.js');
const {methodsOf} = require('./methods.js');
const {run} = require('./run.js');

function slug(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

// Required fields, and of those of which one has to be there the first.
function firstOf({required = [], 'x-tp': {oneRequired = []} = {}}) {
  return new Set([...required, ...oneRequired.slice(0, 1)]);
}

// Where parameters stand: the first ones and those with a form of their own above, all others among
// the additional ones.
function placesOf(task) {
  const first = firstOf(task.input);
  const properties = byOrder(task.input.properties || {});
  const isAbove = ([name, property]) => first.has(name) || sortOf(property) === 'mapper';
  return {
    above: [...properties.filter(([name]) => first.has(name)),
      ...properties.filter((one) => isAbove(one) && !first.has(one[0]))],
    more: properties.filter((one) => !isAbove(one)),
  };
}

function parametersOf(task, show) {
  const {above, more} = placesOf(task);
  const displayOptions = {show: {...show, operation: [task.operation]}};
  const names = new Set(above.map(([name]) => name));
  const paths = (pointers = []) => pointers.map((pointer) => {
    const name = pointer.split('/')[1];
    const value = sortOf(task.input.properties[name] || {}) === 'locator' ? '.value' : '';
    return (names.has(name) ? '' : 'additionalFields.') + parameterName(name) + value;
  });
  const required = new Set(task.input.required || []);
  const options = more.map(([name, property]) => parameterOf(name, property, {isOptional: true, paths}));
  return [
    ...above.map(([name, property]) =>
      parameterOf(name, property, {required: required.has(name), displayOptions, paths})),
    ...(options.length === 0 ? [] : [{
      displayName: 'Additional Fields', name: 'additionalFields', type: 'collection', placeholder: 'Add Field', default: {},
      options, displayOptions}]),
    runOptions(task, displayOptions),
  ];
}

function runOptions({dryRun}, displayOptions) {
  const check = {
    displayName: 'Only Check', name: 'dryRun', type: 'boolean', default: true,
    description: 'Whether to check everything and write nothing; the output is what would be sent'};
  return {
    displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add Option', default: {}, displayOptions,
    options: [
      {displayName: 'Done Once Per', name: 'once', type: 'string', default: '', placeholder: '={{ $json.id }}',
        description: 'What a piece of work is told by, such as the number of an answer: the same value is done once, ' +
          'in whichever execution. Otherwise it is the item of this execution, however often n8n retries it.'},
      ...(dryRun ? [check] : []),
      {displayName: 'Time Limit (Seconds)', name: 'timeout', type: 'number', default: 60, typeOptions: {minValue: 1},
        description: 'After which an item that is not done fails'}]};
}

function operations(tasks, show) {
  return {
    displayName: 'Operation', name: 'operation', type: 'options', noDataExpression: true, default: tasks[0].operation,
    ...(show && {displayOptions: {show}}),
    options: tasks.map(({operation, title, description}) =>
      ({name: title, value: operation, description, action: title}))};
}

// Tasks of a plugin that has groups of them are chosen in two steps.
function tasksOf({tasks}) {
  const groups = [...new Set(tasks.map(({group}) => group || ''))];
  if (tasks.length === 0) return [];
  if (groups.length === 1) return [operations(tasks), ...tasks.flatMap((task) => parametersOf(task))];
  const resource = {
    displayName: 'Resource', name: 'resource', type: 'options', noDataExpression: true, default: slug(groups[0]),
    options: groups.map((group) => ({name: group || 'Other', value: slug(group)}))};
  return [resource, ...groups.flatMap((group) => {
    const own = tasks.filter((task) => (task.group || '') === group);
    const show = {resource: [slug(group)]};
    return [operations(own, show), ...own.flatMap((task) => parametersOf(task, show))];
  })];
}

function authentication({kinds}) {
  if (kinds.length < 2) return [];
  return [{
    displayName: 'Connection', name: 'authentication', type: 'options', noDataExpression: true, default: kinds[0].id,
    options: kinds.map(({id, title, description}) => ({name: title, value: id, description}))}];
}

function credentialsOf({kinds}) {
  return kinds.filter((kind) => !kind.isEmpty).map(({id, typeName}) => ({
    name: typeName, required: true, testedBy: typeName,
    ...(kinds.length > 1 && {displayOptions: {show: {authentication: [id]}}})}));
}

function notice({reason}) {
  if (!reason) return [];
  return [{displayName: `This plugin cannot be used: ${reason}`, name: 'notice', type: 'notice', default: ''}];
}

function nodeType(plugin) {
  const name = plugin.tasks.length > 0 ? plugin.name + ' Tasks' : plugin.name;
  return {
    description: {
      displayName: plugin.reason ? `⚠ ${name}` : name, name: plugin.id, icon: iconOf(plugin), group: ['output'],
      version: 1, subtitle: '={{ $parameter["operation"] }}', description: plugin.reason || plugin.description || name,
      defaults: {name}, inputs: ['main'], outputs: ['main'], usableAsTool: true, credentials: credentialsOf(plugin),
      properties: [...notice(plugin), ...authentication(plugin), ...tasksOf(plugin)]},
    methods: methodsOf(plugin),
    async execute() {
      if (plugin.reason) throw new NodeOperationError(this.getNode(), `${plugin.name} cannot be used: ${plugin.reason}`);
      return [await run(this, plugin)];
    },
  };
}

module.exports = {nodeType};
