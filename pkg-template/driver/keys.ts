// Signing keys by WebCrypto: made, kept by the host's store, used. A store that can hold a `CryptoKey` itself (`putKey`, `getKey`,
// `deleteKey`) gets one that can't be exported (MCP Security Best Practices, key storage); any other keeps a JWK as text.
import type { KeyTurn } from './core.ts';
import { member } from './member.ts';
import type { GivenStore } from './means.ts';

const PREFIX = 'key:';

/** Makes, shows, uses or deletes a key; what the core takes as its answer. */
export async function perform(turn: KeyTurn, store: GivenStore): Promise<unknown> {
  switch (turn.kind) {
    case 'make-key': return make(turn, store);
    case 'public-key': return shown(turn.keyId, store);
    case 'sign': return sign(turn, store);
    case 'delete-key':
      // A store that takes `CryptoKey`s and can't delete them keeps this one: of no use to anybody without what was bound to it.
      return has(store, 'putKey') ? call(store, 'deleteKey', turn.keyId) : call(store, 'delete', PREFIX + turn.keyId);
  }
}

const has = (store: GivenStore, method: string): boolean => typeof member(store, method) === 'function';

/** Calls a method of the store; nothing where it has none. */
async function call(store: GivenStore, method: string, ...args: unknown[]): Promise<unknown> {
  const found = member(store, method);
  return typeof found === 'function' ? found.apply(store, args) : undefined;
}

async function make({ keyId, algorithm }: KeyTurn & { kind: 'make-key' }, store: GivenStore): Promise<string> {
  const own = has(store, 'putKey');
  if (!own && !has(store, 'set')) throw new Error('a key needs a store to be kept in');
  const pair = await subtle().generateKey(parametersOf(algorithm).key as EcKeyGenParams, !own, ['sign', 'verify']);
  const jwk = await subtle().exportKey('jwk', pair.publicKey);
  if (own) await call(store, 'putKey', keyId, pair);
  else await call(store, 'set', PREFIX + keyId, JSON.stringify(await subtle().exportKey('jwk', pair.privateKey)));
  return publicPart(jwk);
}

async function shown(keyId: string, store: GivenStore): Promise<string | undefined> {
  const found = await kept(keyId, store);
  if (!found) return undefined;
  return publicPart('pair' in found ? await subtle().exportKey('jwk', found.pair.publicKey) : found.jwk);
}

async function sign({ keyId, pkcs8, algorithm, input }: KeyTurn & { kind: 'sign' }, store: GivenStore): Promise<Uint8Array> {
  const { key, signature } = parametersOf(algorithm);
  const usable = async (): Promise<CryptoKey> => {
    if (pkcs8) return subtle().importKey('pkcs8', pkcs8, key, false, ['sign']);
    const found = await kept(keyId ?? '', store);
    if (!found) throw new Error('the store has no such key');
    return 'pair' in found ? found.pair.privateKey : subtle().importKey('jwk', found.jwk, key, false, ['sign']);
  };
  return new Uint8Array(await subtle().sign(signature, await usable(), input));
}

async function kept(keyId: string, store: GivenStore): Promise<{ pair: CryptoKeyPair } | { jwk: JsonWebKey } | undefined> {
  if (has(store, 'getKey')) {
    const pair = await call(store, 'getKey', keyId);
    return typeof pair === 'object' && pair !== null ? { pair: pair as CryptoKeyPair } : undefined;
  }
  const text = await call(store, 'get', PREFIX + keyId);
  return typeof text === 'string' ? { jwk: JSON.parse(text) as JsonWebKey } : undefined;
}

type Parameters = EcKeyImportParams & RsaHashedImportParams & EcdsaParams & RsaPssParams;

/** What WebCrypto calls an algorithm of JOSE (RFC 7518 §3.1). */
function parametersOf(algorithm: string): { key: Parameters; signature: Parameters } {
  const bits = algorithm.slice(2);
  const hash = `SHA-${bits}`;
  const curve = ({ 256: 'P-256', 384: 'P-384', 512: 'P-521' } as Record<string, string>)[bits];
  const both = (key: object, signature: object): { key: Parameters; signature: Parameters } => ({ key: key as Parameters, signature: signature as Parameters });
  if (algorithm === 'EdDSA') return both({ name: 'Ed25519' }, { name: 'Ed25519' });
  switch (curve && algorithm.slice(0, 2)) {
    case 'ES': return both({ name: 'ECDSA', namedCurve: curve }, { name: 'ECDSA', hash });
    case 'RS': return both({ name: 'RSASSA-PKCS1-v1_5', hash }, { name: 'RSASSA-PKCS1-v1_5' });
    case 'PS': return both({ name: 'RSA-PSS', hash }, { name: 'RSA-PSS', saltLength: Number(bits) / 8 });
    default: throw new Error(`no signature algorithm of this host is called ${algorithm}`);
  }
}

/** Only the members that make up a public key (RFC 7638 §3.2): a private one must not slip through. */
function publicPart(jwk: JsonWebKey): string {
  const { crv, e, kty, n, x, y } = jwk;
  return JSON.stringify({ crv, e, kty, n, x, y });
}

function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (!found) throw new Error('this host has no WebCrypto (an insecure page has none)');
  return found;
}
