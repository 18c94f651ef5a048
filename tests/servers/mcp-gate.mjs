// Who may call the MCP server: access tokens of the authorization server, personal access tokens, Basic.
import { createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * Makes the check that an MCP server runs before each request.
 *
 * @param {{ issuer?: string, resource: string, personalAccessTokens: Record<string, { subject: string, scopes: string[] }>,
 *   basic: Record<string, { password: string, subject: string, scopes: string[] }>, checkAudience: boolean,
 *   verify?: (token: string) => Promise<{ subject: string, scopes: string[], token: string } | undefined> }} trust
 *   `verify`: asks whoever issued the token, instead of reading it
 * @returns {(authorization: string | undefined) => Promise<{ subject: string, scopes: string[], token: string } | { refused: string | null }>}
 *   who calls, or why not (`null`: no credential at all)
 */
export function gate({ issuer, resource, personalAccessTokens, basic, checkAudience, verify }) {
  const keys = issuer && createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return async (authorization) => {
    if (!authorization) return { refused: null };
    const [scheme, credential = ''] = authorization.split(' ');
    if (/^basic$/i.test(scheme)) {
      const [user, password] = Buffer.from(credential, 'base64').toString('utf8').split(/:(.*)/s);
      const known = Object.hasOwn(basic, user) ? basic[user] : undefined;
      return known?.password === password ? { ...known, token: credential } : { refused: 'wrong name or password' };
    }
    if (!/^(bearer|dpop)$/i.test(scheme)) return { refused: `${scheme} is not supported` };
    if (Object.hasOwn(personalAccessTokens, credential)) return { ...personalAccessTokens[credential], token: credential };
    if (verify) return (await verify(credential)) ?? { refused: 'the authorization server does not know this token' };
    if (!keys) return { refused: 'unknown personal access token' };
    try {
      const { payload } = await jwtVerify(credential, keys, { issuer, ...(checkAudience && { audience: resource }) });
      return { subject: payload.sub ?? payload.client_id, scopes: (payload.scope ?? '').split(' '), token: credential, expiresAt: payload.exp };
    } catch (error) {
      return { refused: error.message };
    }
  };
}
