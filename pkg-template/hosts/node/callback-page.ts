import { createHash } from 'node:crypto';

/** How the sign-in stands, for the browser's tab. */
export type PageKind = 'signed-in' | 'failed' | 'received' | 'again' | 'foreign' | 'opened' | 'empty';

const PAGES: Record<PageKind, { status: number; title: string; text: string }> = {
  'signed-in': { status: 200, title: 'You are signed in', text: 'You can close this tab and go back to the application.' },
  failed: { status: 200, title: 'The sign-in did not work', text: 'Go back to the application: it says why, and what to do now.' },
  received: { status: 200, title: 'Answer received', text: 'Go back to the application: the sign-in goes on there.' },
  again: { status: 409, title: 'This answer was already used', text: 'Go back to the application. If you are not signed in there, start again.' },
  foreign: {
    status: 400,
    title: 'This is not the answer that was expected',
    text: 'It does not have the state that this sign-in sent: it belongs to another one, perhaps an earlier one, or some page made it up. It was ignored; the application still waits.',
  },
  opened: {
    status: 409,
    title: 'This sign-in was opened before',
    text: 'Its address works once. If you did not open it, someone else on this machine may have: stop the sign-in in the application, and start again.',
  },
  empty: { status: 400, title: 'Nothing to see yet', text: 'The application waits here for the answer of the sign-in page.' },
};

// Takes the code out of the address bar and the history.
const SCRIPT = "history.replaceState(null,'',location.pathname)";
const STYLE =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1rem;color:#1b1b1f;background:#fff}@media(prefers-color-scheme:dark){body{color:#e4e1e6;background:#1b1b1f}}';

/** The page for the tab: HTML, its status, and the policy that lets nothing but its own style and script run. */
export function callbackPage(kind: PageKind, text?: string): { status: number; html: string; policy: string } {
  const { status, title, text: standard } = PAGES[kind];
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${text ? `<p>${escapeHtml(text)}</p>` : ''}<p>${standard}</p><script>${SCRIPT}</script></body></html>`;
  return { status, html, policy: `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; frame-ancestors 'none'` };
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
