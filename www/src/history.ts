// The page's address and title. A report of a server has an address, `#server=…`, which fills the box and asks nothing; Back and Forward
// show the reports that this page still has.

const TITLE = document.title;
const SERVER = 'server';

/** Reports that can be shown again, by the number in their history entry. */
const shown = new Map<number, () => void>();
let again = false;

/** The server that an address names. */
export function serverIn(hash: string): string | undefined {
  return new URLSearchParams(hash.slice(1)).get(SERVER) || undefined;
}

/** Names the report that is on the screen. `show` puts it there again. `own`: it has an address of its own already, which stays. */
export function enter({ server, title, show, own = false }: { server?: string | undefined; title: string; show: () => void; own?: boolean }): void {
  document.title = `${title} · mcp-auth-doctor`;
  if (again || own) return;
  const state = { report: shown.size + 1 };
  shown.set(state.report, show);
  const address = location.pathname + location.search + (server !== undefined && isPlain(server) ? `#${new URLSearchParams({ [SERVER]: server })}` : '');
  if (address === location.pathname + location.search + location.hash) history.replaceState(state, '', address);
  else history.pushState(state, '', address);
}

/** Follows Back and Forward: shows the report again, or calls `start` where there is none. */
export function followHistory(start: () => void): void {
  addEventListener('popstate', ({ state }) => {
    const show = shown.get((state as { report?: number } | null)?.report ?? 0);
    again = true;
    document.title = TITLE;
    if (show) show();
    else start();
    again = false;
  });
}

/** What an address can hold for everybody to see: no password, no query, which may be a key. */
function isPlain(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { username, password, search } = new URL(server);
  return !username && !password && !search;
}
