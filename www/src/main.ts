// The page: takes what is in the box, asks or reads, shows the report.
import { core } from './core.js';
import type { Core } from './core.js';
import { announce, byId } from './dom.js';
import { acceptDrops } from './drop.js';
import { evidenceOf } from './input/evidence.js';
import { MOST_READ, recognise } from './input/given.js';
import { Pieces, nameOf, readFiles } from './input/pieces.js';
import { relayFetch, takeRelayToken } from './relay.js';
import { Screen } from './screen.js';
import { SHARED } from './share/foreign.js';
import { takeReturned } from './sign-in/returned.js';

const relay = takeRelayToken();
const returned = takeReturned();
const form = byId<HTMLFormElement>('ask');
const given = byId<HTMLTextAreaElement>('given');
const start = byId<HTMLButtonElement>('start');
const file = byId<HTMLInputElement>('file');
const pieces = new Pieces(byId<HTMLUListElement>('pieces'));
const screen = new Screen({ result: byId('result'), progress: byId('progress'), notice: byId('notice') }, relay === undefined ? undefined : relayFetch(relay), (work) => void guarded(work));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (collected().length === 0) complain('Type a server’s address, or paste something.');
  else void guarded(answer);
});
given.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || given.value.includes('\n')) return;
  event.preventDefault();
  form.requestSubmit();
});
byId('add-piece').addEventListener('click', () => {
  if (given.value.trim() === '') return complain('Paste or type something first.');
  pieces.add({ name: nameOf(given.value), text: given.value });
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
// The core is large: it comes while the person still types.
given.addEventListener('input', () => void core().catch(() => undefined), { once: true });

if (relay !== undefined) {
  byId('given-help').textContent = 'With the relay of this machine: every header is seen. Nothing goes through anybody else.';
  byId('offline').hidden = true;
}
if (returned !== undefined) void guarded((package_) => screen.comeBack(package_, returned));
else void followFragment();
if ('serviceWorker' in navigator && relay === undefined) void navigator.serviceWorker.register('service-worker.js').catch(() => undefined);

/** Reads or asks what is in the box, and shows the answer. */
async function answer(package_: Core): Promise<void> {
  const texts = collected();
  if (texts.reduce((sum, text) => sum + text.length, 0) > MOST_READ) return complain(`That is more than ${MOST_READ / 1_048_576} MB.`);
  const what = recognise(texts[0] ?? '');
  if (texts.length === 1 && what.kind === 'address') return screen.ask(package_, what.address);
  screen.read(package_, evidenceOf(package_, texts));
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

/** The gallery, or evidence in the address: somebody else's, to be looked at only. */
async function followFragment(): Promise<void> {
  if (location.hash === '#gallery') return guarded(openGallery);
  if (!new URLSearchParams(location.hash.slice(1)).has(SHARED)) return;
  await guarded(async (package_) => {
    const { evidenceIn } = await import('./share/link.js');
    const evidence = await evidenceIn(location.hash);
    if (evidence) screen.foreign(package_, evidence);
  });
}

async function openGallery(package_: Core): Promise<void> {
  const [{ gallery }, { examples }] = await Promise.all([import('./gallery.js'), import('mcp-auth-doctor/examples')]);
  byId('gallery-list').replaceChildren(gallery(package_, (rule) => screen.example(package_, rule, examples[rule.id]?.fails ?? [])));
}

/** Runs what the person asked for; whatever goes wrong is told under the box. */
async function guarded(work: (package_: Core) => Promise<void>): Promise<void> {
  start.disabled = true;
  byId('given-error').hidden = true;
  try {
    const package_ = await core();
    await work(package_);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === 'aborted') announce('Stopped.');
    else complain(typeof message === 'string' ? message : String(error));
  } finally {
    start.disabled = false;
  }
}

function complain(message: string): void {
  const place = byId('given-error');
  place.textContent = message;
  place.hidden = false;
  given.focus();
}
