import { AuthDoctorError } from 'mcp-auth-doctor';
import { unknownOption } from '../driver/known.js';

/**
 * Refuses an option that the adapter does not have.
 *
 * @throws {AuthDoctorError} `invalid-argument`, with the name that was probably meant
 */
export function requireKnown(options: unknown, names: string): void {
  const wrong = unknownOption(options, names);
  if (wrong !== undefined) throw new AuthDoctorError('invalid-argument', wrong);
}
