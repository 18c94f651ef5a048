import { diagnose, type Report, type Store } from 'mcp-auth-doctor';
import { accounts, encryptedStore, extensionHost, hasAccess, lostSignIns, requestAccess, sessionStore, signInByIdentity, type Choice, type OpenBrowser } from 'mcp-auth-doctor/web-extension';
import { button, byId, el, quiet } from './dom.js';
import { showReport } from './report.js';
import { showStored } from './stored.js';

const ask = byId<HTMLFormElement>('ask');
const server = byId<HTMLInputElement>('server');
const keep = byId<HTMLInputElement>('keep');
const stop = byId<HTMLButtonElement>('stop');
const place = byId('report');
const status = byId('status');

/** On disk only where the person wants it. */
const store = (): Store => (keep.checked ? encryptedStore() : sessionStore());
let underWay: AbortController | undefined;

ask.addEventListener('submit', (event) => {
  event.preventDefault();
  // Directly in the click, as browsers want it.
  const access = requestAccess([server.value]);
  const signIn = (event.submitter as HTMLButtonElement | null)?.value === 'sign-in';
  void run(async (signal) => {
    await access;
    return signIn ? signInTo(signal) : look(signal);
  });
});
stop.addEventListener('click', () => underWay?.abort());

/** Runs one thing at a time, and says how it ended. */
async function run(work: (signal: AbortSignal) => Promise<string>): Promise<void> {
  underWay?.abort();
  const mine = (underWay = new AbortController());
  stop.hidden = false;
  status.textContent = 'One moment…';
  const said = await work(mine.signal).catch((error: Error) => (mine.signal.aborted ? 'Stopped.' : error.message));
  if (underWay !== mine) return;
  stop.hidden = true;
  status.textContent = said;
  await showStored(byId('stored'), accounts(store()));
}

async function look(signal: AbortSignal): Promise<string> {
  place.replaceChildren();
  const report = await diagnose(server.value, { host: extensionHost(), signal });
  const withheld = await withoutAccess(report);
  showReport(place, report, (choice) => void takeUp(choice), withheld.length > 0 ? [permission(withheld)] : []);
  return '';
}

/** The origins whose answers the browser keeps from the extension as long as the person has not let it read them. */
async function withoutAccess(report: Report): Promise<string[]> {
  const origins = [...new Set(report.exchanges.filter(({ failure }) => failure).map(({ request }) => new URL(request.url).origin))];
  const access = await Promise.all(origins.map((origin) => hasAccess([`${origin}/`])));
  return origins.filter((_, index) => !access[index]);
}

function permission(origins: string[]): HTMLElement {
  const hosts = origins.map((origin) => new URL(origin).host).join(', ');
  const grant = button(`Let this extension read ${hosts}`, () => {
    const access = requestAccess(origins.map((origin) => `${origin}/`));
    void run(async (signal) => {
      await access;
      return look(signal);
    });
  }, false);
  return el('div', quiet(`The browser does not show this extension what ${hosts} answers, unless you allow it.`), el('p', grant));
}

function takeUp(choice: Choice): Promise<void> {
  // The authorization server is known by now, and the form's button was a click.
  const access = requestAccess(choice.report.exchanges.map(({ request }) => request.url)).catch(() => false);
  return run(async (signal) => {
    await access;
    return signInTo(signal, choice);
  });
}

async function signInTo(signal: AbortSignal, start?: Choice): Promise<string> {
  place.replaceChildren();
  const ending = await signInByIdentity(
    {
      server: server.value,
      clientMetadata: { client_name: 'MCP Auth Doctor' },
      store: store(),
      signal,
      interact: {
        confirm: (step) => agreed(step, signal),
        showCode: ({ userCode, verificationUri }) => void (status.textContent = `Enter the code ${userCode} at ${verificationUri}`),
        choose: async (report) => {
          showReport(place, report, (choice) => void takeUp(choice));
          return undefined;
        },
      },
    },
    start,
  );
  if (ending.kind === 'not-needed') return `${new URL(ending.server).host} does not ask for a sign-in.`;
  if (ending.kind === 'signed-in') return `Signed in to ${new URL(ending.tokens.server).host}.`;
  return ending.kind === 'abandoned' && ending.report ? '' : 'Not signed in.';
}

/** Names the authorization server before its page opens: the MCP server chose it. */
function agreed({ authorizationHost, scopes }: OpenBrowser, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => () => {
      place.replaceChildren();
      resolve(yes);
    };
    signal.addEventListener('abort', answer(false), { once: true });
    const go = button('Open the sign-in page', answer(true), false);
    place.replaceChildren(
      el('h2', `You're about to sign in at ${authorizationHost}`),
      ...(scopes.length > 0 ? [el('p', `Permissions requested: ${scopes.join(', ')}.`)] : []),
      el('p', go, ' ', button('Cancel', answer(false))),
    );
    go.focus();
  });
}

keep.addEventListener('change', async () => {
  await chrome.storage.local.set({ keep: keep.checked });
  await showStored(byId('stored'), accounts(store()));
});
server.addEventListener('change', () => chrome.storage.local.set({ server: server.value }));

const kept = await chrome.storage.local.get<{ server?: string; keep?: boolean }>(['server', 'keep']);
server.value = kept.server ?? '';
keep.checked = kept.keep ?? false;
await showStored(byId('stored'), accounts(store()));
for (const lost of await lostSignIns(store())) status.textContent = `The sign-in to ${lost.server} was lost when this panel closed. Start it again.`;
