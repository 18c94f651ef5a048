/** Sign-in from the main process of an Electron app: the system's browser, a loopback listener or the app's own scheme, `safeStorage`. */
import { join } from 'node:path';
import { AuthDoctorError, diagnose } from 'mcp-auth-doctor';
import type { DiagnoseOptions, HostInfo, Report, SignInOptions, Store, Tokens } from 'mcp-auth-doctor';
import { accounts, type Accounts } from '../accounts.js';
import { headerOf } from '../header-of.js';
import { fileStore } from '../node/file-store.js';
import { nodeHost } from '../node/host.js';
import { signIn as signInFromNode, type Interaction } from '../node/sign-in.js';
import { signIn as signInWith, whySetAside, type Arrival, type Choice, type Ending, type OpenBrowser } from '../sign-in.js';
import { ELECTRON_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';
export type { Interaction } from '../node/sign-in.js';
export type { Choice, Ending, OpenBrowser, ShowCode } from '../sign-in.js';

/** What is used of `import * as electron from 'electron'`. */
export interface Electron {
  app: {
    whenReady(): Promise<void>;
    getPath(name: 'userData'): string;
    on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
    on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
    off(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
    off(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
  };
  shell: { openExternal(url: string): Promise<void> };
  safeStorage: {
    isEncryptionAvailable(): boolean;
    encryptString(text: string): Buffer;
    decryptString(encrypted: Buffer): string;
    /** Linux only. */
    getSelectedStorageBackend?(): string;
  };
}

/** How an app signs in. */
export interface McpAuthOptions extends Partial<Omit<SignInOptions, 'server' | 'redirectUri' | 'handBackTo' | 'store'>> {
  /** The name that the person reads on the consent page. */
  clientName: string;
  /** The fixed ports that the loopback listener tries; register the first with providers that compare exactly. */
  ports?: readonly number[] | undefined;
  /**
   * A redirect URI of the app's own scheme, such as `com.example.app:/callback`, for providers that accept it; MCP asks for localhost or
   * https. Register the scheme by `app.setAsDefaultProtocolClient`, and hold `app.requestSingleInstanceLock()`.
   */
  schemeRedirectUri?: string | undefined;
  /** Default: files in `userData`, each value encrypted by `safeStorage`. */
  store?: Store | undefined;
  /** How to talk with the person. */
  interact?: Interaction | undefined;
}

/** What an app does with MCP servers that want a sign-in. */
export interface McpAuth {
  /** The tokens of a server: the stored ones, renewed if needed, else signs in, asking the person. `undefined` where they gave up. */
  tokens(server: string): Promise<Tokens | undefined>;
  /** The header that carries them, in the way of their kind. */
  headers(server: string): Promise<Record<string, string> | undefined>;
  /** Signs in, also where there are tokens already; `start` is an action that was chosen in a report. */
  signIn(server: string, start?: Choice): Promise<Ending>;
  /** Looks at the server. The report names the redirect URI that this app sends. */
  diagnose(server: string, options?: DiagnoseOptions): Promise<Report>;
  /** Where the sign-ins are kept: for `authenticatedFetch`. */
  readonly store: Store;
  readonly accounts: Accounts;
}

/** Makes it, in the main process: `createMcpAuth(electron, { clientName: 'My App' })`. */
export function createMcpAuth(electron: Electron, options: McpAuthOptions): McpAuth {
  requireKnown(options, ELECTRON_OPTIONS);
  const { clientName, ports, schemeRedirectUri, store = safeStore(electron), interact = {}, ...core } = options;
  const kept = accounts(store);
  const host: HostInfo = nodeHost({ redirectUri: schemeRedirectUri, ports });
  const openBrowser = (url: string) => electron.shell.openExternal(url);

  async function signIn(server: string, start?: Choice): Promise<Ending> {
    const settings = { host, ...core, clientMetadata: { client_name: clientName, ...core.clientMetadata }, server, store };
    const ending = schemeRedirectUri
      ? await signInWith(throughScheme(electron, schemeRedirectUri, interact), { ...settings, redirectUri: schemeRedirectUri }, start)
      : await signInFromNode({ ...settings, ...(ports && { ports }), openBrowser, interact }, start);
    if (ending.kind === 'signed-in') kept.changed();
    return ending;
  }

  const auth: McpAuth = {
    store,
    accounts: kept,
    signIn,
    async tokens(server) {
      const stored = await kept.tokens(server);
      if (stored) return stored;
      const ending = await signIn(server);
      return ending.kind === 'signed-in' ? ending.tokens : undefined;
    },
    async headers(server) {
      const tokens = await auth.tokens(server);
      return tokens && headerOf(tokens);
    },
    diagnose: (server, more) => diagnose(server, { host, ...more }),
  };
  return auth;
}

/**
 * A {@link Store} in files of the app, each value encrypted by Electron's `safeStorage` under a key of the system's key ring.
 *
 * @param folder default: `mcp-auth-doctor` in the app's `userData`
 * @throws {AuthDoctorError} `store-unusable`, from its members: the system has no key ring
 */
export function safeStore({ app, safeStorage }: Electron, folder?: string): Store {
  let files: Store | undefined;
  const ready = async (): Promise<Store> => {
    await app.whenReady();
    // `basic_text`: Electron would encrypt under a password that is the same everywhere.
    if (!safeStorage.isEncryptionAvailable() || safeStorage.getSelectedStorageBackend?.() === 'basic_text') {
      throw new AuthDoctorError('store-unusable', 'This system has no key ring that Electron can use. Install one (such as gnome-keyring or kwallet), or give createMcpAuth another store.');
    }
    return (files ??= fileStore(folder ?? join(app.getPath('userData'), 'mcp-auth-doctor')));
  };
  const open = (sealed: string | undefined | null) => (sealed ? safeStorage.decryptString(Buffer.from(sealed, 'base64')) : undefined);
  return {
    get: async (key: string) => open(await (await ready()).get(key)),
    set: async (key: string, value: string) => (await ready()).set(key, safeStorage.encryptString(value).toString('base64')),
    delete: async (key: string) => (await ready()).delete(key),
    take: async (key: string) => open(await (await ready()).take(key)),
    keys: async (prefix: string) => (await ready()).keys(prefix),
    lock: async <T>(key: string, work: () => Promise<T>) => (await ready()).lock(key, work),
  };
}

/** The browser comes back by the app's own scheme: macOS tells it as `open-url`, Windows and Linux start the app a second time. */
function throughScheme({ app, shell }: Electron, redirectUri: string, interact: Interaction) {
  return {
    async browse(step: OpenBrowser): Promise<Arrival | undefined> {
      if (interact.confirm && !(await interact.confirm(step))) return undefined;
      let stop = () => {};
      try {
        return await new Promise<Arrival | undefined>((resolve, reject) => {
          const accept = (url: string) => {
            if (!url.startsWith(redirectUri)) return false;
            const why = whySetAside(step, url);
            if (why === undefined) resolve({ url });
            else interact.foreignCallback?.(why);
            return true;
          };
          const opened = (event: { preventDefault(): void }, url: string) => accept(url) && event.preventDefault();
          const started = (_event: unknown, argv: string[]) => void argv.find(accept);
          const expiry = setTimeout(() => resolve(undefined), Math.max(0, step.expiresAt - Date.now()));
          app.on('open-url', opened);
          app.on('second-instance', started);
          stop = () => {
            clearTimeout(expiry);
            app.off('open-url', opened);
            app.off('second-instance', started);
          };
          shell.openExternal(step.url).catch((cause: Error) => {
            if (interact.showUrl) interact.showUrl(step, 'browser-failed', cause.message);
            else reject(new AuthDoctorError('browser-failed', `The system's browser could not be started: ${cause.message}`, { cause }));
          });
        });
      } finally {
        stop();
      }
    },
    showCode: (step: Parameters<NonNullable<Interaction['showCode']>>[0]) => interact.showCode?.(step),
    choose: async (report: Report) => interact.choose?.(report),
  };
}
