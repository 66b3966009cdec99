// SPDX-License-Identifier: Apache-2.0
// Task plugins in Node.js: native libraries that teach any workflow engine some tasks.
//
//   const host = openHost({name: 'acme-flows', version: '3.2'});
//   const account = await host.connect({plugin: 'echo', type: 'none'});
//   const {output} = await account.execute('echo.say', {text: 'Hello'});
//   await host.close();

/// <reference types="node" />

/** Integers beyond 2^53 are BigInts, so that they keep every digit. */
export type Json = null | boolean | number | bigint | string | Json[] | {[name: string]: Json};
/** What a task takes: text with JSON goes to the plugin as it is; bytes may stand where a file's handle belongs. */
export type Input = string | {[name: string]: InputValue};
export type InputValue = Json | undefined | Uint8Array | BlobFile | InputValue[] | {[name: string]: InputValue};
/** A document that is written as JSON; text is taken as it is. */
export type Document = string | {[name: string]: Json};

/** May the same request run again? */
export type Retry =
  | 'never' // it would fail in the same way
  | 'safe' // nothing has happened; not before retryAfterMs
  | 'if_idempotent' // it may have happened; a read, or a write under the same key, may run again
  | 'unknown_outcome'; // it may have happened, and a second run may make it happen twice
export type Status =
  | 'unknown' | 'not_implemented' | 'invalid_argument' | 'invalid_state' | 'not_found' | 'conflict'
  | 'unauthenticated' | 'permission_denied' | 'rate_limited' | 'unavailable' | 'timeout' | 'cancelled'
  | 'rejected' | 'internal' | 'abi';

/** A fault of one field of the input. */
export interface FieldFault {
  pointer?: string;
  code?: string;
  message: string;
  title?: string;
  allowed?: Json[];
  remedy?: string;
}
export interface Warning {
  code: string;
  message: string;
  pointer?: string;
}

/** Every failure of a plugin or of the host. Mistakes of the calling program are TypeErrors. */
export class TaskPluginError extends Error {
  readonly name: 'TaskPluginError';
  /** Stable, for programs; those of the host begin with "host.". */
  readonly code: string;
  readonly status: Status;
  readonly retry: Retry;
  readonly retryAfterMs?: number;
  readonly httpStatus?: number;
  /** JSON Pointer to the first field that is at fault. */
  readonly pointer?: string;
  readonly fields: FieldFault[];
  /** The service's own name of the request. */
  readonly requestId?: string;
  /** All that the plugin tells, such as handles by which something that may have happened is found. */
  readonly details: {[name: string]: Json};
  readonly warnings: Warning[];
}

export interface TaskResult {
  /** Parsed when it is first asked for. */
  readonly output: any;
  /** The plugin's own bytes. */
  readonly outputJson: string;
  readonly warnings: Warning[];
}

export interface LogRecord {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'plugin-bug' | 'host-bug';
  message: string;
  fields: {[name: string]: Json};
}

export interface TokenSet {
  accessToken: string;
  /** In commit(), empty: keep the stored one. */
  refreshToken: string;
  scope: string;
  /** 0: it does not say. */
  expiresAtMs: number;
  issuedAtMs: number;
}
export interface StoredTokens {
  /** Grows by one with each commit. */
  generation: number;
  tokens?: TokenSet;
  /** A person has to sign in again. */
  grantIsDead?: boolean;
}
/**
 * Tokens that several threads, processes or machines share, so that one of them renews for all. A
 * rejection counts as "internal" and is logged; nothing of it may hold a token.
 */
export interface TokenStore<Lease = unknown> {
  read(connectionId: string): Promise<StoredTokens | undefined>;
  /**
   * Lends the right to renew what was read as that generation, 0 when nothing was stored; waits
   * while somebody else has it. undefined: another generation is stored by now.
   */
  beginRefresh(connectionId: string, seenGeneration: number): Promise<Lease | undefined>;
  /** Stores the tokens as the next generation, in one step. false: the lease had ended before. */
  commit(lease: Lease, tokens: TokenSet): Promise<boolean>;
  /** false: the lease had ended before. */
  abandon(lease: Lease, grantIsDead: boolean): Promise<boolean>;
}

/** Made by blobFromFile(). */
export interface BlobFile {
  readonly path: string;
}

export interface HostOptions {
  /** Of the program, for logs and the User-Agent. */
  name?: string;
  version?: string;
  /** Plugin directories, which are searched before all others. */
  directories?: string[];
  /** Which of the others are searched: TASK_PLUGIN_PATH, the user's own, the system's. All are, unless false. */
  search?: {environment?: boolean; user?: boolean; system?: boolean};
  prereleases?: boolean;
  /** proxy, no_proxy, ca_file, allow_origins, locale, max_connections, log_level, marketplace. */
  policy?: Document;
  log?: (record: LogRecord) => void;
  /** 'info' when there is a log, else 'off'. */
  logLevel?: LogRecord['level'] | 'off';
  /** A store of the program's, or a folder for it, which processes of one user on one machine share. */
  tokens?: TokenStore<any> | {folder: string};
  /** Gives what a text names in the place of a file's handle. Without it such texts go to the plugin. */
  openBlob?: (name: string) => Promise<Uint8Array | BlobFile> | Uint8Array | BlobFile;
}

export interface PluginEntry {
  id: string;
  version: string;
  state: 'usable' | 'shadowed' | 'broken';
  /** Why it is not usable. */
  reason?: string;
  level: string;
  folder: string;
  name?: string;
  description?: string;
  connections?: string[];
  tasks?: {id: string; title: string}[];
}
export interface SearchPlace {
  level: string;
  path: string;
  note: string;
  usable: boolean;
  fault: boolean;
  registration?: string;
}
export type Schema = {[name: string]: any};
export interface ConnectionType {
  title: string;
  description: string;
  guide: string[];
  settings: Schema;
  credentials: Schema;
}
export interface TaskDescription {
  id: string;
  title: string;
  description: string;
  group?: string;
  plugin: string;
  version: string;
  schemaVersion: number;
  sideEffects: 'none' | 'read' | 'write' | 'destructive';
  idempotency: 'native' | 'key' | 'none';
  dryRun: boolean;
  timeoutMs?: number;
  batchMax: number;
  errors: string[];
  connections: {[type: string]: ConnectionType};
  input: Schema;
  output: Schema;
}

export interface ConnectOptions {
  plugin: string;
  /** Key of the manifest's connections. */
  type: string;
  /** The program's stable name of the connection: the key of the token store. */
  id?: string;
  settings?: Document;
  credentials?: Document;
}

/** What a run of a task may say beside its input. */
export interface RunOptions {
  /** The same for every attempt at this piece of work. */
  idempotencyKey?: string;
  /** 1 for the first attempt. */
  attempt?: number;
  /** When this piece of work was first tried, in milliseconds since 1970. */
  firstAttemptMs?: number;
  timeoutMs?: number;
  /** Check everything and give the requests that would go out; write nothing. */
  dryRun?: boolean;
  executionId?: string;
  stepId?: string;
  itemIndex?: number;
  traceparent?: string;
  schemaVersion?: number;
}
export interface TaskRequest extends RunOptions {
  task: string;
  input: Input;
}
export type Outcome =
  | {status: 'fulfilled'; value: TaskResult}
  | {status: 'rejected'; reason: Error};

export interface Cancellable {
  /** Asks what is open to end. It ends as "cancelled"; retry says whether it may have happened. */
  signal?: AbortSignal;
}
export interface SubmitOptions extends Cancellable {
  /** For every request that has no timeoutMs of its own. */
  timeoutMs?: number;
  onSettled?: (index: number, outcome: Outcome) => void;
}
export interface OptionsRequest {
  task: string;
  /** x-tp.optionsFrom.source of the field. */
  source: string;
  /** What the form holds so far. */
  input?: Document;
  search?: string;
  pageToken?: string;
  limit?: number;
}
export interface OptionsPage {
  items: {value: Json; label: string; description?: string; group?: string; icon?: string; disabled?: boolean}[];
  nextPageToken?: string;
  ttlSeconds: number;
  needs?: string[];
}
export interface SchemaRequest {
  task: string;
  /** x-tp.schemaFrom.source of the place; without it the whole input. */
  source?: string;
  input?: Document;
  knownEtag?: string;
}

/** A sign-in of a person in a browser. Both texts are random; a PKCE verifier has 43 to 128 unreserved characters. */
export interface SignInRequest {
  /** Where the browser comes back to, as it is registered with the service. */
  redirectUri: string;
  /** Comes back with the browser: compare it before you finish. */
  state: string;
  codeVerifier: string;
}

export class Connection {
  private constructor();
  execute(task: string, input: Input, options?: RunOptions & Cancellable): Promise<TaskResult>;
  /**
   * Starts all, which a plugin may send in bulk. An outcome for each, in the same order: one that
   * fails rejects nothing. Rejects when the plugin takes none of them.
   */
  submit(requests: TaskRequest[], options?: SubmitOptions): Promise<Outcome[]>;
  /** Does the connection work, as whom, and for what? */
  verify(options?: Cancellable): Promise<any>;
  loadOptions(request: OptionsRequest, options?: Cancellable): Promise<OptionsPage>;
  resolveSchema(request: SchemaRequest, options?: Cancellable): Promise<{schema?: Schema; etag: string}>;
  /** Where to send a person who has to allow the access in a browser. Sends nothing. */
  beginSignIn(request: SignInRequest, options?: Cancellable): Promise<{authorizationUrl: string}>;
  /** Redeems the code that came back; the tokens go to the token store under the id of the connection. */
  finishSignIn(
    request: SignInRequest & {code: string}, options?: Cancellable): Promise<{scope: string; expiresAt?: string}>;
  /** Ends the access at the service, before a connection is removed. */
  revoke(options?: Cancellable): Promise<{revoked: boolean}>;
  /** For what starts from now on. */
  updateCredentials(credentials: Document): void;
  /** Cancels what is open and waits for the end of it. */
  close(): Promise<void>;
}

export class Host {
  private constructor();
  /** Searches anew; each library is loaded for trial in a process of its own. */
  listPlugins(): Promise<PluginEntry[]>;
  listPlaces(): Promise<SearchPlace[]>;
  describe(task: string): Promise<TaskDescription>;
  connect(options: ConnectOptions): Promise<Connection>;
  /** Closes every connection and ends the plugins' work. */
  close(): Promise<void>;
}

/** One for a program is enough. Belongs to the thread that makes it. */
export function openHost(options?: HostOptions): Host;
/** A file that a plugin reads piece by piece, in the place of bytes. */
export function blobFromFile(path: string): BlobFile;
/** JSON.parse(), but integers beyond 2^53 become BigInts, or texts of their digits. */
export function parseJson(text: string, options?: {unsafeIntegers?: 'bigint' | 'text'}): any;
/** JSON.stringify(), and a BigInt as its digits. */
export function stringifyJson(value: unknown): string;
