// SPDX-License-Identifier: Apache-2.0
// Registers in the editor what the runtime has registered: a connection for each plugin, and a node
// for each task.
import {AccountForm, accountTemplate} from './account_form.js';
import {helpOf} from './help.js';
import {catalogue, t} from './server.js';
import {TaskForm, isComplete} from './task_form.js';

const MODULE = 'node-red-contrib-task-plugins';
const COLOUR = '#d5e3e8';

let accountForm;

function put(kind, type, content) {
  $('<script type="text/html">').attr('data-' + kind + '-name', type).text(content).appendTo(document.body);
}

// Icons of plugins lie in their own folders, beside those that Node-RED knows.
function iconOf(plugin) {
  if (!plugin.icon) return 'task.svg';
  const file = '../../task-plugins/icons/' + plugin.id + '.svg';
  (RED.nodes.getIconSets()[MODULE] ??= []).push(file);
  return MODULE + '/' + file;
}

function registerAccount(plugin) {
  put('template', plugin.accountType, accountTemplate(plugin));
  put('help', plugin.accountType, $('<div>').append($('<p>').text(plugin.description || plugin.name)).html());
  RED.nodes.registerType(plugin.accountType, {
    category: 'config', credentials: plugin.credentials,
    defaults: {name: {value: ''}, kind: {value: Object.keys(plugin.kinds)[0] || ''}, settings: {value: {}}},
    label() { return this.name || plugin.name; },
    paletteLabel: t('account.of', {name: plugin.name}),
    oneditprepare() { accountForm = new AccountForm(this, plugin); },
    oneditsave() {
      Object.assign(this, accountForm.read());
      accountForm = undefined;
    },
    oneditcancel() { accountForm = undefined; },
  });
}

const TEMPLATE = `<div class="tp-form">
  <div class="form-row tp-row"><div class="tp-title"><label class="tp-label" for="node-input-name"></label></div>
    <div class="tp-value tp-whole"><input type="text" id="node-input-name"></div></div>
  <div class="form-row tp-row"><div class="tp-title"><label class="tp-label" for="node-input-connection"></label></div>
    <div class="tp-value tp-whole"><input type="text" id="node-input-connection"></div></div>
  <div class="tp-fields"></div>
  <details><summary></summary><div class="tp-options"></div></details>
</div>`;

function checkbox(name, place) {
  const id = 'node-input-' + name;
  const line = $('<div class="form-row">').appendTo(place);
  $('<input type="checkbox" style="width: auto; margin: 0 8px 0 0">').attr('id', id).appendTo(line);
  $('<label class="tp-label" style="display: inline">').attr('for', id).text(t('task.' + name)).appendTo(line);
}

function taskTemplate(task) {
  const form = $('<div>').append(TEMPLATE);
  form.find('[for=node-input-name]').text(t('task.name'));
  form.find('[for=node-input-connection]').text(t('task.connection'));
  form.find('summary').text(t('task.options'));
  const options = form.find('.tp-options');
  checkbox('each', options);
  if (task.dryRun) checkbox('dryRun', options);
  $('<div class="form-row tp-row"><div class="tp-title"><label class="tp-label" for="tp-key"></label></div>' +
    '<div class="tp-value tp-whole"><input type="text" id="tp-key"></div></div>').appendTo(options)
    .find('label').text(t('task.key')).attr('title', t('task.keyHelp'));
  return form.html();
}

function prepareTask(node, task, plugin) {
  const place = $('.red-ui-tray .tp-fields').last();
  $('#node-input-name').attr('placeholder', task.title);
  if (plugin.reason) $('<div class="tp-notice">').text(t('plugin.unusable', plugin)).prependTo(place.parent());
  const ofMessage = {value: '', label: t('task.keyOfMessage'), hasValue: false};
  $('#tp-key').typedInput({types: [ofMessage, 'msg', 'jsonata'], default: ''});
  $('#tp-key').typedInput('type', node.key?.type || '');
  $('#tp-key').typedInput('value', node.key?.value || '');
  node.taskForm = new TaskForm(place, task, plugin, node.fields || {});
}

function saveTask(node) {
  node.fields = node.taskForm.read();
  node.key = {type: $('#tp-key').typedInput('type'), value: $('#tp-key').typedInput('value')};
  delete node.taskForm;
}

function registerTask(task, plugin) {
  const title = (plugin.reason ? '⚠ ' : '') + task.title;
  put('template', task.id, taskTemplate(task));
  put('help', task.id, helpOf(task, plugin));
  RED.nodes.registerType(task.id, {
    category: plugin.name, color: COLOUR, icon: iconOf(plugin), inputs: 1, outputs: 1, paletteLabel: title,
    defaults: {
      name: {value: ''}, connection: {value: '', type: plugin.accountType, required: true},
      fields: {value: {}, validate: (fields) => isComplete(task, fields || {})},
      each: {value: false}, dryRun: {value: false}, key: {value: {type: '', value: ''}},
    },
    label() { return this.name || title; },
    labelStyle() { return this.name ? 'node_label_italic' : ''; },
    oneditprepare() { prepareTask(this, task, plugin); },
    oneditsave() { saveTask(this); },
    oneditcancel() { delete this.taskForm; },
  });
}

let notice;

function tellFaults(faults) {
  notice?.close();
  notice = undefined;
  if (faults.length === 0) return;
  const text = $('<div>');
  for (const fault of faults) $('<p>').text(t('plugin.unusable', fault)).appendTo(text);
  const close = {text: t('plugin.close'), click: () => notice.close()};
  notice = RED.notify(text.html(), {type: 'warning', fixed: true, buttons: [close]});
}

try {
  const {plugins, tasks} = catalogue();
  const byId = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  plugins.forEach(registerAccount);
  for (const task of tasks) registerTask(task, byId.get(task.plugin));
  RED.comms.subscribe('task-plugins/plugins', (topic, faults) => tellFaults(faults));
  RED.comms.subscribe('task-plugins/sign-in', (topic, outcome) => accountForm?.signedIn(outcome));
} catch (error) {
  RED.notify(t('plugin.noCatalogue', {reason: error.message}), {type: 'error', fixed: true});
}
