// The sequence that the diagram draws: who said what to whom, as far as it was seen, and then what was not reached.
import type { Exchange, Finding, Report } from '../core.js';
import { isCause } from './findings.js';
import { outcome } from './exchanges.js';

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
  /** The cause, where it is here. */
  cause?: Finding;
}

type Step = 'call' | 'resource-metadata' | 'server-metadata' | 'registration' | 'authorization' | 'callback' | 'token' | 'proof';

const PATH: Record<Step, Pick<Message, 'from' | 'to' | 'label'>> = {
  call: { from: 'host', to: 'server', label: 'First call, without a token' },
  'resource-metadata': { from: 'host', to: 'server', label: 'Read the resource metadata' },
  'server-metadata': { from: 'host', to: 'authorization-server', label: 'Read the authorization server’s metadata' },
  registration: { from: 'host', to: 'authorization-server', label: 'Get a client id' },
  authorization: { from: 'browser', to: 'authorization-server', label: 'Log in and allow' },
  callback: { from: 'browser', to: 'host', label: 'Come back with a code' },
  token: { from: 'host', to: 'authorization-server', label: 'Exchange the code for a token' },
  proof: { from: 'host', to: 'server', label: 'Call with the token' },
};
const ORDER = Object.keys(PATH) as Step[];

/** All messages of a report, in order. */
export function messages(report: Report): Message[] {
  const seen = report.exchanges.map((exchange, index) => message(report, exchange, index));
  placeCause(report, seen);
  const last = Math.max(-1, ...report.exchanges.map((exchange) => ORDER.indexOf(stepOf(report, exchange))));
  const idle = ORDER.slice(last + 1).map((step): Message => ({ ...PATH[step], answer: 'not reached', state: 'idle' }));
  return [...seen, ...idle];
}

function message(report: Report, exchange: Exchange, index: number): Message {
  const step = stepOf(report, exchange);
  const preflight = exchange.request.method === 'OPTIONS';
  return {
    ...PATH[step],
    label: `${exchange.request.method} ${shorten(exchange.request.url, report.server)}`,
    ...(preflight && { from: 'host' as const }),
    answer: outcome(exchange),
    state: state(report, exchange, index),
    exchange: index,
  };
}

/** The worst finding at this exchange decides; without one, an answer is fine and a hidden one is unseen. */
function state(report: Report, { response, failure }: Exchange, index: number): State {
  const severities = report.findings.filter((finding) => finding.where?.exchange === index).map((finding) => finding.severity);
  if (severities.includes('error')) return 'error';
  if (severities.includes('warning')) return 'warning';
  if (failure) return failure.kind === 'blocked' ? 'unseen' : 'error';
  return response && response.status > 0 ? 'ok' : 'unseen';
}

/** The cause marks its exchange, or, where it has none, the last one that was seen. */
function placeCause(report: Report, seen: Message[]): void {
  const cause = report.findings.find((finding) => isCause(report, finding)) ?? report.cause;
  if (!cause) return;
  const place = cause.where?.exchange === undefined ? seen.at(-1) : seen[cause.where.exchange];
  if (!place) return;
  place.cause = cause;
  place.state = cause.severity === 'info' ? place.state : cause.severity;
}

/** Which arrow an exchange is drawn as; by its address alone, for the picture only. The rules read the evidence, not this. */
function stepOf(report: Report, { request }: Exchange): Step {
  const { url, body = '' } = request;
  const path = url.replace(/[?#].*$/s, '');
  if (path.includes('/.well-known/oauth-protected-resource')) return 'resource-metadata';
  if (/\/\.well-known\/(oauth-authorization-server|openid-configuration)/.test(path)) return 'server-metadata';
  if (/[?&]response_type=/.test(url)) return 'authorization';
  if (/[?&](code|error)=/.test(url) && /[?&]state=/.test(url)) return 'callback';
  if (/(^|&)grant_type=/.test(body)) return 'token';
  if (/"redirect_uris"/.test(body)) return 'registration';
  const authorized = (request.headers ?? []).some(([name]) => name.toLowerCase() === 'authorization');
  const own = report.server === undefined || report.server === null || sameOrigin(url, report.server);
  if (own) return authorized ? 'proof' : 'call';
  return request.method === 'POST' ? 'token' : 'authorization';
}

function shorten(url: string, server: string | null | undefined): string {
  return server && sameOrigin(url, server) ? url.slice(origin(url).length) || '/' : url.replace(/^https:\/\//, '');
}

function sameOrigin(a: string, b: string): boolean {
  return origin(a).toLowerCase() === origin(b).toLowerCase();
}

function origin(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
}
