// Which addresses are of the public Internet: for whoever sends requests to where others tell them to, such as the relay of `serve`. Needs
// `node:net`, which Node, Deno, Bun and workerd (`nodejs_compat`) have.
import { BlockList, isIPv4 } from 'node:net';

/** Blocks of IPv4 that are not of the public Internet (RFC 6890 and the IANA registry of special-purpose addresses). */
const SPECIAL_V4 = blocks('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Link-local, which is where clouds keep the credentials of their machines: never, whoever names it. */
const LINK_LOCAL_V4 = blocks('ipv4', ['169.254.0.0/16']);
const LINK_LOCAL_V6 = blocks('ipv6', ['fe80::/10', 'fd00:ec2::/32']);
/** Of IPv6 only global unicast is public, without Teredo and its like, documentation and 6to4. */
const GLOBAL_V6 = blocks('ipv6', ['2000::/3']);
const SPECIAL_V6 = blocks('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/**
 * What an IP address is: `private` is every one that is not of the public Internet, save link-local ones. IPv4 inside IPv6 counts as what it
 * carries.
 */
export function kindOf(address: string): 'public' | 'private' | 'link-local' {
  const plain = address.replace(/%.*$/, '');
  const v4 = isIPv4(plain) ? plain : carried(plain);
  if (v4 !== undefined) return LINK_LOCAL_V4.check(v4) ? 'link-local' : SPECIAL_V4.check(v4) ? 'private' : 'public';
  if (LINK_LOCAL_V6.check(plain, 'ipv6')) return 'link-local';
  return GLOBAL_V6.check(plain, 'ipv6') && !SPECIAL_V6.check(plain, 'ipv6') ? 'public' : 'private';
}

/** The IPv4 address in an IPv4-mapped (`::ffff:0:0/96`), IPv4-compatible (`::/96`) or NAT64 (`64:ff9b::/96`) address. */
function carried(address: string): string | undefined {
  // `URL` writes IPv6 in one way only (RFC 5952), with the IPv4 part as two groups.
  const host = URL.canParse(`http://[${address}]`) ? new URL(`http://[${address}]`).hostname : '';
  const match = /^\[(?:::ffff:|64:ff9b::|::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (!match) return undefined;
  const bits = match.slice(1).map((group) => Number.parseInt(group, 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

function blocks(family: 'ipv4' | 'ipv6', subnets: string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', length] = subnet.split('/');
    list.addSubnet(address, Number(length), family);
  }
  return list;
}
