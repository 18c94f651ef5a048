// `sign-in --lifetime`: what will happen to a sign-in later is made to happen now, to one of the test's own that is taken back at the end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticatedFetch, deleteClient, refresh, revoke, stepUp, tokensInUse, type Outcome, type Progress, type Store, type Tokens } from 'mcp-auth-doctor';
import { fileStore, signIn, type Ending, type NodeSignInOptions } from '../../hosts/node/index.js';
import { storedCredentials } from '../../hosts/stored.js';
import { INITIALIZE, posted } from '../initialize.js';
import { tampered } from '../refusals/server.js';
import { duration, Results, type Result } from './checks.js';
import { restarted } from './restart.js';
import { copyOf, expire } from './stored.js';

export interface Wanted {
  /** Of the sign-in, but for its store. */
  options: NodeSignInOptions & { server: string; signal: AbortSignal };
  timeoutMs: number;
  /** Tells the person what comes before it is done. */
  say: (text: string) => void;
  /** What could not be taken back: told also where the test is stopped. */
  onLeft: (left: string[]) => void;
}

export interface Lifetime {
  results: Result[];
  tokens: Tokens;
}

/** What each check works on. */
interface Test {
  options: Wanted['options'] & { store: Store };
  folder: string;
  timeoutMs: number;
  say: Wanted['say'];
  results: Results;
  /** Whether nobody else uses the client: it was registered for the test. */
  isOwn: boolean;
  /** What could not be taken back. */
  left: string[];
}

/** A shorter one is met while a person works. */
const SHORT_MS = 300_000;
/** Asks for a refresh token; servers leave it out of the scope of what they give. */
const OFFLINE = 'offline_access';
const CHALLENGE = 'Bearer error="insufficient_scope"';
/** What `stepUp` says where there is no further scope to ask for. */
const NOTHING_MORE = ['access/scope-already-granted', 'access/scope-not-named'];
const SHARED = 'The client is your own: other sign-ins with it would end too.';

/**
 * Signs in and tries it all.
 *
 * @returns how the sign-in ended, where it did not succeed
 */
export async function tryLifetime({ options, timeoutMs, say, onLeft }: Wanted): Promise<Lifetime | Ending> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-lifetime-'));
  const test: Test = { options: { ...options, store: fileStore(folder) }, folder, timeoutMs, say, results: new Results(), isOwn: false, left: [] };
  try {
    say('This signs in once for the test, and signs out at the end. Stored sign-ins are not touched.');
    const ending = await signIn(test.options);
    if (ending.kind !== 'signed-in') return ending;
    const clients = await storedCredentials(test.options.store);
    test.isOwn = clients.some(({ kind, clientId }) => kind === 'registered-client' && clientId === ending.tokens.clientId);
    await tryAll(test, ending.tokens);
    return { results: test.results.all(), tokens: ending.tokens };
  } finally {
    onLeft(await takeBack(test));
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryAll(test: Test, first: Tokens): Promise<void> {
  const { results } = test;
  expiry(test, first);
  await refused(test, first);
  if (first.refreshToken === undefined) {
    results.tell('refresh', 'breaks', `There is no refresh token: you sign in again ${first.expiresAt ? `after ${duration(first.expiresAt - first.issuedAt)}` : 'when the token expires'}.`, 'token/no-refresh-token');
    results.notTried(['rotation', 'two-at-once'], 'There is no refresh token.');
  }
  const renewed = first.refreshToken === undefined ? first : await renewal(test, first);
  if (renewed) await restart(test);
  if (renewed && first.refreshToken !== undefined) await twoAtOnce(test, [renewed, first]);
  results.notTried(['rotation', 'restart', 'two-at-once'], 'The token could not be renewed.');
  await furtherScope(test, first);
  await signOut(test, first);
}

function expiry({ results }: Test, { expiresAt, issuedAt }: Tokens): void {
  if (expiresAt === null) return results.tell('expiry', 'note', 'The authorization server does not say when (`expires_in`): a client finds out only from a refusal.', 'token/lifetime');
  const length = expiresAt - issuedAt;
  if (length < SHORT_MS) return results.tell('expiry', 'note', `After ${duration(length)}: a call that takes longer, or a computer that was asleep, gets the refusal.`);
  results.tell('expiry', 'works', `After ${duration(length)}.`);
}

/** A client renews where the answer is 401; at any other it gives up, or shows the error to the person. */
async function refused(test: Test, { accessToken }: Tokens): Promise<void> {
  const { results } = test;
  const store = await copyOf(test.options.store, { accessToken: tampered(accessToken), refreshToken: undefined, expiresAt: null });
  const answer = await call(test, store);
  const { status } = answer;
  if (status === 401) {
    if (answer.headers.has('www-authenticate')) return results.tell('refused', 'works', 'It answers 401 with a challenge.');
    return results.tell('refused', 'note', 'It answers 401 without `WWW-Authenticate`: some clients renew, some give up.', 'challenge/missing');
  }
  if (status < 400) return results.tell('refused', 'breaks', `It accepts it (${status}): a token that has expired, or is forged, opens the server.`);
  results.tell('refused', 'breaks', `It answers ${status} instead of 401: clients renew a token only after a 401, so they stop when it expires.`, 'access/status-confused');
}

/** As the first request after the expiry does it. */
async function renewal(test: Test, first: Tokens): Promise<Tokens | undefined> {
  const { results, options } = test;
  await expire(options.store);
  const outcome = await refresh(first, goesOn(test));
  if (outcome.kind !== 'signed-in') return void results.tell('refresh', 'breaks', ...why(outcome));
  const { tokens, deviations } = outcome;
  const { status } = await call(test, options.store);
  if (status >= 400) {
    results.tell('refresh', 'breaks', `The authorization server gives a new token, and the MCP server answers it with ${status}.`, 'access/token-refused');
  } else if (tokens.expiresAt === null && first.expiresAt !== null) {
    results.tell('refresh', 'note', 'It is renewed, but the new token comes without `expires_in`.', 'token/lifetime');
  } else if (lost(first, tokens).length > 0) {
    results.tell('refresh', 'breaks', `The new token lacks what the first one had: ${lost(first, tokens).join(' ')}.`, 'token/scope-narrowed');
  } else {
    const forms = deviations.map(({ kind }) => kind);
    results.tell('refresh', forms.length > 0 ? 'note' : 'works', forms.length > 0 ? `Only in another form than the first try (${forms.join(', ')}), which other clients don’t have.` : 'The new token is accepted.');
  }
  rotation(test, first, tokens);
  return tokens;
}

function rotation({ results, isOwn, options }: Test, first: Tokens, renewed: Tokens): void {
  if (renewed.refreshToken !== first.refreshToken) return results.tell('rotation', 'works', 'Each use gives a new one.');
  const hasSecret = !isOwn && options.client?.clientSecret !== undefined;
  if (hasSecret) return results.tell('rotation', 'works', 'It stays the same; the client has a secret, so it may.');
  results.tell('rotation', 'note', 'It stays the same: anyone who steals it from a client without a secret can use it until it expires.', 'token/refresh-not-rotated');
}

async function restart(test: Test): Promise<void> {
  const { results, options, folder, timeoutMs } = test;
  const before = await tokensInUse(options.server, { store: options.store });
  if (before?.refreshToken !== undefined) await expire(options.store);
  const { status, error } = await restarted(options.server, folder, 4 * timeoutMs, options.signal);
  const after = await tokensInUse(options.server, { store: options.store });
  if (status === undefined) return results.tell('restart', 'breaks', `A new process with the same store failed: ${error}`);
  if (status >= 400) return results.tell('restart', 'breaks', `A new process with the same store is refused (${status}).`, 'access/token-refused');
  const isRenewed = after !== undefined && after.accessToken !== before?.accessToken;
  results.tell('restart', 'works', `A new process with the same store goes on${isRenewed ? ', and renews the token' : ''}.`);
}

/** Last of what the refresh token is needed for: its right answer may end the sign-in. */
async function twoAtOnce(test: Test, earlier: Tokens[]): Promise<void> {
  const { results, options, isOwn, say } = test;
  const current = await tokensInUse(options.server, { store: options.store });
  if (current?.refreshToken === undefined) return results.notTried(['two-at-once'], 'The refresh token is gone.');
  const spent = earlier.find(({ refreshToken }) => refreshToken !== current.refreshToken);
  if (!spent) return results.notTried(['two-at-once'], 'The refresh token stays the same, so both windows have the right one.');
  if (!isOwn) return results.notTried(['two-at-once'], SHARED);
  say('Next, a refresh token that was used already is sent again, as a second window would. The right answer is a refusal, and it may end the sign-in of this test.');
  const again = await refresh({ ...spent, expiresAt: null }, goesOn(test, await copyOf(options.store, spent)));
  const late = await refresh(current, goesOn(test));
  if (late.kind !== 'signed-in') {
    const said = again.kind === 'signed-in' ? 'The one that came second gets a token, and the first one loses the sign-in' : 'It refuses the second, and ends the sign-in of both';
    return results.tell('two-at-once', 'note', `${said}: a client has to let one window renew at a time.`, 'token/refreshed-twice');
  }
  if (again.kind === 'signed-in') return results.tell('two-at-once', 'note', 'Both get a token, so no window loses the sign-in; a stolen refresh token stays useful just as long.', 'token/refresh-not-rotated');
  results.tell('two-at-once', 'works', 'It refuses the second, and the first one goes on.');
}

async function furtherScope(test: Test, first: Tokens): Promise<void> {
  const { results, options, say } = test;
  const tokens = (await tokensInUse(options.server, { store: options.store })) ?? first;
  const begun = await stepUp(tokens, CHALLENGE, { ...requested(options), store: await copyOf(options.store, {}) });
  if (begun.kind !== 'open-browser') {
    const [, rule = ''] = why(begun);
    if (NOTHING_MORE.includes(rule)) return results.notTried(['step-up'], 'The server’s metadata names no scope that was not granted.');
    return results.tell('step-up', 'breaks', ...why(begun));
  }
  const more = begun.scopes.filter((scope) => scope !== OFFLINE && !scopesOf(tokens).includes(scope));
  say(`Next, the sign-in is repeated for another scope (${more.join(' ')}), as a tool that needs it would ask.`);
  const ending = await signIn(options, (prepared) => stepUp(tokens, CHALLENGE, prepared));
  if (ending.kind !== 'signed-in') return results.tell('step-up', 'breaks', ...why(ending));
  const given = scopesOf(ending.tokens);
  if (lost(tokens, ending.tokens).length > 0) results.tell('step-up', 'breaks', `The new token lacks what the first one had: ${lost(tokens, ending.tokens).join(' ')}.`, 'token/scope-narrowed');
  else if (!more.some((scope) => given.includes(scope))) results.tell('step-up', 'breaks', `The scope is asked for and not given (${more.join(' ')}): the tool asks again each time.`, 'token/scope-narrowed');
  else if (tokens.refreshToken !== undefined && ending.tokens.refreshToken === undefined) results.tell('step-up', 'breaks', 'The new token comes without a refresh token, although the first one had one.', 'token/no-refresh-token');
  else results.tell('step-up', 'works', `The new token has ${given.join(' ')}.`);
}

async function signOut(test: Test, first: Tokens): Promise<void> {
  const { results, options, isOwn, say } = test;
  if (!isOwn) return results.notTried(['revocation'], SHARED);
  let tokens = await tokensInUse(options.server, { store: options.store });
  if (first.refreshToken !== undefined && tokens?.refreshToken === undefined) {
    say('The sign-in of this test has ended. To see what happens when you sign out, it is repeated once.');
    const ending = await signIn(options);
    tokens = ending.kind === 'signed-in' ? ending.tokens : undefined;
  }
  if (!tokens) return results.notTried(['revocation'], 'There is nothing left to revoke.');
  const copy = await copyOf(options.store, {});
  const told: Progress[] = [];
  await revoke(tokens, { ...goesOn(test), onProgress: (event) => told.push(event) });
  // The refresh token's answer comes first; a server need not be able to take an access token back (RFC 7009, section 2.2.1).
  const [answer] = told.flatMap(({ status }) => status ?? []);
  if (answer !== 200) test.left.push(`the tokens of the test at ${tokens.issuer}, until they expire`);
  const still = `what you sign out of stays valid until it expires${left(tokens)}`;
  if (answer === undefined) return results.tell('revocation', 'note', `There is no revocation endpoint: ${still}.`);
  if (answer !== 200) return results.tell('revocation', tokens.refreshToken === undefined ? 'note' : 'breaks', `The revocation endpoint answers ${answer}: ${still}.`);
  const renewed = tokens.refreshToken === undefined ? undefined : await refresh(tokens, goesOn(test, await copyOf(copy, {})));
  if (renewed?.kind === 'signed-in') return results.tell('revocation', 'breaks', 'The revocation endpoint answers 200, and the refresh token still works.');
  const { status } = await call(test, await copyOf(copy, { refreshToken: undefined, expiresAt: null }));
  if (status >= 400) return results.tell('revocation', 'works', 'The server refuses the token at once.');
  results.tell('revocation', 'note', `${tokens.refreshToken === undefined ? 'The revocation endpoint answers 200' : 'The refresh token is revoked'}; the server accepts the access token until it expires${left(tokens)}.`);
}

/** What the test leaves behind; each goes without the signal that may have ended the test. */
async function takeBack({ options, isOwn, left: leftBehind }: Test): Promise<string[]> {
  const { server, store, fetch } = options;
  const own = { store, ...(fetch && { fetch }) };
  const tokens = await tokensInUse(server, own);
  if (tokens && !isOwn) leftBehind.push(`the tokens of the test at ${tokens.issuer}, until they expire: revoking them could end other sign-ins with your client`);
  else if (tokens && !(await revoke(tokens, own))) leftBehind.push(`the tokens of the test at ${tokens.issuer}, until they expire`);
  for (const { issuer, clientId, kind } of await storedCredentials(store)) {
    if (kind === 'registered-client' && !(await deleteClient(issuer, { ...own, clientId }))) leftBehind.push(`the client ${clientId} at ${issuer}: there is no way to delete it (RFC 7592), or it was refused`);
  }
  return leftBehind;
}

/** What the core is asked for, without what only this host knows. */
function requested({ ports: _p, deviceFlow: _d, openBrowser: _o, lookAhead: _l, interact: _i, noCallbackAfterMs: _n, callbackTimeoutMs: _c, redirectUri, ...core }: Test['options']) {
  return { ...core, redirectUri: redirectUri ?? 'http://localhost:41937/callback' };
}

function goesOn({ options }: Test, store = options.store) {
  const { timeoutMs, fetch, client, signal } = options;
  return { store, signal, ...(timeoutMs && { timeoutMs }), ...(fetch && { fetch }), ...(client && { client }) };
}

/** A request that does nothing, with what a store has. */
async function call({ options, timeoutMs }: Test, store: Store): Promise<Response> {
  const response = await authenticatedFetch({ server: options.server, store, ...(options.fetch && { fetch: options.fetch }) })(options.server, {
    ...posted(INITIALIZE),
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
  });
  await response.body?.cancel();
  return response;
}

function why(ended: Outcome | Ending): [saw: string, rule?: string] {
  const cause = 'report' in ended ? ended.report?.cause : undefined;
  return cause ? [`${cause.title}${cause.received ? ` (${cause.received})` : ''}.`, cause.rule] : ['It was not completed.'];
}

function scopesOf({ scope }: Tokens): string[] {
  return scope.split(/\s+/).filter(Boolean);
}

/** Scopes that the later tokens no longer have; none where either says nothing. */
function lost(before: Tokens, after: Tokens): string[] {
  const now = scopesOf(after);
  return now.length === 0 ? [] : scopesOf(before).filter((scope) => !now.includes(scope) && scope !== OFFLINE);
}

function left({ expiresAt }: Tokens): string {
  return expiresAt === null ? '' : `, ${duration(expiresAt - Date.now())} from now`;
}
