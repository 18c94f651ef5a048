// The requests of a discovery as `curl` commands, for whoever wants to see what a browser or a paste does not show.
import type { Core, Exchange, Report } from '../core.js';

type Request = Exchange['request'];

/** More rounds than a discovery has. */
const MOST_ROUNDS = 12;

/**
 * What discovery asks as far as the report's answers lead, and then what it would ask next; nothing where it has come to its end. All of
 * them, since what is pasted back has to stand alone.
 */
export function unanswered(core: Core, report: Report): Request[] {
  if (!report.server) return [];
  const discovery = new core.Discovery({ server: report.server, probe: 'eager' });
  const asked: Request[] = [];
  try {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const step = discovery.next();
      if (step.kind !== 'send') return [];
      asked.push(...step.requests);
      const answers = step.requests.map((request) => answerTo(request, report.exchanges)).filter((answer) => answer !== undefined);
      if (answers.length < step.requests.length) return asked;
      discovery.receive(answers);
    }
  } catch {
    // An address that can't be asked: there is no command for it.
  } finally {
    discovery.free();
  }
  return [];
}

function answerTo({ method, url }: Request, exchanges: Exchange[]): Exchange | undefined {
  return exchanges.find(({ request, response }) => request.method === method && request.url === url && (response?.status ?? 0) > 0);
}

/**
 * The requests as commands; no credential is among them, since discovery sends none. The shell prints each command before its answer, which
 * alone does not say what was asked.
 */
export function curlLines(requests: Request[]): string[] {
  const lines = requests.map(({ method, url, headers = [], body }) =>
    [
      String.raw`curl -i -sS -m 20 -w '\n'`,
      method === 'GET' ? '' : `-X ${quote(method)}`,
      ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
      body === undefined ? '' : `--data-raw ${quote(body)}`,
      quote(url),
    ]
      .filter(Boolean)
      .join(' '),
  );
  return ["(PS4='$ '; set -x", ...lines, ')'];
}

/** For a POSIX shell: single quotes, so that nothing in a server's text is run. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
