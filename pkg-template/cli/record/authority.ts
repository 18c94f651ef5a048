// A certificate authority for one run: its key stays in this process, and it ends with it.
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, type Extension, KeyUsageFlags, KeyUsagesExtension,
  SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator,
} from '@peculiar/x509';
import { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';

/** The authority of a run. */
export interface Authority {
  /** Its certificate, PEM. */
  certificate: string;
  /** What a server of that name presents to a client that trusts the authority. */
  contextOf(hostname: string): Promise<SecureContext>;
}

const DAY_MS = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes one; it is valid for a day. */
export async function makeAuthority(): Promise<Authority> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  const keys = await makeKeys();
  const issue = async (subject: string, publicKey: CryptoKey, extensions: Extension[]) =>
    X509CertificateGenerator.create({
      ...validity, subject, issuer: 'CN=mcp-auth-doctor record', publicKey, signingKey: keys.privateKey, signingAlgorithm: ALGORITHM,
      extensions: [...extensions, await SubjectKeyIdentifierExtension.create(publicKey), await AuthorityKeyIdentifierExtension.create(keys.publicKey)],
    });
  const own = await issue('CN=mcp-auth-doctor record', keys.publicKey, [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)]);
  const certificate = `${own.toString('pem')}\n`;
  const contexts = new Map<string, Promise<SecureContext>>();

  async function madeFor(hostname: string): Promise<SecureContext> {
    const server = await makeKeys();
    const value = hostname.replace(/^\[|\]$/g, '');
    const leaf = await issue('CN=a watched server', server.publicKey, [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([{ type: isIP(value) ? 'ip' : 'dns', value }]),
    ]);
    return createSecureContext({ key: KeyObject.from(server.privateKey).export({ format: 'pem', type: 'pkcs8' }), cert: `${leaf.toString('pem')}\n${certificate}` });
  }

  return {
    certificate,
    contextOf(hostname) {
      const context = contexts.get(hostname) ?? madeFor(hostname);
      contexts.set(hostname, context);
      return context;
    },
  };
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}
