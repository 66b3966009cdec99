// SPDX-License-Identifier: Apache-2.0
// Runs a task for all items of a node at once: the plugin gets them together and may send them in bulk.
'use strict';

const {parseJson} = require('task-plugins');
const {credentialOf, withAccount} = require('./accounts.js');
const {failureOf} = require('./failure.js');
const {parameterName} = require('./field.js');
const {inputOf} = require('./input.js');
const {Work} = require('./work.js');

const MOST_HINTS = 5;

function filesOfItem(context, index) {
  return async (name) => {
    const {fileName, mimeType} = context.helpers.assertBinaryData(index, name);
    return {blob: await context.helpers.getBinaryDataBuffer(index, name), file_name: fileName, content_type: mimeType};
  };
}

// The parameters of this node that are fields of the task's. n8n makes the types of mapped values right
// when it is asked for the values alone.
function placesIn({parameters}, {input}) {
  return Object.keys(input.properties || {}).map(parameterName).filter((name) => Object.hasOwn(parameters, name))
    .map((name) => ({name, isMapped: Boolean(parameters[name]?.mappingMode && parameters[name].value)}));
}

// Parameters of one item, those of the collection beside the others.
function givenOf(context, places, index) {
  const given = {...context.getNodeParameter('additionalFields', index, {})};
  for (const {name, isMapped} of places) {
    given[name] = context.getNodeParameter(name, index, '');
    if (isMapped) given[name].value = context.getNodeParameter(name + '.value', index);
  }
  return given;
}

async function requestOf(context, {task, places, work}, index) {
  const input = await inputOf(task.input.properties || {}, givenOf(context, places, index), filesOfItem(context, index));
  const {once, dryRun, timeout} = context.getNodeParameter('options', index, {});
  return {
    task: task.id, input, ...work.options(index, input, once), ...(dryRun && {dryRun: true}),
    ...(timeout > 0 && {timeoutMs: timeout * 1000})};
}

// Integers that JavaScript would round are texts of their digits, since other nodes know no BigInt.
function outputOf({outputJson}) {
  const output = parseJson(outputJson, {unsafeIntegers: 'text'});
  return typeof output === 'object' && output !== null && !Array.isArray(output) ? output : {result: output};
}

function warn(context, outcomes) {
  const texts = new Set(outcomes.flatMap(({value}) => (value?.warnings || []).map(({message}) => message)));
  const hints = [...texts].slice(0, MOST_HINTS).map((message) => ({message, location: 'outputPane', type: 'warning'}));
  if (hints.length > 0) context.addExecutionHints?.(...hints);
}

// An outcome for each item; one whose parameters cannot be read does not keep the others from running.
async function outcomesOf(context, plugin, task, work, count) {
  const all = {task, work, places: placesIn(context.getNode(), task)};
  const requests = await Promise.allSettled(
    Array.from({length: count}, (_, index) => requestOf(context, all, index)));
  const ready = requests.filter(({status}) => status === 'fulfilled').map(({value}) => value);
  if (ready.length < count && !context.continueOnFail()) return requests.map(({reason}) => ({reason}));
  const {kind, credential} = await credentialOf(context, plugin, context.getNodeParameter('authentication', 0, ''), 0);
  const signal = context.getExecutionCancelSignal?.();
  const ended = ready.length === 0 ? [] : await withAccount(kind, credential, (connection) => connection.submit(ready, {signal}));
  let next = 0;
  return requests.map((request) => (request.status === 'fulfilled' ? ended[next++] : request));
}

// Told by these names, n8n sends it to the error output, where the node has one.
function failedItem(failure, index) {
  return {json: {error: failure.message, details: failure.context.data}, pairedItem: {item: index}};
}

async function run(context, plugin) {
  const count = context.getInputData().length;
  const task = plugin.task(context.getNodeParameter('operation', 0));
  const work = new Work(context);
  let outcomes;
  try {
    outcomes = await outcomesOf(context, plugin, task, work, count);
  } catch (error) {
    // None was begun.
    outcomes = Array.from({length: count}, () => ({reason: error}));
  }
  work.ended(outcomes);
  const failures = outcomes.map(({reason}, index) => reason && failureOf(context, plugin, reason, index));
  const failed = failures.filter(Boolean);
  if (failed.length > 0 && !context.continueOnFail()) {
    if (count > 1) failed[0].description = `${failed[0].description || ''} ${failed.length} of ${count} items failed.`.trim();
    throw failed[0];
  }
  warn(context, outcomes);
  return outcomes.map(({value}, index) =>
    (failures[index] ? failedItem(failures[index], index) : {json: outputOf(value), pairedItem: {item: index}}));
}

module.exports = {run};
