// What a list of servers was like the last time, so that a run names only what changed.
import { readFile, writeFile } from 'node:fs/promises';
import type { Report } from 'mcp-auth-doctor';
import { UsageError } from './usage.js';

/** What is remembered of a server: no address of a document, no time, nothing that differs between two equal runs. */
export interface Known {
  verdict: string;
  cause: string | null;
  /** The ids of the rules, sorted. */
  findings: string[];
}

/** By the server's address. */
export type Baseline = ReadonlyMap<string, Known>;

/** How a server differs from the last time; `before` is missing where it is new. */
export interface Change {
  before: Known | undefined;
  appeared: string[];
  gone: string[];
}

/** What is remembered of a report. */
function knownOf({ verdict, cause, findings }: Report): Known {
  return { verdict, cause: cause?.rule ?? null, findings: [...new Set(findings.map(({ rule }) => rule))].sort() };
}

/** What changed, or `undefined` where all is as it was. */
export function changeOf(report: Report, before: Known | undefined): Change | undefined {
  const now = knownOf(report);
  const old = before?.findings ?? [];
  const appeared = now.findings.filter((rule) => !old.includes(rule));
  const gone = old.filter((rule) => !now.findings.includes(rule));
  const same = before && before.verdict === now.verdict && before.cause === now.cause && appeared.length === 0 && gone.length === 0;
  return same ? undefined : { before, appeared, gone };
}

/**
 * Reads a baseline; `undefined` where there is no file yet.
 *
 * @throws {UsageError} where the file is something else
 */
export async function readBaseline(path: string): Promise<Baseline | undefined> {
  try {
    const { schema, servers } = JSON.parse(await readFile(path, 'utf8')) as { schema?: unknown; servers?: unknown };
    const entries = Object.entries(servers ?? {}) as [string, Known][];
    if (schema === 1 && entries.every(([, known]) => typeof known?.verdict === 'string' && Array.isArray(known.findings))) return new Map(entries);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code) throw new UsageError(`--baseline ${path}: the file can't be read (${code}).`);
  }
  throw new UsageError(`--baseline ${path}: this is not a baseline of mcp-auth-doctor. Name a file that does not exist yet to create one.`);
}

/** Writes what the servers are like now. */
export async function writeBaseline(path: string, reports: readonly [{ address: string }, Report][]): Promise<void> {
  const servers = Object.fromEntries(reports.map(([{ address }, report]) => [address, knownOf(report)]));
  try {
    await writeFile(path, `${JSON.stringify({ schema: 1, servers }, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`--baseline ${path}: the file can't be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
