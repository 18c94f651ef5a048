/** What can go wrong in the host itself, apart from the protocol. */
export type HostErrorCode =
  /** No port of the list is free; the message says which were tried. */
  | 'port-taken'
  /** The redirect URI is not one that a listener on this machine can receive. */
  | 'redirect-not-loopback'
  /** The system browser could not be started. */
  | 'browser-failed'
  /** No callback came in time. */
  | 'callback-timeout'
  /** The store's folder or file can't be read or written, or is not ours. */
  | 'store-unusable'
  /** The lock of the store was not free in time. */
  | 'store-locked'
  /** The caller's signal fired. */
  | 'aborted'
  /** The host's author asked for a way that needs the address of a redirect page, and gave none. */
  | 'no-redirect-page'
  /** The address of the MCP server is none. */
  | 'bad-server'
  /** The extension's manifest lacks what was asked for. */
  | 'manifest'
  /** The browser did not open a window. */
  | 'popup-blocked'
  /** The token can't be given to another program as a header. */
  | 'not-a-header'
  /** The other program sends every credential as `Bearer` (RFC 6750), and this one is of another kind. */
  | 'not-a-bearer-token'
  /** The content security policy forbids WebAssembly. */
  | 'wasm-blocked';

/** An error with a stable `code`. Its message is for people and never holds a secret. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
