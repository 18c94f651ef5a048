import { memoryStore, type Client, type Report, type SignInOptions } from 'mcp-auth-doctor';
import { fileStore, signIn, type Ending, type Interaction, type SetAside } from '../../hosts/node/index.js';
import { describeDeviation } from '../../hosts/deviation.js';
import { commonOptions, plainFormatOf, only, serverAddress, type Options } from '../arguments.js';
import { chooseAction, requireAction } from '../choose.js';
import { columns } from '../clients.js';
import { tryLifetime, type Wanted } from '../lifetime/index.js';
import { progressOn } from '../progress.js';
import type { Format } from '../reference.js';
import { printReport, STATUS, statusOf } from '../report.js';
import { clientSecretFrom } from '../secrets.js';
import { ask, isInteractive, say, visible, write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

type SignedIn = Extract<Ending, { kind: 'signed-in' }>;

const SET_ASIDE: Record<SetAside, string> = {
  'no-state': 'A callback without state arrived and was ignored, because any page could have sent it; the sign-in still waits.',
  'other-state': 'A callback of another sign-in arrived and was ignored; this one still waits.',
  'no-callback-url': 'That is not the answer to this sign-in. Paste the whole address where the browser ended, or the text of the error that it shows.',
};

/** `mcp-auth-doctor sign-in URL` */
export async function signInCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('sign-in', options);
  const format = plainFormatOf('sign-in', options);
  const server = serverAddress(words[0], 'sign-in');
  if (words.length > 1) throw new UsageError(`One address at a time; ${words[1]} is a second one.`);
  const [redirectUri, secondUri] = options['redirect-uri'] ?? [];
  if (secondUri) throw new UsageError('A sign-in has one --redirect-uri.');
  if (options.lifetime && options['print-token']) throw new UsageError('--lifetime revokes its tokens at the end, so there is none to print.');
  requireAction(options);
  const client = await clientFrom(options, terminal);
  let tookAction = false;
  const progress = progressOn(terminal);
  const wanted = {
    ...commonOptions(options),
    server,
    ...(redirectUri && { redirectUri }),
    ...(client && { client }),
    ...(options.issuer && { issuer: options.issuer }),
    ...(options['authorization-server'] && { authorizationServer: options['authorization-server'] }),
    ...(options['register-again'] && { registerAgain: true }),
    clientMetadata: { client_name: 'mcp-auth-doctor', ...(options['client-metadata-url'] && { client_id: options['client-metadata-url'] }) },
    ...(options.scope && { scopes: options.scope.flatMap((scope) => scope.split(/\s+/)) }),
    allow: (options.allow ?? []) as NonNullable<SignInOptions['allow']>,
    ...(options['no-browser'] && { openBrowser: false as const }),
    lookAhead: true,
    interact: interaction(options, terminal, progress.done, () => {
      const isFirst = !tookAction;
      tookAction = true;
      return isFirst;
    }),
    onProgress: progress.onProgress,
    signal,
  };
  const ending = await (options.lifetime
    ? lifetimeOf(wanted, format, terminal, progress.done)
    : signIn({ ...wanted, store: options['no-store'] ? memoryStore() : fileStore() })
  ).finally(progress.done);
  if (options.action && !tookAction) say(terminal, `--action ${options.action} was not needed: nothing was left to choose.`);
  if (typeof ending === 'number') return ending;
  if (ending.kind === 'signed-in') {
    await printTokens(server, ending, format, options, terminal);
    if (ending.proof.undecided !== undefined) return STATUS.unknown;
    return STATUS.fine;
  }
  if (ending.kind === 'not-needed') {
    const text = `${server} does not ask for a sign-in: use it without one.`;
    await write(terminal.stdout, `${format === 'json' ? JSON.stringify(ending, null, 2) : text}\n`);
    return STATUS.fine;
  }
  if (!ending.report) {
    await write(terminal.stderr, 'The sign-in was stopped.\n');
    return STATUS.unknown;
  }
  await printReport(ending.report, options, terminal);
  return statusOf(ending.report, options) || STATUS.blocked;
}

const OUTCOME = { works: 'works', note: 'note', breaks: 'BREAKS', 'not-tried': 'not tried' } as const;
const TIMEOUT_MS = 15_000;

/** What happens to a sign-in later, tried now; the exit status, or how the sign-in ended where it did not succeed. */
async function lifetimeOf(wanted: Wanted['options'], format: Format, terminal: Terminal, clear: () => void): Promise<number | Ending> {
  let leftBehind: string[] = [];
  const came = await tryLifetime({
    options: wanted,
    timeoutMs: wanted.timeoutMs ?? TIMEOUT_MS,
    say: (text) => {
      clear();
      say(terminal, text);
    },
    onLeft: (left) => {
      leftBehind = left;
      clear();
      if (left.length > 0) say(terminal, `Left behind: ${visible(left.join('; '))}`);
    },
  });
  if ('kind' in came) return came;
  const { results, tokens } = came;
  const { issuer, resource, clientId, scope } = tokens;
  if (format === 'json') {
    await write(terminal.stdout, `${JSON.stringify({ kind: 'lifetime', server: wanted.server, issuer, resource, clientId, scope, lifetime: results, leftBehind }, null, 2)}\n`);
  } else {
    const rows = results.map(({ outcome, what, saw, rule }) => [OUTCOME[outcome], what, `${saw}${rule ? `  (${rule})` : ''}`]);
    const lines = [`What happens to a sign-in at ${wanted.server} later, by ${issuer}`, ...columns(rows)];
    await write(terminal.stdout, `${(format === 'markdown' ? ['```text', ...lines, '```'] : lines).join('\n')}\n`);
  }
  return results.some(({ outcome }) => outcome === 'breaks') ? STATUS.blocked : STATUS.fine;
}

async function clientFrom(options: Options, terminal: Terminal): Promise<Client | undefined> {
  const clientSecret = await clientSecretFrom(options, terminal);
  const clientId = options['client-id'];
  if (!clientId) {
    if (clientSecret) throw new UsageError('A client secret needs its --client-id.');
    return undefined;
  }
  return { clientId, ...(clientSecret && { clientSecret }) };
}

/** `takeAction` gives whether the action of the command line is still to be taken, and takes it. */
function interaction(options: Options, terminal: Terminal, clear: () => void, takeAction: () => boolean): Interaction {
  const tell = (text: string) => {
    clear();
    say(terminal, text);
  };
  let saidWhatToPaste = false;
  return {
    confirm: ({ authorizationHost, scopes, redirectUri, expiresAt, deviations }) => {
      tell(`Sign in at ${authorizationHost}${scopes.length ? ` (asked for: ${scopes.join(' ')})` : ''}.`);
      for (const deviation of deviations) tell(describeDeviation(deviation));
      const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000));
      tell(`Waiting up to ${minutes} minutes for the browser to come back to ${redirectUri}. Ctrl-C stops the sign-in.`);
      return true;
    },
    showUrl: ({ url }, reason, message) => {
      if (reason === 'browser-failed') tell(message ?? 'The browser could not be opened.');
      if (reason === 'no-callback') tell('The browser has not come back yet. If no page opened, open this address yourself:');
      else tell('Open this address in your browser:');
      tell(`\n  ${url}\n`);
    },
    sawAhead: ({ cause }) => {
      if (!cause) return;
      tell(`Note: the authorization server's sign-in page answered this program with an error: ${cause.title}${cause.received ? ` (${cause.received})` : ''}. A browser may get further, so the sign-in still waits.`);
    },
    ...(isInteractive(terminal) && {
      paste: (stop: AbortSignal) => {
        if (!saidWhatToPaste) tell('If the browser ends on a page that does not load, or on an error, paste its address or its text here.');
        saidWhatToPaste = true;
        return ask(terminal, '', stop);
      },
    }),
    foreignCallback: (what) => tell(SET_ASIDE[what]),
    showCode: ({ userCode, verificationUri }) => tell(`Open ${verificationUri} on any device and enter the code ${userCode}`),
    choose: async (report: Report) => {
      clear();
      if (!takeAction() && options.action) return undefined;
      return chooseAction(report, options, terminal);
    },
  };
}

/** What the server did with the token, where that shows neither that it accepts it nor that it refuses it. */
function undecidedBy(status: number): string {
  if (status === 0) return 'the server did not answer the request with the token';
  const what = status < 300 ? ', but not with a result,' : '';
  return `the server answered ${status}${what} to the request with the token`;
}

/** What the proof comes to, behind "accepted". */
function provenAs({ status, tools, undecided }: SignedIn['proof']): string {
  if (undecided !== undefined) return `not known: ${undecidedBy(undecided)}`;
  const listed = tools === undefined ? '' : ` (${tools} tool${tools === 1 ? '' : 's'})`;
  if (status === 'not-tried') return tools === undefined ? 'not tried' : `yes${listed}; what the server does without the token is not clear`;
  return status === 'proven' ? `yes, and refused without the token${listed}` : `yes, but requests without a token are accepted too${listed}`;
}

async function printTokens(server: string, { tokens, proof, deviations }: SignedIn, format: Format, options: Options, { stdout, stderr }: Terminal): Promise<void> {
  const { issuer, resource, clientId, scope, tokenType, header, expiresAt, refreshToken, accessToken } = tokens;
  const printed = options['print-token'] ? { accessToken } : {};
  if (format === 'json') {
    const granted = { kind: 'signed-in', server, issuer, resource, clientId, scope, expiresAt, refreshable: Boolean(refreshToken), proof, deviations, ...printed };
    return write(stdout, `${JSON.stringify(granted, null, 2)}\n`);
  }
  const lines = [
    `Signed in to ${server}${proof.undecided === undefined ? '' : ', but it was not seen to work'}`,
    ...(issuer ? [`  by             ${issuer}`] : []),
    ...(resource ? [`  for            ${resource}`] : []),
    // A credential that you brought grants what it did before: nobody says what, nor for how long.
    ...(issuer || expiresAt
      ? [
          `  scope          ${scope?.replace(/\s+/g, ' ') || '(not said)'}`,
          `  expires        ${expiresAt ? dateOf(expiresAt) : '(not said)'}`,
          `  refresh token  ${refreshToken ? 'yes' : 'no: you sign in again when it expires'}`,
        ]
      : [`  with           your own credential, as ${header ?? `Authorization: ${tokenType}`}`]),
    `  accepted       ${provenAs(proof)}`,
    ...deviations.map((deviation) => `  note           ${describeDeviation(deviation)}`),
  ];
  const text = format === 'markdown' ? ['```text', ...lines, '```'] : lines;
  await write(options['print-token'] ? stderr : stdout, `${text.join('\n')}\n`);
  if (options['print-token']) await write(stdout, `${accessToken}\n`);
}

/** A time in ms as a date; what `expires_in` comes to may be more than one can hold. */
function dateOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'after the year 275760' : date.toISOString();
}
