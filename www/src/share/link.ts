// A link that carries the redacted evidence in its fragment: compressed, as base64url. Nothing is uploaded; a fragment is not sent.
import type { Evidence } from '../core.js';
import { SHARED } from './foreign.js';

/** What a link may carry, inflated. Larger evidence goes into a file. */
export const MOST_SHARED = 32 * 1024;

/** Why a link can't be opened. */
class BrokenLink extends Error {}

/** The link to this evidence at a page; nothing where the evidence is too large for one. */
export async function linkTo(page: string, evidence: Evidence): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(evidence));
  if (bytes.length > MOST_SHARED) return undefined;
  const packed = await collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
  return `${page.replace(/#.*$/s, '')}#${SHARED}=${toBase64Url(packed)}`;
}

/**
 * The evidence in a fragment; nothing where there is none.
 *
 * @throws {BrokenLink} where it can't be read, or is larger than a link may carry
 */
export async function evidenceIn(fragment: string): Promise<Evidence | undefined> {
  const packed = new URLSearchParams(fragment.replace(/^#/, '')).get(SHARED);
  if (packed === null) return undefined;
  // Deflate makes at most about 1000 of one; a text that could not be within the limit is not even unpacked.
  if (packed.length > 2 * MOST_SHARED) throw new BrokenLink('This link carries more than a link may.');
  const bytes = fromBase64Url(packed);
  let text: string;
  try {
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    text = new TextDecoder('utf-8', { fatal: true }).decode(await collect(inflated, MOST_SHARED));
    return plainEvidence(JSON.parse(text));
  } catch (error) {
    if (error instanceof BrokenLink) throw error;
    throw new BrokenLink('This link is damaged: part of it is missing or changed.');
  }
}

/** Only what evidence consists of is taken over; the package checks the rest. */
function plainEvidence(value: unknown): Evidence {
  if (typeof value !== 'object' || value === null || !Array.isArray((value as Evidence).exchanges)) throw new BrokenLink('This link contains no report.');
  return value as Evidence;
}

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      void reader.cancel();
      throw new BrokenLink(`This link contains more than ${most / 1024} KB.`);
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  } catch {
    throw new BrokenLink('This link is damaged: part of it is missing or changed.');
  }
}
