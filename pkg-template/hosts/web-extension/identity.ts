// `identity.launchWebAuthFlow`: the browser's own window for signing in. The promise lives in the document that asked.
import type { HostInfo, Report, SignInOptions } from 'mcp-auth-doctor';
import { textOf } from '../address.js';
import { signIn, type Choice, type Ending, type OpenBrowser, type ShowCode } from '../sign-in.js';
import { permitted } from './browser.js';
import { explainMissingPolicy } from './policy.js';
import { sessionStore } from './store.js';
import { IDENTITY_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** How an extension's document talks with the person. */
export interface Interaction {
  /** Before the window opens: which authorization server the person will see there. Return false to stop. */
  confirm?(step: OpenBrowser): boolean | Promise<boolean>;
  /** The device flow (RFC 8628): the code to type, and where. */
  showCode?(step: ShowCode): void;
  /** A report with its actions: the one that the person takes, with its form filled in; nothing to stop here. */
  choose?(report: Report): Promise<Choice | undefined>;
}

/** What {@link signInByIdentity} takes: all of `beginSignIn` but the redirect URI, which the browser gives. */
export interface IdentityOptions extends Omit<SignInOptions, 'redirectUri'> {
  interact?: Interaction | undefined;
}

/** A sign-in whose document closed before it ended; the person starts it again. */
export interface LostSignIn {
  server: string;
  /** ms since the epoch. */
  startedAt: number;
}

const UNDER_WAY = 'under-way/';

/** The redirect URI to register: `https://<id>.chromiumapp.org/` in Chrome, `https://<hash>.extensions.allizom.org/` in Firefox. */
export function identityRedirectUri(): string {
  return permitted('identity').getRedirectURL();
}

/** This extension as `diagnose` takes it (`host`): then a report names the redirect URI to register for it. */
export function extensionHost(): HostInfo {
  const redirectUri = identityRedirectUri();
  return { kind: redirectUri.includes('.chromiumapp.org/') ? 'chrome-extension' : 'firefox-extension', redirectUri };
}

/**
 * Signs in with `identity.launchWebAuthFlow`. Call it from a document that stays open meanwhile (side panel, options page, a tab): the
 * browser closes a popup as soon as the window takes the focus. `start` is an action chosen in a report, where there is one.
 *
 * @throws {AuthDoctorError} `wasm-blocked`: the manifest's content security policy forbids WebAssembly; `manifest`: it has no permission
 *   `identity` or `storage`
 */
export async function signInByIdentity(options: IdentityOptions, start?: Choice): Promise<Ending> {
  requireKnown(options, IDENTITY_OPTIONS);
  const { interact = {}, ...core } = options;
  const store = core.store ?? sessionStore();
  const mark = UNDER_WAY + textOf(core.server);
  await store.set(mark, JSON.stringify({ server: textOf(core.server), startedAt: Date.now() } satisfies LostSignIn));
  try {
    return await explainMissingPolicy(() =>
      signIn(
        {
          async browse(step) {
            if (interact.confirm && !(await interact.confirm(step))) return undefined;
            const url = await launch(step.url);
            return url === undefined ? undefined : { url };
          },
          showCode: (step) => interact.showCode?.(step),
          choose: async (report) => interact.choose?.(report),
        },
        { host: extensionHost(), ...core, store, redirectUri: identityRedirectUri() },
        start,
      ),
    );
  } finally {
    await store.delete(mark);
  }
}

/**
 * Sign-ins that began and whose document was closed before they ended: there is no way back into them. Ask when a document opens, tell the
 * person, and offer to start again; each is told once.
 */
export async function lostSignIns(store = sessionStore()): Promise<LostSignIn[]> {
  const lost: LostSignIn[] = [];
  for (const key of await store.keys(UNDER_WAY)) {
    const text = await store.take(key);
    if (text) lost.push(JSON.parse(text) as LostSignIn);
  }
  return lost;
}

/** The callback's URL, or nothing where the person closed the window. */
async function launch(url: string): Promise<string | undefined> {
  try {
    return await permitted('identity').launchWebAuthFlow({ url, interactive: true });
  } catch (error) {
    // Chrome and Firefox say it in these words, and have no code for it.
    if (/did not approve|cancell?ed|user interaction/i.test((error as Error).message)) return undefined;
    throw error;
  }
}
