/** The extension API: `browser` in Firefox, `chrome` elsewhere; both give promises in Manifest V3. */
export const browser: typeof chrome = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome;
