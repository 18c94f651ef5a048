// The sequence that the diagram draws: who said what to whom, as far as it was seen, and then what was not reached.
import type { Exchange, Finding, Report, Step } from '../core.js';
import { isCause } from './findings.js';
import { outcome } from './exchanges.js';
import { lineOf, relevant } from './relevant.js';
import type { Line } from './relevant.js';

/** The four columns. */
export type Lane = 'browser' | 'host' | 'server' | 'authorization-server';

/** How an arrow is drawn. `unseen`: something happened that could not be seen. `idle`: not reached. */
export type State = 'ok' | 'warning' | 'error' | 'unseen' | 'idle';

/** One arrow and its answer. */
export interface Message {
  from: Lane;
  to: Lane;
  label: string;
  answer: string;
  state: State;
  /** Index of the exchange, to link to it. */
  exchange?: number;
  /** How often the same one occurred in a row; more than once. */
  times?: number;
  /** The cause, where it is here. */
  cause?: Finding;
}

type Way = Pick<Message, 'from' | 'to'>;

const TO_SERVER: Way = { from: 'host', to: 'server' };
const TO_AUTHORIZATION_SERVER: Way = { from: 'host', to: 'authorization-server' };
const WAYS: Record<Exclude<Step, 'preflight' | 'other'>, Way> = {
  mcp: TO_SERVER,
  'resource-metadata': TO_SERVER,
  'server-metadata': TO_AUTHORIZATION_SERVER,
  registration: TO_AUTHORIZATION_SERVER,
  'client-metadata-document': { from: 'authorization-server', to: 'host' },
  'pushed-authorization': TO_AUTHORIZATION_SERVER,
  'device-authorization': TO_AUTHORIZATION_SERVER,
  'authorization-page': TO_AUTHORIZATION_SERVER,
  authorization: { from: 'browser', to: 'authorization-server' },
  callback: { from: 'browser', to: 'host' },
  token: TO_AUTHORIZATION_SERVER,
  revocation: TO_AUTHORIZATION_SERVER,
};

/** The whole way, to show what was not reached. The call with the token is the second one to the server. */
const WHOLE: { step: Step; label: string }[] = [
  { step: 'mcp', label: 'First call, without a token' },
  { step: 'resource-metadata', label: 'Read the resource metadata' },
  { step: 'server-metadata', label: 'Read the authorization server’s metadata' },
  { step: 'registration', label: 'Get a client ID' },
  { step: 'authorization', label: 'Log in and allow' },
  { step: 'callback', label: 'Come back with a code' },
  { step: 'token', label: 'Exchange the code for a token' },
  { step: 'mcp', label: 'Call with the token' },
];

/** The steps of rules, as indices of the whole way. */
const PLACE_OF: Record<string, number> = { contact: 0, edge: 0, challenge: 0, resource: 1, server: 2, registration: 3, authorization: 4, callback: 5, token: 6, access: 7 };

/** The messages of the sign-in, in order; nothing where none was seen. */
export function messages(report: Report): Message[] {
  const { lines } = relevant(report);
  if (lines.length === 0) return [];
  const seen = lines.map((line) => message(report, line));
  const cause = placeCause(report, lines, seen);
  const furthest = Math.max(-1, ...lines.map(({ exchange, index }) => reached(exchange, report.steps[index] ?? 'other')));
  const answer = report.verdict === 'ok' ? 'not tried yet' : 'not reached';
  const idle = WHOLE.slice(furthest + 1).map(({ step, label }): Message => ({ ...way(report, step, ''), label, answer, state: 'idle' }));
  if (cause) placeUnseenCause(cause, seen, idle, furthest + 1);
  return [...seen, ...idle];
}

/** How far along the whole way an exchange is. */
function reached(exchange: Exchange, step: Step): number {
  if (step === 'mcp' && hasCredential(exchange)) return WHOLE.length - 1;
  return WHOLE.findIndex((each) => each.step === step);
}

function message(report: Report, { exchange, index, times }: Line): Message {
  const { method, url } = exchange.request;
  return {
    ...(times > 1 && { times }),
    ...way(report, report.steps[index] ?? 'other', url),
    label: [method, shorten(url, report.server), called(exchange)].filter(Boolean).join(' '),
    answer: outcome(exchange),
    state: state(report, exchange, index),
    exchange: index,
  };
}

/** The worst finding at this exchange decides; without one, an answer is fine. One that was hidden is unseen, whatever was concluded from that. */
function state(report: Report, { response, failure }: Exchange, index: number): State {
  const hidden = failure?.kind === 'blocked';
  const here = report.findings.filter(({ where, certainty }) => where?.exchange === index && !(hidden && certainty === 'inferred'));
  const severities = here.map((finding) => finding.severity);
  if (severities.includes('error')) return 'error';
  if (severities.includes('warning')) return 'warning';
  if (failure) return hidden ? 'unseen' : 'error';
  return response && response.status > 0 ? 'ok' : 'unseen';
}

/** The cause marks its exchange. Gives it back where it has none. */
function placeCause(report: Report, lines: Line[], seen: Message[]): Finding | undefined {
  const cause = report.findings.find((finding) => isCause(report, finding)) ?? report.cause ?? undefined;
  const exchange = cause?.where?.exchange;
  const place = exchange === undefined ? undefined : seen[lineOf(lines, exchange)];
  if (!cause || !place) return cause;
  place.cause = cause;
  if (cause.severity !== 'info' && !(place.state === 'unseen' && cause.certainty === 'inferred')) place.state = cause.severity;
  return undefined;
}

/** A cause that was only concluded marks the step that it is about; what lies before it was passed without being seen. */
function placeUnseenCause(cause: Finding, seen: Message[], idle: Message[], first: number): void {
  const at = Object.hasOwn(PLACE_OF, cause.step) ? (PLACE_OF[cause.step] ?? -1) - first : -1;
  const place = idle[at] ?? seen.at(-1);
  if (!place) return;
  place.cause = cause;
  place.state = cause.severity === 'info' ? place.state : cause.severity;
  for (const message of idle.slice(0, Math.max(0, at + 1))) {
    message.answer = 'not seen';
    if (message !== place) message.state = 'unseen';
  }
}

function way({ server }: Report, step: Step, url: string): Way {
  if (step !== 'preflight' && step !== 'other') return WAYS[step];
  return !server || sameOrigin(url, server) ? TO_SERVER : TO_AUTHORIZATION_SERVER;
}

function hasCredential({ request }: Exchange): boolean {
  return (request.headers ?? []).some(([name]) => name.toLowerCase() === 'authorization');
}

/** The method of a JSON-RPC call: the calls of one server differ in nothing else. */
function called({ request }: Exchange): string | undefined {
  try {
    const { jsonrpc, method } = JSON.parse(request.body ?? '') as { jsonrpc?: unknown; method?: unknown };
    return jsonrpc === '2.0' && typeof method === 'string' ? method : undefined;
  } catch {
    return undefined;
  }
}

function shorten(url: string, server: string | null | undefined): string {
  const short = url.replace(/\?.*$/s, '?…');
  return server && sameOrigin(url, server) ? short.slice(origin(url).length) || '/' : short.replace(/^https:\/\//, '');
}

function sameOrigin(a: string, b: string): boolean {
  return origin(a).toLowerCase() === origin(b).toLowerCase();
}

function origin(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
}
