// What an operator expects of a server (--expect), and whether it is so: a server that lost its protection or its registration must not pass.
import type { Report } from 'mcp-auth-doctor';
import type { Options } from './arguments.js';
import { STATUS } from './report.js';
import { UsageError } from './usage.js';

/** What `--expect` can say. */
export const EXPECTED = ['protected', 'public', 'registration'] as const;

/** What is expected. */
export type Expected = (typeof EXPECTED)[number];

/** An expectation, and what came of it. */
export interface Expectation {
  expected: Expected;
  /** `null` where no answer tells. */
  met: boolean | null;
  why: string;
}

/**
 * The value of the option.
 *
 * @throws {UsageError} where it is another one
 */
export function expectedOf({ expect }: Options): Expected | undefined {
  if (expect === undefined) return undefined;
  const found = EXPECTED.find((each) => each === expect);
  if (!found) throw new UsageError(`--expect ${expect}: use ${EXPECTED.join(', ')}.`);
  return found;
}

/** Whether a server is what --expect says; nothing without that option. */
export function expectationOf(report: Report, options: Options): Expectation | undefined {
  const expected = expectedOf(options);
  return expected && { expected, ...JUDGED[expected](report) };
}

/** The line that says so, where it is not met. */
export function lineOf({ expected, met, why }: Expectation): string | undefined {
  if (met) return undefined;
  return `Expected: ${expected}. ${met === null ? 'Not known' : 'Not met'}: ${why}`;
}

/** The exit status with an expectation: one that is not met is 1, one that nobody can tell never passes. */
export function statusWith(status: number, expectation: Expectation | undefined): number {
  if (expectation?.met === false) return STATUS.blocked;
  return expectation?.met === null && status === STATUS.fine ? STATUS.unknown : status;
}

/** A report's SARIF with one result more where the expectation is not met. */
export function inSarif(log: string, { server }: Report, expectation: Expectation | undefined): string {
  const message = expectation && lineOf(expectation);
  if (!message) return log;
  const parsedLog = JSON.parse(log) as { runs: [{ tool: { driver: { rules: object[] } }; results: object[] }] };
  const [run] = parsedLog.runs;
  const ruleId = `expect/${expectation.expected}`;
  const level = expectation.met === null ? 'warning' : 'error';
  run.tool.driver.rules.push({ id: ruleId, shortDescription: { text: `The server is as expected: ${expectation.expected}` }, defaultConfiguration: { level: 'error' } });
  run.results.push({
    ruleId,
    level,
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: artifactOf(server) }, region: { startLine: 1 } } }],
    partialFingerprints: { 'ruleAndPlace/v1': `${ruleId} ${server ?? ''}` },
    properties: { cause: false, url: server ?? '' },
  });
  return `${JSON.stringify(parsedLog, null, 2)}\n`;
}

/** Host and path as a relative reference, as the findings have it. */
function artifactOf(server: string | null): string {
  if (!server || !URL.canParse(server)) return 'mcp-server';
  const { host, pathname } = new URL(server);
  return `${encodeURIComponent(host)}${pathname}`;
}

type Judged = Pick<Expectation, 'met' | 'why'>;

const UNSEEN: Judged = { met: null, why: 'no answer of the server tells.' };

const JUDGED: Readonly<Record<Expected, (report: Report) => Judged>> = {
  protected: (report) => {
    if (isPublic(report)) return { met: false, why: 'the server answers without a token.' };
    return asksForToken(report) ? { met: true, why: 'the server refuses a request without a token.' } : UNSEEN;
  },
  public: (report) => {
    if (asksForToken(report)) return { met: false, why: 'the server refuses a request without a token.' };
    return isPublic(report) ? { met: true, why: 'the server answers without a token.' } : UNSEEN;
  },
  registration: (report) => {
    if (isPublic(report)) return { met: false, why: 'the server answers without a token, so nobody registers.' };
    if (has(report, 'registration/not-offered')) return { met: false, why: 'the authorization server offers neither registration nor client ID metadata documents.' };
    return offersRegistration(report) ? { met: true, why: 'the authorization server offers a way to register.' } : UNSEEN;
  },
};

const has = ({ findings }: Report, rule: string) => findings.some((finding) => finding.rule === rule);

const isPublic = (report: Report) => has(report, 'contact/public');

/** A request without a credential was refused for that. */
function asksForToken({ exchanges, steps }: Report): boolean {
  return exchanges.some(({ request, response }, at) => steps[at] === 'mcp' && response?.status === 401 && !request.headers?.some(([name]) => name.toLowerCase() === 'authorization'));
}

/** Registration (RFC 7591) or client ID metadata documents, by the metadata that was seen. */
function offersRegistration({ exchanges, steps }: Report): boolean {
  return exchanges.some(({ response }, at) => {
    if (steps[at] !== 'server-metadata' || response?.status !== 200) return false;
    const document = parsed(response.body);
    return typeof document?.['registration_endpoint'] === 'string' || document?.['client_id_metadata_document_supported'] === true;
  });
}

function parsed(body: string | undefined): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body ?? '') as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
