// Which addresses the relay may connect to. What is checked is the address that is then connected to, so that no spelling and no name
// server gets around it.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { kindOf } from '../hosts/addresses/index.js';
import { Refused } from './refused.js';

/** An address that was checked. */
export interface Checked {
  address: string;
  family: 4 | 6;
}

/**
 * Resolves a host name and checks every address that it has.
 *
 * @param hostname as `URL` gives it: lower case, numbers in their usual spelling, IPv6 in brackets
 * @param named whether the user named this host: then it may be private, but never link-local
 * @param command what the user started, for the message that says how to name it
 * @throws {Refused} where one of the addresses may not be connected to; a network error where the name can't be resolved
 */
export async function resolve(hostname: string, named: boolean, command = 'serve'): Promise<Checked[]> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(bare) ? [{ address: bare, family: isIP(bare) }] : await lookup(bare, { all: true, verbatim: true });
  return found.map(({ address, family }) => {
    const kind = kindOf(address);
    if (kind === 'link-local') throw new Refused('PRIVATE_ADDRESS', `${hostname} is ${address}, a link-local address: no request goes there.`);
    if (kind === 'private' && !named) {
      throw new Refused(
        'PRIVATE_ADDRESS',
        `${hostname} is ${address}, which is not a public address, and you have not named it. If it is yours: mcp-auth-doctor ${command} ${hostname}`,
      );
    }
    return { address, family: family === 4 ? 4 : 6 };
  });
}
