// SPDX-License-Identifier: Apache-2.0
// Compiled, never run: what programs write fits the types, and each marked line does not.
import {blobFromFile, openHost, parseJson, stringifyJson, Connection, Host, Outcome, TaskPluginError, TokenStore} from 'task-plugins';

const store: TokenStore<string> = {
  read: async () => undefined,
  beginRefresh: async (connectionId, seen) => (seen > 0 ? connectionId : undefined),
  commit: async (lease, tokens) => lease.length > 0 && tokens.accessToken !== '',
  abandon: async () => true,
};
const host: Host = openHost({
  name: 'flows', tokens: store, log: ({level, message}) => console.log(level, message), logLevel: 'warn',
  policy: {locale: 'fr'}, openBlob: (name) => blobFromFile(name), search: {user: false}});
openHost({tokens: {folder: '/var/lib/flows/tokens'}});

async function work(account: Connection, signal: AbortSignal): Promise<string | undefined> {
  try {
    const {output, outputJson, warnings} = await account.execute(
      'shop.order', {id: 12345678901234567890n, list: [1, {deep: null}], note: undefined, file: Buffer.from('x')},
      {signal, idempotencyKey: 'k', timeoutMs: 1000, dryRun: true});
    const outcomes: Outcome[] = await account.submit([{task: 'shop.order', input: '{}', attempt: 2}], {signal});
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') outcome.value.output;
      else outcome.reason.message;
    }
    const page = await account.loadOptions({task: 'shop.order', source: 'sizes', search: 'l'}, {signal});
    const {schema, etag} = await account.resolveSchema({task: 'shop.order', knownEtag: page.nextPageToken});
    return stringifyJson(parseJson(outputJson, {unsafeIntegers: 'text'})) + output.id + warnings.length + etag + schema;
  } catch (error) {
    if (error instanceof TaskPluginError && error.retry === 'safe') return error.pointer ?? error.fields[0]?.message;
    throw error;
  }
}

async function signIn(account: Connection): Promise<string> {
  const request = {redirectUri: 'https://flows.example/back', state: 's', codeVerifier: 'v'};
  const {authorizationUrl} = await account.beginSignIn(request);
  const {scope, expiresAt} = await account.finishSignIn({...request, code: 'c'});
  // @ts-expect-error the code is missing
  await account.finishSignIn(request);
  return authorizationUrl + scope + (expiresAt ?? '') + String((await account.revoke()).revoked);
}

async function mistakes(account: Connection): Promise<void> {
  // @ts-expect-error a task has an input
  await account.execute('shop.order');
  // @ts-expect-error no such level
  openHost({logLevel: 'loud'});
  // @ts-expect-error a connection comes from connect()
  new Connection();
  // @ts-expect-error an error is read, not written
  new TaskPluginError({}).code = 'x';
  // @ts-expect-error the type of the connection is missing
  await host.connect({plugin: 'shop'});
}

void work;
void signIn;
void mistakes;
