// A certificate authority for one run: its key stays in this process, and it ends with it.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';

/** The authority of a run. */
export interface Authority {
  /** Its certificate, PEM. */
  certificate: string;
  /** What a server of that name presents to a client that trusts the authority. */
  contextOf(hostname: string): SecureContext;
}

/** A name and its key. */
interface Party {
  name: Buffer;
  publicKey: KeyObject;
}

const DAY_MS = 86_400_000;
const OID = {
  commonName: '550403', ecdsaWithSha256: '2a8648ce3d040302', basicConstraints: '551d13', keyUsage: '551d0f', extendedKeyUsage: '551d25', serverAuth: '2b06010505070301',
  subjectKeyIdentifier: '551d0e', authorityKeyIdentifier: '551d23', subjectAltName: '551d11',
} as const;

/** Makes one; it is valid for a day. */
export function makeAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own: Party = { name: named('mcp-auth-doctor record'), publicKey: keys.publicKey };
  const issue = (subject: Party, extensions: Buffer[]) => certificateOf({ subject, issuer: own, key: keys.privateKey, extensions });
  const certificate = issue(own, [
    extension(OID.basicConstraints, sequence(tagged(0x01, Buffer.from([0xff])), tagged(0x02, Buffer.from([0]))), true),
    extension(OID.keyUsage, bits(0x06, 1), true),
  ]);
  const contexts = new Map<string, SecureContext>();
  return {
    certificate,
    contextOf(hostname) {
      const there = contexts.get(hostname);
      if (there) return there;
      const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const leaf = issue({ name: named('a server, watched'), publicKey: server.publicKey }, [
        extension(OID.basicConstraints, sequence(), true),
        extension(OID.keyUsage, bits(0x80, 7), true),
        extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
        extension(OID.subjectAltName, sequence(alternative(hostname.replace(/^\[|\]$/g, '')))),
      ]);
      const context = createSecureContext({ key: server.privateKey.export({ format: 'pem', type: 'pkcs8' }), cert: `${leaf}${certificate}` });
      contexts.set(hostname, context);
      return context;
    },
  };
}

/** A certificate of X.509 version 3 (RFC 5280 §4.1), PEM. */
function certificateOf({ subject, issuer, key, extensions }: { subject: Party; issuer: Party; key: KeyObject; extensions: Buffer[] }): string {
  const now = Date.now();
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    // Positive, and not longer than 20 octets (RFC 5280 §4.1.2.2).
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    issuer.name,
    sequence(time(now - DAY_MS), time(now + DAY_MS)),
    subject.name,
    spki(subject.publicKey),
    tagged(0xa3, sequence(
      ...extensions,
      extension(OID.subjectKeyIdentifier, tagged(0x04, identifier(subject.publicKey))),
      extension(OID.authorityKeyIdentifier, sequence(tagged(0x80, identifier(issuer.publicKey)))),
    )),
  );
  const whole = sequence(signed, algorithm, tagged(0x03, Buffer.from([0]), sign('sha256', signed, key)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
}

/** One value of DER: tag, length, content. */
function tagged(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const bytes: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  const length = body.length < 128 ? [body.length] : [0x80 + bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

/** A bit string of one octet, of which the last bits are not used. */
function bits(octet: number, unused: number): Buffer {
  return tagged(0x03, Buffer.from([unused, octet]));
}

function named(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(oid(OID.commonName), tagged(0x0c, Buffer.from(commonName)))));
}

/** `UTCTime`, for times before 2050 (RFC 5280 §4.1.2.5). */
function time(ms: number): Buffer {
  return tagged(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value));
}

/** A host's name or address as `subjectAltName` has it (RFC 5280 §4.2.1.6). */
function alternative(hostname: string): Buffer {
  if (!isIP(hostname)) return tagged(0x82, Buffer.from(hostname));
  return tagged(0x87, Buffer.from(isIP(hostname) === 4 ? hostname.split('.').map(Number) : octets(hostname)));
}

/** The sixteen octets of an address as `URL` writes it. */
function octets(address: string): number[] {
  const [before = '', after] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [head, tail] = [groups(before), groups(after ?? '')];
  const all = [...head, ...Array<number>(after === undefined ? 0 : 8 - head.length - tail.length).fill(0), ...tail];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}

function spki(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

function identifier(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key)).digest();
}
