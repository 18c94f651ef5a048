// A report as JUnit's XML, which every CI shows: a suite for each server, a case for signing in and one for each error.
import type { Report } from 'mcp-auth-doctor';
import { lineOf, type Expectation } from './expect.js';
import { STATUS, statusOf } from './report.js';

/** A server and what was found there. */
export interface Suite {
  name: string;
  report: Report;
  /** The exit status that it comes to. */
  status: number;
  /** What was expected of it, and what came of that. */
  expectation?: Expectation | undefined;
}

/** The whole text. */
export function junitOf(suites: readonly Suite[]): string {
  const all = suites.map(suiteOf);
  const count = (what: 'tests' | 'failures' | 'errors' | 'skipped') => all.reduce((sum, suite) => sum + suite[what], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mcp-auth-doctor" tests="${count('tests')}" failures="${count('failures')}" errors="${count('errors')}" skipped="${count('skipped')}">`,
    ...all.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf({ name, report, status, expectation }: Suite) {
  const { findings } = report;
  const isFirst = ({ rule, title }: Report['findings'][number], at: number) => findings.findIndex((other) => other.rule === rule && other.title === title) === at;
  const errors = findings.filter((finding, at) => finding.severity === 'error' && isFirst(finding, at));
  const cases = [
    { id: 'signing in', body: signingIn(report, expectation ? statusOf(report, {}) : status) },
    ...(expectation ? [{ id: `expected: ${expectation.expected}`, body: asExpected(expectation) }] : []),
    ...errors.map((finding) => ({ id: finding.rule, body: failure(finding) })),
  ];
  const count = (element: string) => cases.filter(({ body }) => body.startsWith(`<${element}`)).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const rows = cases.map(({ id, body }) => `    <testcase classname="${escaped(name)}" name="${escaped(id)}">${body}</testcase>`);
  const attributes = Object.entries(counts).map(([word, number]) => `${word}="${number}"`).join(' ');
  return { ...counts, xml: [`  <testsuite name="${escaped(name)}" ${attributes}>`, ...rows, '  </testsuite>'].join('\n') };
}

/** What is not as expected is a failure; what nobody can tell is an error of the run. */
function asExpected(expectation: Expectation): string {
  const message = lineOf(expectation);
  return message ? `<${expectation.met === null ? 'error' : 'failure'} message="${escaped(message)}"/>` : '';
}

/** A server that can't be judged is an error of the run, one that waits for a person is skipped. */
function signingIn({ cause, verdict }: Report, status: number): string {
  const message = escaped(cause?.title ?? verdict);
  if (status === STATUS.fine) return '';
  if (status === STATUS.needs) return `<skipped message="${message}"/>`;
  if (status === STATUS.unknown) return `<error message="${message}"/>`;
  return cause ? failure(cause) : `<failure message="${message}"/>`;
}

function failure({ title, rule, party, why, fix, expected, received, cites }: Report['findings'][number]): string {
  const lines = [`${rule}, to be fixed by: ${party}`, why, fix, expected && `Expected: ${expected}`, received && `Received: ${received}`, ...cites.map(({ label, url }) => `${label}: ${url}`)];
  return `<failure message="${escaped(title)}" type="${escaped(rule)}">${escaped(lines.filter(Boolean).join('\n'))}</failure>`;
}

/** As text or attribute; characters that XML 1.0 can't have are left out. */
function escaped(text: string): string {
  const allowed = [...text].filter((character) => /[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(character)).join('');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
