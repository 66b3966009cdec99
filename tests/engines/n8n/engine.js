// SPDX-License-Identifier: Apache-2.0
// n8n's executor with a package of nodes, as a program that answers a line of JSON with a line of JSON.
//
//   engine.js FOLDER FD    the package as npm has installed it; answers are written to this file
//                          descriptor, since n8n talks on the others; its own packages are found by NODE_PATH
//
// What n8n's server adds is made by hand: credentials come with each question, in clear, and triggers
// do not run: their items come with the question as well, as n8n's pinned data.
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const {ExecutionLifecycleHooks, LoadOptionsContext, PackageDirectoryLoader, WorkflowExecute} = require('n8n-core');
const {LoggerProxy, Workflow} = require('n8n-workflow');

const ADDRESS = 'http://127.0.0.1/';
const [folder, answers] = process.argv.slice(2);
const loader = new PackageDirectoryLoader(folder);

function log(level) {
  return (message, more) => process.stderr.write(`${level} ${message} ${more ? JSON.stringify(more) : ''}\n`);
}

LoggerProxy.init({debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error')});

// Starts with pinned items, whatever it is called.
const trigger = {
  description: {
    displayName: 'Trigger', name: 'trigger', group: ['trigger'], version: [1, 2, 2.1, 2.2, 2.5], defaults: {}, inputs: [],
    outputs: ['main'], properties: []},
  async trigger() {
    return {};
  },
};

// In the place of an agent: calls its tool with what each item says, one after the other.
const agent = {
  description: {
    displayName: 'Agent', name: 'agent', group: ['transform'], version: 1, defaults: {}, inputs: ['main', 'ai_tool'],
    outputs: ['main'], properties: []},
  async execute() {
    const [tool] = await this.getInputConnectionData('ai_tool', 0);
    const answers = [];
    for (const {json} of this.getInputData()) answers.push({json: {said: await tool.invoke(json)}});
    return [answers];
  },
};

// As n8n's server offers a node to agents.
function asTool({description, ...type}) {
  const properties = [...description.properties, {
    displayName: 'Description', name: 'toolDescription', type: 'string', default: description.description}];
  return {...type, description: {...description, name: description.name + 'Tool', inputs: [], outputs: ['ai_tool'], properties}};
}

const base = path.dirname(require.resolve('n8n-nodes-base/package.json'));
const known = require(path.join(base, 'dist/known/nodes.json'));
const loaded = new Map();

function ofBase(name) {
  if (/Trigger$|^webhook$/.test(name)) return trigger;
  if (name === 'agent') return agent;
  const {className, sourcePath} = known[name];
  if (!loaded.has(name)) loaded.set(name, new (require(path.join(base, sourcePath))[className])());
  return loaded.get(name);
}

function credentialOfBase(name) {
  const {className, sourcePath} = require(path.join(base, 'dist/known/credentials.json'))[name];
  return new (require(path.join(base, sourcePath))[className])();
}

const nodeTypes = {
  getKnownTypes: () => ({}),
  getByName: (type) => nodeTypes.getByNameAndVersion(type),
  getByNameAndVersion(type, version) {
    const [from, name] = type.split('.');
    if (from !== loader.packageName) return versionOf(ofBase(name), version);
    return name.endsWith('Tool') ? asTool(loader.getNode(name.slice(0, -'Tool'.length)).type) : loader.getNode(name).type;
  },
};

function versionOf(type, version) {
  return 'nodeVersions' in type ? type.getNodeType(version) : type;
}

function additionalData(credentials, executionId) {
  return {
    executionId, hooks: new ExecutionLifecycleHooks('trigger', executionId, {}), currentNodeExecutionIndex: 0,
    variables: {}, webhookBaseUrl: ADDRESS, webhookWaitingBaseUrl: ADDRESS, webhookTestBaseUrl: ADDRESS, restApiUrl: ADDRESS,
    instanceBaseUrl: ADDRESS, formWaitingBaseUrl: ADDRESS, formBaseUrl: ADDRESS, logAiEvent() {},
    credentialsHelper: {
      isCredentialUsableByNode: () => true,
      getParentTypes: () => [],
      getCredentialsProperties: (type) => loader.getCredential(type).type.properties,
      getDecrypted: async (_, {id}) => credentials[id],
      authenticate: (data, type, request) => credentialOfBase(type).authenticate(data, request),
      preAuthentication: async () => undefined,
    },
  };
}

function workflowOf({id = 'w1', name = 'Test', nodes, connections, settings = {executionOrder: 'v1'}}) {
  return new Workflow({id, name, nodes, connections, active: false, nodeTypes, settings});
}

// One execution: how it ended, and what is kept for a retry.
async function run({workflow, credentials = {}, executionId, pinned, kept}) {
  const extra = additionalData(credentials, executionId);
  const made = workflowOf(workflow);
  for (const waiting of kept?.executionData.nodeExecutionStack || []) waiting.node = made.getNode(waiting.node.name);
  const started = performance.now();
  const full = kept
    ? new WorkflowExecute(extra, 'retry', kept).processRunExecutionData(made)
    : new WorkflowExecute(extra, 'trigger').run({workflow: made, pinData: pinned});
  const {data, status} = await full;
  const ms = performance.now() - started;
  const {runData, error} = data.resultData;
  const outputs = Object.fromEntries(Object.entries(runData).map(([node, runs]) =>
    [node, runs.flatMap((one) => one.data?.main ?? [])]));
  const hints = Object.values(runData).flat().flatMap((one) => one.hints || []).map(({message}) => message);
  return {status, error: error && {...error, name: error.name, message: error.message}, outputs, hints, ms, data};
}

// As n8n's server does before it runs an execution again, with the workflow as it is now.
function retry({data, ...more}) {
  const {resultData} = data;
  delete resultData.error;
  resultData.runData[resultData.lastNodeExecuted].pop();
  return run({...more, kept: data});
}

async function form({type, parameters, credentials = {}, nodeCredentials, method, args = []}) {
  const [kind, name] = method;
  const {type: node} = loader.getNode(type);
  const nodes = [{id: 'n', name: 'Node', type: `${loader.packageName}.${type}`, typeVersion: 1, position: [0, 0], parameters,
    credentials: nodeCredentials}];
  const made = workflowOf({nodes, connections: {}});
  const extra = {...additionalData(credentials, 'form'), currentNodeParameters: parameters};
  const context = new LoadOptionsContext(made, made.getNode('Node'), extra, 'parameters');
  return node.methods[kind][name].call(context, ...args);
}

const ANSWERS = {
  types: () => loader.types,
  known: () => loader.known,
  run,
  retry,
  form,
  test: ({type, credentialType, ...credential}) => loader.getNode(type).type.methods.credentialTest[credentialType].call({}, credential),
};

async function answer({ask, ...question}) {
  try {
    return {answer: await ANSWERS[ask](question)};
  } catch (error) {
    return {failed: error.stack};
  }
}

function tell(value) {
  fs.writeSync(Number(answers), JSON.stringify(value, (key, member) => (typeof member === 'bigint' ? String(member) : member)) + '\n');
}

async function main() {
  await loader.loadAll();
  tell({answer: 'ready'});
  for await (const line of readline.createInterface({input: process.stdin})) {
    tell(await answer(JSON.parse(line)));
  }
}

main().catch((error) => {
  process.stderr.write(error.stack + '\n');
  process.exitCode = 1;
});
