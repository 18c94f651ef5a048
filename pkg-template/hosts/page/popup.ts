import { AuthDoctorError } from 'mcp-auth-doctor';
import type { Report, SignInOptions } from 'mcp-auth-doctor';
import { signIn, type Arrival, type Choice, type Ending, type OpenBrowser, type ShowCode } from '../sign-in.js';
import { channelOf, stateOf } from './hand-back.js';
import { openWindow } from './window.js';
import { POPUP_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** How a page talks with the person. */
export interface Interaction {
  /** Before the window goes to the authorization server: which one the person will see there. Return false to stop. */
  confirm?(step: OpenBrowser): boolean | Promise<boolean>;
  /** The browser blocked the window: show `step.url` as a link that opens in a new one; the sign-in goes on from there. */
  popupBlocked?(step: OpenBrowser): void;
  /** The device flow (RFC 8628): the code to type, and where. */
  showCode?(step: ShowCode): void;
  /** A report with its actions: the one that the person takes, with its form filled in; nothing to stop here. */
  choose?(report: Report): Promise<Choice | undefined>;
}

/** What {@link signInByPopup} takes. */
export interface PopupOptions extends SignInOptions {
  /** A page of this origin that calls `handBack()`. */
  redirectUri: string;
  /** `false`: no window is opened here; `interact.popupBlocked` shows the link, and the person's own click opens it. */
  window?: boolean | undefined;
  interact?: Interaction | undefined;
}

/**
 * Signs in with a window of its own. Call it directly in a click, else the browser blocks the window. `start` is an action chosen in a
 * report, where there is one. A closed window can't be told from one that a `Cross-Origin-Opener-Policy` cut off, so it ends nothing:
 * give the person a way to fire `signal`.
 *
 * @throws {AuthDoctorError} `popup-blocked`: and no `interact.popupBlocked` to show the link; `aborted`
 */
export async function signInByPopup(options: PopupOptions, start?: Choice): Promise<Ending> {
  requireKnown(options, POPUP_OPTIONS);
  const { interact = {}, window: ownWindow = true, ...core } = options;
  let popup: Window | null = null;
  try {
    return await signIn(
      {
        async prepare() {
          // Before the first `await` of a try, while the click still counts.
          popup?.close();
          if (!ownWindow) return { redirectUri: options.redirectUri };
          popup = openWindow();
          if (popup) showWaiting(popup.document);
          return { redirectUri: options.redirectUri };
        },
        async browse(step) {
          if (interact.confirm && !(await interact.confirm(step))) return undefined;
          if (options.signal?.aborted) throw stopped(options.signal);
          if (popup) popup.location.replace(step.url);
          else if (interact.popupBlocked) interact.popupBlocked(step);
          else {
            throw new AuthDoctorError('popup-blocked', `The browser blocked the window for ${step.authorizationHost}. Allow windows for this page, or sign in by redirect.`);
          }
          // Only for a window that is open; nothing can come back before this turn ends.
          return callback(step, options.signal);
        },
        showCode(step) {
          popup?.close();
          interact.showCode?.(step);
        },
        async choose(report) {
          popup?.close();
          return interact.choose?.(report);
        },
      },
      core,
      start,
    );
  } finally {
    (popup as Window | null)?.close();
  }
}

const stopped = (signal: AbortSignal) => new AuthDoctorError('aborted', 'The sign-in was stopped.', { cause: signal.reason });

/** The callback, from whichever window it comes back in. */
async function callback(step: OpenBrowser, signal: AbortSignal | undefined): Promise<Arrival | undefined> {
  const channel = channelOf(stateOf(step.url) ?? step.pending.id);
  const over = new AbortController();
  try {
    return await new Promise<Arrival | undefined>((resolve, reject) => {
      const expiry = setTimeout(() => resolve(undefined), Math.max(0, step.expiresAt - Date.now()));
      over.signal.addEventListener('abort', () => clearTimeout(expiry));
      signal?.addEventListener('abort', () => reject(stopped(signal)), { signal: over.signal });
      channel.onmessage = ({ data }) => {
        const url: unknown = data?.url;
        if (typeof url !== 'string' || !url.startsWith(step.redirectUri)) return;
        channel.postMessage('received');
        resolve({ url });
      };
    });
  } finally {
    over.abort();
    // The acknowledgement goes out before the channel closes.
    setTimeout(() => channel.close(), 0);
  }
}

/** What the window shows until it goes to the authorization server. Its document is the browser's own empty one. */
function showWaiting(empty: Document): void {
  const text = empty.createElement('p');
  text.textContent = 'One moment…';
  Object.assign(text.style, { font: '1.1rem/1.6 system-ui', textAlign: 'center', marginTop: '30vh' });
  empty.title = 'Signing in';
  empty.body.replaceChildren(text);
}
