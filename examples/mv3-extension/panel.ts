import { authenticatedFetch, diagnose, type Outcome, type Report } from 'mcp-auth-doctor';
import { accounts, beginInTab, extensionHost, lostSignIns, requestAccess, sessionStore, signInByIdentity, type Choice } from 'mcp-auth-doctor/web-extension';
import { callTool } from './mcp.js';
import { showReport } from './report.js';
import { showStored } from './stored.js';

const store = sessionStore();
const settings = document.querySelector<HTMLFormElement>('#settings')!;
const server = () => String(new FormData(settings).get('server'));
const redirectPage = () => String(new FormData(settings).get('redirectPage'));
const clientMetadata = { client_name: 'MCP sign-in example' };

const stored = document.querySelector('#stored')!;
const say = (text: string) => (document.querySelector('#status')!.textContent = text);
const choose = (report: Report) => showReport(document.querySelector('#report')!, report);

/** What is done may fail, and says so. */
async function tell(run: () => Promise<string | undefined>): Promise<void> {
  say('…');
  say((await run().catch((error: Error) => `It did not work: ${error.message}`)) ?? '');
  await showStored(stored, store);
}

/** Asked for directly in the click, as browsers want it: the server, and what else is to be read. */
function on(id: string, run: () => Promise<string | undefined>, alsoReads: () => string[] = () => []): void {
  document.querySelector(`#${id}`)!.addEventListener('click', () =>
    tell(async () => {
      await requestAccess([server(), ...alsoReads()]);
      return run();
    }),
  );
}

on('diagnose', async () => {
  const report = await diagnose(server(), { host: extensionHost() });
  void choose(report).then((choice) => tell(() => signIn(choice)));
  return report.cause?.title ?? `Sign-in: ${report.verdict}`;
});

on('sign-in', () => signIn());
// Without access to the redirect page the browser hides the address of the tab that comes back.
on('sign-in-tab', () => signInInTab(), () => [redirectPage()]);

async function signIn(start?: Choice): Promise<string | undefined> {
  const ending = await signInByIdentity({ server: server(), clientMetadata, store, interact: { choose } }, start);
  return ending.kind === 'signed-in' ? `Signed in to ${ending.tokens.resource}` : 'Not signed in';
}

/** Goes on in `background.ts` when the tab comes back. */
async function signInInTab(start?: Choice): Promise<string | undefined> {
  return after(await beginInTab({ server: server(), redirectUri: redirectPage(), clientMetadata, store }, start));
}

async function after(outcome: Outcome): Promise<string | undefined> {
  if (outcome.kind === 'open-browser') return `Go on in the tab of ${outcome.authorizationHost}`;
  if (outcome.kind === 'signed-in') return `Signed in to ${server()}`;
  if (outcome.kind === 'show-code') return `Enter ${outcome.userCode} at ${outcome.verificationUri}`;
  if (outcome.kind === 'not-needed') return `${server()} needs no sign-in`;
  const choice = await choose(outcome.report);
  return choice && signInInTab(choice);
}

chrome.storage.session.onChanged.addListener(async ({ outcome }) => {
  if (outcome?.newValue) await tell(() => after(outcome.newValue as Outcome));
});

on('whoami', async () => {
  if (!(await accounts(store).tokens(server()))) return 'Sign in first';
  // Sends each kind of credential in its own way: Bearer, DPoP, Basic, a key in a header.
  return `The server says: ${await callTool(server(), authenticatedFetch({ server: server(), store }), 'whoami')}`;
});

// The settings are kept; a sign-in that ended with its panel is told.
settings.addEventListener('change', () => chrome.storage.local.set({ server: server(), redirectPage: redirectPage() }));
for (const [name, value] of Object.entries(await chrome.storage.local.get(['server', 'redirectPage']))) {
  (settings.elements.namedItem(name) as HTMLInputElement).value = String(value);
}
await showStored(stored, store);
for (const lost of await lostSignIns(store)) say(`The sign-in to ${lost.server} was lost when this panel closed. Start it again.`);
