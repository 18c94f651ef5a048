// The page: takes what is in the box, asks or reads, shows the report.
import { CORE_SIZE, core, isLoaded } from './core.js';
import type { Core } from './core.js';
import { announce, byId } from './dom.js';
import { acceptDrops } from './drop.js';
import { eyesOf } from './eyes.js';
import { followHistory, serverIn } from './history.js';
import { MOST_READ, recognise } from './input/given.js';
import { Pieces, nameOf, readFiles } from './input/pieces.js';
import { understand } from './input/understood.js';
import { relayFetch, takeRelayToken } from './relay.js';
import { Screen } from './screen.js';
import { SHARED } from './share/foreign.js';
import { takeReturned } from './sign-in/returned.js';

declare const DOCS: string | null;

/** A slow network shows that the diagnosis is on its way after this time, in ms. */
const PATIENCE = 300;

const relay = takeRelayToken();
const returned = takeReturned();
const form = byId<HTMLFormElement>('ask');
const given = byId<HTMLTextAreaElement>('given');
const start = byId<HTMLButtonElement>('start');
const file = byId<HTMLInputElement>('file');
const status = byId('given-status');
const complaint = byId('given-error');
const pieces = new Pieces(byId<HTMLUListElement>('pieces'));
const screen = new Screen(
  { result: byId('result'), progress: byId('progress'), notice: byId('notice') },
  {
    fetch: relay === undefined ? undefined : relayFetch(relay),
    eyes: relay === undefined ? eyesOf(document) : undefined,
    // The documentation stands beside the page; the package that `serve` serves the page from does not have it.
    docs: relay === undefined ? 'docs/' : (DOCS ?? undefined),
    asking: (address) => asking(address),
    guarded: (work) => void guarded(work),
  },
);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (collected().length === 0) complain('Enter a server’s address, or paste something.');
  else void guarded(answer);
});
given.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || given.value.includes('\n')) return;
  event.preventDefault();
  form.requestSubmit();
});
given.addEventListener('input', () => (complaint.hidden = true));
byId('add-piece').addEventListener('click', () => {
  if (given.value.trim() === '') return complain('Paste or type something first.');
  pieces.add({ name: nameOf(given.value), text: given.value });
  complaint.hidden = true;
  given.value = '';
  given.focus();
});
byId('open-file').addEventListener('click', () => file.click());
file.addEventListener('change', () => void guarded((package_) => take(package_, file.files)));
acceptDrops(
  document.body,
  form.querySelector('.box'),
  (files) => void guarded((package_) => take(package_, files)),
  (text) => (given.value = text),
);
byId('gallery-open').addEventListener('click', () => void guarded(openGallery));
addEventListener('hashchange', () => void followFragment());
// The core is large, and the page is nothing without it: it comes while the person still reads.
void core().catch(() => undefined);
followHistory(() => screen.clear());

if (relay !== undefined) {
  byId('given-help').textContent = 'Requests go through the relay on your machine, which sees every header.';
  byId('offline').hidden = true;
  for (const each of document.querySelectorAll<HTMLAnchorElement>('a[href="docs/"]')) {
    if (DOCS === null) each.hidden = true;
    else each.href = DOCS;
  }
}
if (returned !== undefined) void guarded((package_) => screen.comeBack(package_, returned));
else void followFragment();
if ('serviceWorker' in navigator && relay === undefined) void navigator.serviceWorker.register('service-worker.js').catch(() => undefined);

/** Reads or asks what is in the box, and shows the answer. */
async function answer(package_: Core): Promise<void> {
  const texts = collected();
  if (texts.reduce((sum, text) => sum + text.length, 0) > MOST_READ) return complain(`That is more than ${MOST_READ / 1_048_576} MB.`);
  const what = understand(package_, texts);
  if (what.kind === 'ask') return screen.ask(package_, what.address, { symptom: what.symptom });
  if (what.kind === 'read') {
    const { server, exchanges, symptom, recognised } = what.evidence;
    // The report of a configuration asks its servers itself.
    if (server === undefined || exchanges.length > 0 || recognised.some(({ kind }) => kind === 'configuration')) return screen.read(package_, what.evidence);
    const { askAsWell } = await import('./input/questions.js');
    return screen.read(package_, what.evidence, askAsWell(server, () => asking(server, symptom)));
  }
  const { chooseServer, unknownText } = await import('./input/questions.js');
  screen.panel(what.kind === 'servers' ? chooseServer(what.servers, (address) => asking(address)) : unknownText(what.meaning, (address) => asking(address, what.text)));
}

/** Asks an address that the person chose or typed elsewhere than in the box. */
function asking(typed: string, symptom?: string): void {
  const what = recognise(typed);
  if (what.kind !== 'address') return complain('This is not the address of a server. It looks like https://server.example/mcp.');
  pieces.clear();
  given.value = what.address;
  void guarded((package_) => screen.ask(package_, what.address, { symptom }));
}

function collected(): string[] {
  return [...pieces.texts, ...(given.value.trim() ? [given.value] : [])];
}

async function take(package_: Core, files: Iterable<File> | null): Promise<void> {
  if (!files) return;
  for (const piece of await readFiles(files)) pieces.add(piece);
  file.value = '';
  await answer(package_);
}

/** What the address names: the examples, one of them, a server for the box, or evidence, which is somebody else's and to be looked at only. */
async function followFragment(): Promise<void> {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (location.hash === '#examples') return guarded(openGallery);
  const [server, example] = [serverIn(location.hash), fragment.get('example')];
  if (server !== undefined) given.value = server;
  if (example !== null) return guarded((package_) => openExample(package_, example));
  if (!fragment.has(SHARED)) return;
  await guarded(async (package_) => {
    const { evidenceIn } = await import('./share/link.js');
    const evidence = await evidenceIn(location.hash);
    if (evidence) screen.foreign(package_, evidence);
  });
}

async function openGallery(package_: Core): Promise<void> {
  const [{ gallery }, { examples }] = await Promise.all([import('./gallery.js'), import('mcp-auth-doctor/examples')]);
  byId('gallery-list').replaceChildren(gallery(package_, (rule) => screen.example(package_, rule, examples[rule.id]?.fails ?? [])));
  if (location.hash === '#examples') byId('gallery').scrollIntoView();
}

async function openExample(package_: Core, id: string): Promise<void> {
  const { examples } = await import('mcp-auth-doctor/examples');
  const rule = package_.rules().find((each) => each.id === id);
  if (rule) screen.example(package_, rule, examples[rule.id]?.fails ?? []);
}

/** Runs what the person asked for; whatever goes wrong is told under the box. */
async function guarded(work: (package_: Core) => Promise<void>): Promise<void> {
  start.disabled = true;
  complaint.hidden = true;
  status.textContent = '';
  const slow = setTimeout(() => !isLoaded() && (status.textContent = `Loading the diagnosis (${CORE_SIZE})…`), PATIENCE);
  let stopped = false;
  try {
    const package_ = await core().catch(() => {
      throw new Error('The diagnosis could not be loaded from this site. Check your network, then try again.');
    });
    clearTimeout(slow);
    status.textContent = '';
    await work(package_);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    stopped = code === 'aborted';
    if (!stopped) complain(typeof message === 'string' ? message : String(error));
  } finally {
    clearTimeout(slow);
    start.disabled = false;
  }
  if (!stopped) return;
  status.textContent = 'Stopped.';
  announce('Stopped');
  start.focus();
}

function complain(message: string): void {
  complaint.textContent = message;
  complaint.hidden = false;
  given.focus();
}
