// A credential as a header, for a program that sends the requests itself.
import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Tokens } from 'mcp-auth-doctor';

/**
 * The header that carries these tokens, in the way of their kind.
 *
 * @throws {AuthDoctorError} `not-a-header`: each request needs a proof of its own (RFC 9449)
 */
export function headerOf(tokens: Tokens): Record<string, string> {
  switch (tokens.tokenType.toLowerCase()) {
    case 'bearer':
      return { Authorization: `Bearer ${tokens.accessToken}` };
    case 'basic':
      return { Authorization: `Basic ${tokens.accessToken}` };
    case 'header':
      return { [tokens.header ?? 'Authorization']: tokens.accessToken };
    default:
      throw new AuthDoctorError('not-a-header', `A token of type ${tokens.tokenType} needs a proof in every request (RFC 9449); it can't be given as a header.`);
  }
}
