const ACKNOWLEDGED_WITHIN_MS = 2_000;

/** The channel between the page that waits and the one that the browser came back to; `state` is known to those two only. */
export function channelOf(state: string): BroadcastChannel {
  return new BroadcastChannel(`mcp-auth-doctor ${state}`);
}

/**
 * For the page at the redirect URI: hands its own address to the page of the same origin that waits for it, in another window, and
 * closes this one. `window.opener` is not used: a `Cross-Origin-Opener-Policy` of any page on the way cuts it.
 *
 * @param url the address that the browser came back to, where the page has already taken it out of the address bar
 * @returns false where nobody waits: the sign-in was begun by redirect, or its page is gone
 */
export async function handBack(url: string = location.href): Promise<boolean> {
  const state = stateOf(url);
  if (!state) return false;
  const channel = channelOf(state);
  const heard = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), ACKNOWLEDGED_WITHIN_MS);
    channel.onmessage = ({ data }) => {
      if (data !== 'received') return;
      clearTimeout(timer);
      resolve(true);
    };
    channel.postMessage({ url });
  });
  channel.close();
  if (!heard) return false;
  // Takes the code out of the address bar and the history.
  history.replaceState(null, '', location.pathname);
  window.close();
  return true;
}

/** `state` of an authorization URL or of a callback; some servers answer in the fragment. */
export function stateOf(url: string): string | undefined {
  const { searchParams, hash } = new URL(url);
  return searchParams.get('state') ?? new URLSearchParams(hash.slice(1)).get('state') ?? undefined;
}
