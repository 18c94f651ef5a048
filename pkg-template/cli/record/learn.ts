// Which other servers an answer sends a client to.

const ADDRESSES = [
  'issuer', 'authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint', 'pushed_authorization_request_endpoint', 'device_authorization_endpoint',
  'userinfo_endpoint', 'introspection_endpoint', 'jwks_uri', 'registration_client_uri', 'resource',
];

/**
 * Their origins.
 *
 * @param body of a document of the sign-in; nothing where it is none
 */
export function originsIn(headers: readonly [string, string][], body: string): string[] {
  const fields = headers.filter(([name]) => /^(www-authenticate|location)$/i.test(name)).flatMap(([, value]) => value.match(/https?:\/\/[^\s"',;<>]+/gi) ?? []);
  return [...new Set([...fields, ...members(body)].filter((text) => /^https?:/i.test(text) && URL.canParse(text)).map((text) => new URL(text).origin))];
}

function members(body: string): string[] {
  const document = parsed(body);
  if (document === undefined) return [];
  const servers = document['authorization_servers'];
  const single = ADDRESSES.map((name) => document[name]);
  return [...single, ...(Array.isArray(servers) ? servers : [])].filter((value): value is string => typeof value === 'string');
}

/** An object of JSON, if the text is one. */
export function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
