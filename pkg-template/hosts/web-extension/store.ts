// Where a browser extension keeps its sign-ins.
import type { Store } from 'mcp-auth-doctor';
import { exclusively } from '../lock.js';
import { permitted } from './browser.js';
import { keyOfThisProfile } from './vault-key.js';

const PREFIX = 'mcp-auth-doctor/';

/** In memory only (`storage.session`): gone when the browser closes, never on disk, hidden from content scripts. */
export function sessionStore(): Store {
  return areaStore(() => permitted('storage').session, { seal: async (value) => value, open: async (value) => (typeof value === 'string' ? value : undefined) });
}

/**
 * For longer (`storage.local`), encrypted with AES-GCM under a key in IndexedDB that can be used but never read, not even by the extension.
 * It keeps a copied profile's storage file from being enough; it does not protect from code that runs inside the extension.
 */
export function encryptedStore(): Store {
  return areaStore(() => permitted('storage').local, {
    async seal(value, key) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt(aes(iv, key), await keyOfThisProfile(), new TextEncoder().encode(value));
      return { v: 1, iv: [...iv], sealed: toBase64(new Uint8Array(sealed)) };
    },
    async open(value, key) {
      if (!isSealed(value)) return undefined;
      try {
        const opened = await crypto.subtle.decrypt(aes(new Uint8Array(value.iv), key), await keyOfThisProfile(), fromBase64(value.sealed));
        return new TextDecoder().decode(opened);
      } catch {
        // The key is gone, as after "clear site data": the entry can never be read again.
        return undefined;
      }
    },
  });
}

interface Seal {
  seal(value: string, key: string): Promise<unknown>;
  open(value: unknown, key: string): Promise<string | undefined>;
}

function areaStore(area: () => chrome.storage.StorageArea, { seal, open }: Seal): Store {
  const get = async (key: string) => open((await area().get(PREFIX + key))[PREFIX + key], key);
  return {
    get,
    set: async (key: string, value: string) => area().set({ [PREFIX + key]: await seal(value, key) }),
    delete: (key: string) => area().remove(PREFIX + key),
    take: (key: string) =>
      exclusively(`take ${key}`, async () => {
        const value = await get(key);
        await area().remove(PREFIX + key);
        return value;
      }),
    keys: async (prefix: string) =>
      Object.keys(await area().get(null))
        .filter((key) => key.startsWith(PREFIX + prefix))
        .map((key) => key.slice(PREFIX.length)),
    lock: exclusively,
  };
}

/** The entry's name is authenticated too: a value moved to another name does not open. */
function aes(iv: Uint8Array<ArrayBuffer>, key: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(key) };
}

function isSealed(value: unknown): value is { iv: number[]; sealed: string } {
  const entry = value as { v?: unknown; iv?: unknown; sealed?: unknown } | undefined;
  return entry?.v === 1 && Array.isArray(entry.iv) && typeof entry.sealed === 'string';
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
