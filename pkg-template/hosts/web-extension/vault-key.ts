const DATABASE = 'mcp-auth-doctor';
const KEYS = 'keys';
const NAME = 'store';

let known: Promise<CryptoKey> | undefined;

/** The AES-GCM key of this browser profile, made on first use. It can't be exported: IndexedDB holds a handle, not the bytes. */
export function keyOfThisProfile(): Promise<CryptoKey> {
  known ??= load();
  known.catch(() => (known = undefined));
  return known;
}

async function load(): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const database = await open();
  try {
    return await new Promise<CryptoKey>((resolve, reject) => {
      const transaction = database.transaction(KEYS, 'readwrite');
      const keys = transaction.objectStore(KEYS);
      const existing = keys.get(NAME);
      let key = made;
      // One transaction: of two documents that start at the same time, the second takes the first one's key.
      existing.onsuccess = () => {
        if (existing.result instanceof CryptoKey) key = existing.result;
        else keys.put(made, NAME);
      };
      transaction.oncomplete = () => resolve(key);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEYS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
