// Which addresses are of the public Internet: for whoever sends requests to where others tell them to, such as the relay of `serve`. Needs
// `node:net`, which Node, Deno, Bun and workerd (`nodejs_compat`) have.
import { BlockList, isIPv4 } from 'node:net';
import LIST from '../../../src/wire/special-addresses.txt';

/** What an IP address is. */
export type AddressKind = 'public' | 'private' | 'link-local';

interface Block {
  kind: AddressKind | 'carries';
  family: 'ipv4' | 'ipv6';
  addresses: BlockList;
}

/** The list of the core, in its order. */
const BLOCKS = LIST.split('\n').flatMap((line): Block[] => {
  const [kind = '', subnet = ''] = line.split(' ');
  const [address = '', length = ''] = subnet.split('/');
  if (kind.startsWith('#') || !length) return [];
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(length), family);
  return [{ kind: kind as Block['kind'], family, addresses }];
});

/**
 * What an IP address is: `private` is every one that is not of the public Internet, save link-local ones, where clouds keep the credentials
 * of their machines. IPv4 inside IPv6 counts as what it carries.
 */
export function kindOf(address: string): AddressKind {
  const plain = address.replace(/%.*$/, '');
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  const block = BLOCKS.find((each) => each.family === family && each.addresses.check(plain, family));
  if (!block) return family === 'ipv4' ? 'public' : 'private';
  return block.kind === 'carries' ? kindOf(lastBits(plain)) : block.kind;
}

/** The last 32 bits of an IPv6 address, as IPv4. */
function lastBits(address: string): string {
  // `URL` writes IPv6 in one way only (RFC 5952), with the IPv4 part as two groups; a group that is not written is 0.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  const bits = groups.map((group) => Number.parseInt(group || '0', 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}
