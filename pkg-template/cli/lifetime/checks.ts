// What happens to a sign-in after its first hour, point by point, and what came of each.

/** `works`: seen to go well. `note`: goes well with a limit. `breaks`: seen to fail, so it will fail for users. */
export type Outcome = 'works' | 'note' | 'breaks' | 'not-tried';

interface Check {
  what: string;
  cite: string;
}

const MCP = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization';
const OAUTH = 'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13';

const CHECKS = {
  expiry: { what: 'The access token expires', cite: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1' },
  refused: { what: 'The server gets an invalid token', cite: `${MCP}#token-handling` },
  refresh: { what: 'The token is renewed without you', cite: 'https://www.rfc-editor.org/rfc/rfc6749#section-6' },
  rotation: { what: 'The refresh token changes with each use', cite: `${OAUTH}#section-4.3.1` },
  restart: { what: 'The client is started again', cite: `${MCP}#refresh-tokens` },
  'two-at-once': { what: 'Two windows renew with the same refresh token', cite: 'https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2' },
  'step-up': { what: 'A tool needs another scope', cite: `${MCP}#step-up-authorization-flow` },
  revocation: { what: 'You sign out', cite: 'https://www.rfc-editor.org/rfc/rfc7009#section-2' },
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof CHECKS;

/** What came of a check. */
export interface Result extends Check {
  check: CheckId;
  outcome: Outcome;
  /** What was seen, or why it was not tried. */
  saw: string;
  /** The rule that explains it: `mcp-auth-doctor rules ID`. */
  rule?: string;
}

/** Results in the order of the table. */
export class Results {
  readonly #told = new Map<CheckId, Pick<Result, 'outcome' | 'saw' | 'rule'>>();

  tell(check: CheckId, outcome: Outcome, saw: string, rule?: string): void {
    this.#told.set(check, { outcome, saw, ...(rule !== undefined && { rule }) });
  }

  /** Where nothing was told yet. */
  notTried(checks: readonly CheckId[], why: string): void {
    for (const check of checks) if (!this.#told.has(check)) this.tell(check, 'not-tried', why);
  }

  all(): Result[] {
    return (Object.keys(CHECKS) as CheckId[]).map((check) => ({ check, ...CHECKS[check], ...(this.#told.get(check) ?? { outcome: 'not-tried' as const, saw: 'The test ended before.' }) }));
  }
}

/** A length of time in the words of a sentence. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [[86_400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']] as const;
  const [length, unit] = units.find(([size]) => seconds >= 2 * size) ?? [1, 'second'];
  const count = Math.round(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
