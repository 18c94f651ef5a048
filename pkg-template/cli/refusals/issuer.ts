// Wrong requests to the authorization server, with a client and a grant that are made for them.
import { createHash, randomBytes } from 'node:crypto';
import type { CheckId, Outcome, Results } from './checks.js';
import { ownClient, type Granted, type Issuer, type OwnClient } from './own-client.js';
import type { Answer, Send } from './send.js';
import { wayBack, type WayBack } from './way-back.js';

export interface Asked {
  issuer: Issuer;
  resource: string;
  scopes: readonly string[];
  send: Send;
  /** The same for what has to be done even where the person stops the test. */
  sendAtEnd: Send;
  results: Results;
  /** Lets the person sign in; without it, nothing that needs one is tried. */
  open: ((url: string) => Promise<void>) | undefined;
  signal: AbortSignal;
}

/** A test that is under way. */
export interface Under {
  own: string | undefined;
  otherAudience: string | undefined;
  /** What uses the grant up: after everything that needs its tokens. */
  replay(): Promise<void>;
  /** What is left behind. */
  end(): Promise<string[]>;
}

/** A code of ours, and what proves that it is. */
interface Code {
  code: string;
  verifier: string;
}

const AT_ISSUER: CheckId[] = ['challenge-missing', 'challenge-plain', 'redirect-unregistered', 'verifier-wrong', 'code-twice', 'refresh-twice'];
/** For a person who signs in, and for a page that lets pass who did. */
const SIGN_IN_MS = 300_000;
const SILENT_MS = 30_000;
const OTHER_RESOURCE = 'https://mcp-auth-doctor.invalid/mcp';

/** Tries all that does not use the grant up. */
export async function atIssuer(asked: Asked): Promise<Under> {
  const { issuer, scopes, send, sendAtEnd, results } = asked;
  const back = await wayBack();
  const client = await ownClient(issuer, back.redirectUri, scopes, send, sendAtEnd);
  if (typeof client === 'string') {
    results.notTried(AT_ISSUER, client);
    return { own: undefined, otherAudience: undefined, replay: async () => {}, end: async () => (await back.close(), []) };
  }
  const end = async () => {
    await back.close();
    return client.clean();
  };
  try {
    const grant = await granted(asked, client, back);
    if (!grant) return { own: undefined, otherAudience: undefined, replay: async () => {}, end };
    const other = await elsewhere(grant.granted, client);
    // A server that hands out a new refresh token at each use has done so now.
    const held = { ...grant.granted, refreshToken: other?.refreshToken ?? grant.granted.refreshToken };
    return { own: held.token, otherAudience: other?.token, replay: () => replay(asked, client, held, grant.code), end };
  } catch (error) {
    // What was found before counts; stopped by the person, it ends at the next request.
    results.notTried(AT_ISSUER, (error as Error).message);
    return { own: undefined, otherAudience: undefined, replay: async () => asked.signal.throwIfAborted(), end };
  }
}

/** The requests of the browser, the right one first; and a grant, where the person signs in. */
async function granted(asked: Asked, client: OwnClient, back: WayBack): Promise<{ granted: Granted; code: Code } | undefined> {
  const { send, results, open, signal } = asked;
  const right = request(asked, client);
  const usual = await send(right.url);
  if (refuses(usual, client.redirectUri)) return void results.notTried(AT_ISSUER, `A correct authorization request was refused too (${usual.status}).`);
  const callback = async ({ url, state }: { url: string; state: string }, milliseconds: number) => {
    const came = back.wait(state, milliseconds, signal);
    await open?.(url);
    const found = await came;
    signal.throwIfAborted();
    return found;
  };
  const signedIn = open && (await callback(right, SIGN_IN_MS));
  const wrong: [CheckId, Record<string, string | undefined>][] = [
    ['challenge-missing', { code_challenge: undefined, code_challenge_method: undefined }],
    ['challenge-plain', { code_challenge: randomBytes(32).toString('base64url'), code_challenge_method: 'plain' }],
    ['redirect-unregistered', { redirect_uri: client.redirectUri.replace('/callback', '/another') }],
  ];
  for (const [id, changes] of wrong) {
    const tried = request(asked, client, changes);
    const answer = await send(tried.url);
    if (refuses(answer, client.redirectUri)) results.tell(id, 'refused', String(answer.status));
    else if (handsOutCode(answer, tried.state)) results.tell(id, 'accepted', `a code, and nobody was asked (${answer.status})`);
    else if (!signedIn) results.tell(id, 'unsure', `It goes on to a page (${answer.status}); only a person who signs in there sees whether it refuses.`);
    else {
      const came = await callback(tried, SILENT_MS);
      results.tell(id, came?.has('code') ? 'accepted' : 'refused', came ? (came.has('code') ? 'a code' : (came.get('error') ?? 'no code')) : 'no way back from its page');
    }
  }
  const code = signedIn?.get('code');
  const error = signedIn?.get('error');
  if (!code) return void results.notTried(AT_ISSUER, open ? `The sign-in gave no code${error ? ` (${error})` : ''}.` : 'That needs a sign-in with the browser.');
  const mistaken = await exchange(asked, client, { code, verifier: randomBytes(32).toString('base64url') });
  results.tell('verifier-wrong', outcomeOf(mistaken.answer, mistaken.granted), String(mistaken.answer.status));
  const first = { code, verifier: right.verifier };
  const atOnce = mistaken.granted ?? (await exchange(asked, client, first)).granted;
  if (atOnce) return { granted: atOnce, code: first };
  // The wrong verifier used the code up, as it may: another one.
  const again = request(asked, client);
  const second = { code: (await callback(again, SIGN_IN_MS))?.get('code') ?? '', verifier: again.verifier };
  const later = second.code ? (await exchange(asked, client, second)).granted : undefined;
  if (!later) return void results.notTried(AT_ISSUER, 'The code gave no token.');
  return { granted: later, code: second };
}

/** An authorization request, right but for the changes. */
function request({ issuer, resource, scopes }: Asked, { id, redirectUri }: OwnClient, changes: Record<string, string | undefined> = {}) {
  const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')];
  const url = new URL(issuer.authorization_endpoint);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code', client_id: id, redirect_uri: redirectUri, state, resource, scope: scopes.join(' ') || undefined,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { url: url.href, verifier, state };
}

function exchange({ resource }: Asked, client: OwnClient, { code, verifier }: Code) {
  return client.token({ grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, code_verifier: verifier, resource });
}

/** A token for another server, where the authorization server gives one. */
async function elsewhere({ refreshToken }: Granted, client: OwnClient): Promise<Granted | undefined> {
  if (refreshToken === undefined) return undefined;
  return (await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken, resource: OTHER_RESOURCE })).granted;
}

async function replay(asked: Asked, client: OwnClient, { refreshToken }: Granted, code: Code): Promise<void> {
  const { resource, results } = asked;
  if (refreshToken === undefined) results.notTried(['refresh-twice'], 'The grant has no refresh token.');
  else {
    const refresh = () => client.token({ grant_type: 'refresh_token', refresh_token: refreshToken, resource });
    const once = await refresh();
    const twice = once.granted && (await refresh());
    if (!twice) results.notTried(['refresh-twice'], `Its first use was refused (${once.answer.status}).`);
    else if (client.hasSecret) results.notTried(['refresh-twice'], 'A client with a secret need not get a new one at each use.');
    else results.tell('refresh-twice', outcomeOf(twice.answer, twice.granted), String(twice.answer.status));
  }
  // Last: its right answer revokes what the code gave.
  const { answer, granted: again } = await exchange(asked, client, code);
  results.tell('code-twice', outcomeOf(answer, again), String(answer.status));
}

/** By its status, or by an error in the address that it leads to. */
function refuses({ status, headers }: Answer, redirectUri: string): boolean {
  if (status >= 400) return true;
  const location = headers.get('location');
  return status >= 300 && location !== null && URL.canParse(location, redirectUri) && new URL(location, redirectUri).searchParams.has('error');
}

/** Whether it leads back with a code at once, wherever that is. */
function handsOutCode({ status, headers }: Answer, state: string): boolean {
  const location = headers.get('location');
  if (status < 300 || location === null || !URL.canParse(location)) return false;
  const { searchParams } = new URL(location);
  return searchParams.has('code') && searchParams.get('state') === state;
}

function outcomeOf({ status }: Answer, given: Granted | undefined): Outcome {
  if (given) return 'accepted';
  return status >= 400 && status < 500 ? 'refused' : 'unsure';
}
