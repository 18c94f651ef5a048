// The page: takes what is in the box, asks or reads, shows the report.
import { core } from './core.js';
import type { Evidence, Report } from './core.js';
import { announce, byId } from './dom.js';
import { evidenceOf } from './input/evidence.js';
import { MOST_READ, recognise } from './input/given.js';
import { Pieces, nameOf, readFiles } from './input/pieces.js';
import { gatherLive } from './live.js';
import { relayFetch, takeRelayToken } from './relay.js';
import { showReport } from './report/view.js';

const relay = takeRelayToken();
const form = byId<HTMLFormElement>('ask');
const given = byId<HTMLTextAreaElement>('given');
const start = byId<HTMLButtonElement>('start');
const result = byId('result');
const pieces = new Pieces(byId<HTMLUListElement>('pieces'));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void guarded(answer);
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
const file = byId<HTMLInputElement>('file');
byId('open-file').addEventListener('click', () => file.click());
file.addEventListener('change', () => void guarded(() => take(file.files)));
acceptDrops(document.body);

/** Reads or asks what is in the box, and shows the answer. */
async function answer(): Promise<void> {
  const texts = [...pieces.texts, ...(given.value.trim() ? [given.value] : [])];
  const [only = ''] = texts;
  if (texts.length === 0) return complain('Type a server’s address, or paste something.');
  if (texts.reduce((sum, text) => sum + text.length, 0) > MOST_READ) return complain(`That is more than ${MOST_READ / 1_048_576} MB.`);
  const package_ = await core();
  const what = recognise(only);
  if (texts.length === 1 && what.kind === 'address') {
    const asking = relay === undefined ? {} : { fetch: relayFetch(relay) };
    const gathered = await gatherLive(package_, what.address, asking, byId('progress'));
    return show(package_.analyze(gathered), { live: true });
  }
  const evidence: Evidence = evidenceOf(package_, texts);
  show(package_.analyze(evidence), { live: false });
}

async function take(files: Iterable<File> | null): Promise<void> {
  if (!files) return;
  for (const piece of await readFiles(files)) pieces.add(piece);
  file.value = '';
  await answer();
}

function show(report: Report, { live }: { live: boolean }): void {
  document.body.classList.add('answered');
  showReport(result, report, { live, take: null });
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: 'start' });
  announce(`${report.findings.length} findings`);
}

/** Runs what the person asked for; whatever goes wrong is told under the box. */
async function guarded(work: () => Promise<void>): Promise<void> {
  start.disabled = true;
  byId('given-error').hidden = true;
  try {
    await work();
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

function acceptDrops(target: HTMLElement): void {
  const box = form.querySelector('.box');
  target.addEventListener('dragover', (event) => {
    event.preventDefault();
    box?.classList.add('dropping');
  });
  target.addEventListener('dragleave', () => box?.classList.remove('dropping'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    box?.classList.remove('dropping');
    const files = event.dataTransfer?.files;
    if (files && files.length > 0) return void guarded(() => take(files));
    const text = event.dataTransfer?.getData('text');
    if (text) given.value = text;
  });
}
