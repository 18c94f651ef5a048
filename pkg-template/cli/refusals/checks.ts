// The wrong requests whose right answer is a refusal. Each has the clause that says so and, where the official suite or an issue of it has the
// same check, its id there.

export interface Check {
  at: 'mcp-server' | 'authorization-server';
  what: string;
  cite: string;
  conformance?: string;
}

export type Outcome = 'refused' | 'accepted' | 'unsure' | 'not-tried';

/** What came of a check. */
export interface Result extends Check {
  check: string;
  outcome: Outcome;
  /** What was seen, or why it was not tried. */
  saw: string;
}

const MCP = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization';
const SECURITY = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/security_best_practices';
const TRANSPORT = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning';
const OAUTH = 'https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13';
const BASELINE = 'modelcontextprotocol/conformance#116';

const server = (what: string, cite: string, conformance?: string): Check => ({ at: 'mcp-server', what, cite, ...(conformance && { conformance }) });
const issuer = (what: string, cite: string): Check => ({ at: 'authorization-server', what, cite });

export const CHECKS = {
  'header-malformed': server('A malformed Authorization header', `${MCP}#token-requirements`, BASELINE),
  'token-garbage': server('A token of random letters', `${MCP}#token-handling`, BASELINE),
  'token-unsigned': server('A well-formed token without a signature', `${MCP}#token-handling`, BASELINE),
  'token-alg-none': server('A token that says "alg": "none"', 'https://www.rfc-editor.org/rfc/rfc8725#section-3.1', BASELINE),
  'token-self-signed': server('A token that is signed with a key of our own', `${MCP}#token-handling`, BASELINE),
  'token-tampered': server('Our own token with one letter changed', `${MCP}#token-handling`),
  'token-in-query': server('Our own token in the address instead of the header', `${MCP}#token-requirements`),
  'token-other-audience': server('A token that was issued for another server', `${MCP}#token-handling`, 'server-token-audience-validation (modelcontextprotocol/conformance#78)'),
  'token-expired': server('A token that has expired', `${MCP}#token-handling`, 'modelcontextprotocol/conformance#78'),
  'session-alone': server('The id of our own session without a token', `${SECURITY}#session-hijacking`),
  'origin-foreign': server('Our own token from a page of another origin', TRANSPORT, 'dns-rebinding-protection'),
  'challenge-missing': issuer('An authorization request without code_challenge', `${OAUTH}#section-4.1.1`),
  'challenge-plain': issuer('An authorization request with code_challenge_method=plain', `${MCP}#authorization-code-protection`),
  'redirect-unregistered': issuer('An authorization request with a redirect URI that was not registered', `${OAUTH}#section-2.3.1`),
  'verifier-wrong': issuer('Our own code with the wrong code_verifier', `${OAUTH}#section-4.1.3`),
  'code-twice': issuer('Our own code for the second time', `${OAUTH}#section-4.1.3`),
  'refresh-twice': issuer('Our own refresh token for the second time', `${OAUTH}#section-4.3.1`),
} as const satisfies Record<string, Check>;

export type CheckId = keyof typeof CHECKS;

/** Results in the order of the table; what was not told of was not tried. */
export class Results {
  readonly #told = new Map<CheckId, { outcome: Outcome; saw: string }>();

  tell(id: CheckId, outcome: Outcome, saw: string): void {
    this.#told.set(id, { outcome, saw });
  }

  /** Where nothing was told yet. */
  notTried(ids: readonly CheckId[], why: string): void {
    for (const id of ids) if (!this.#told.has(id)) this.tell(id, 'not-tried', why);
  }

  all(): Result[] {
    return (Object.keys(CHECKS) as CheckId[]).map((check) => {
      const { outcome, saw } = this.#told.get(check) ?? { outcome: 'not-tried' as const, saw: '' };
      return { check, ...CHECKS[check], outcome, saw };
    });
  }
}
