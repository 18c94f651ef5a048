// The flow as a sequence diagram, drawn at the width there is: an arrow for what was asked, its colour for what became of it.
import type { Finding, Report } from '../core.js';
import { el, svg } from '../dom.js';
import { showExchange } from './exchanges.js';
import { messages } from './messages.js';
import type { Lane, Message, State } from './messages.js';

const LANES: { lane: Lane; name: string; short: string }[] = [
  { lane: 'browser', name: 'Browser', short: 'Browser' },
  { lane: 'host', name: 'Client', short: 'Client' },
  { lane: 'server', name: 'MCP server', short: 'Server' },
  { lane: 'authorization-server', name: 'Authorization server', short: 'Auth' },
];
const STATE: Record<State, string> = { ok: 'fine', warning: 'with a warning', error: 'with an error', unseen: 'not seen', idle: 'not reached' };
const HEAD = 52;
const ROW = 46;
const MARK = 34;
/** What a character takes in the widest of the usual fonts, in px. */
const REGULAR = 7.1;
const BOLD = 7.6;

/** The diagram with its legend, which redraws itself when its width changes; nothing where nothing was seen. */
export function diagram(report: Report): HTMLElement | null {
  const all = messages(report);
  if (all.length === 0) return null;
  const holder = el('div', { class: 'diagram' });
  const draw = (width: number) => holder.replaceChildren(picture(all, Math.max(300, Math.floor(width))));
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    if (width > 0 && Math.abs(width - drawn) > 1) draw((drawn = width));
  }).observe(holder);
  return el('section', { class: 'flow', 'aria-labelledby': 'flow-title' }, el('h2', { id: 'flow-title' }, 'What happened'), holder, legend(all));
}

function legend(all: Message[]): HTMLElement {
  const used = (Object.keys(STATE) as State[]).filter((state) => all.some((message) => message.state === state));
  const names: Record<State, string> = { ok: 'answered', warning: 'warning', error: 'error', unseen: 'not seen', idle: all.at(-1)?.answer === 'not tried yet' ? 'not tried yet' : 'not reached' };
  return el('ul', { class: 'legend' }, ...used.map((state) => el('li', { class: state }, names[state])));
}

function picture(all: Message[], width: number): SVGElement {
  const narrow = width < 620;
  const margin = narrow ? 36 : 80;
  const x = new Map(LANES.map(({ lane }, index) => [lane, Math.round(margin + (index * (width - 2 * margin)) / (LANES.length - 1))]));
  let y = HEAD;
  const rows: SVGElement[] = [];
  all.forEach((message, index) => {
    rows.push(row(message, index, { x, y, width, narrow }));
    y += ROW + (message.cause ? MARK : 0);
  });
  const height = y + 12;
  return svg(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Sequence diagram of the sign-in' },
    ...LANES.map(({ lane, name, short }) => column(x.get(lane) ?? 0, narrow ? short : name, height, width)),
    ...rows,
  );
}

function column(x: number, name: string, height: number, width: number): SVGElement {
  const half = Math.min(x, width - x, name.length * 4 + 12);
  return svg(
    'g',
    { class: 'lane', 'aria-hidden': 'true' },
    svg('line', { x1: x, x2: x, y1: 30, y2: height }),
    svg('rect', { x: x - half, y: 2, width: 2 * half, height: 28, rx: 8 }),
    svg('text', { x, y: 21, 'text-anchor': 'middle' }, name),
  );
}

interface Frame {
  x: Map<Lane, number>;
  y: number;
  width: number;
  narrow: boolean;
}

function row(message: Message, index: number, frame: Frame): SVGElement {
  const { exchange, cause, state, label, answer, times } = message;
  const said = `${index + 1}. ${label}${times ? `, ${times} times` : ''}: ${answer}, ${STATE[state]}${cause ? `. ${flagged(cause)}` : ''}`;
  const drawing = [arrow(message, frame), ...words(message, frame), cause && flag(cause, frame)].filter((each) => each !== undefined);
  if (exchange === undefined) return svg('g', { class: `row ${state}`, role: 'img', 'aria-label': said }, ...drawing);
  const anchor = svg('a', { class: `row ${state}`, href: `#exchange-${exchange + 1}` }, svg('title', {}, said), band(frame), ...drawing);
  anchor.addEventListener('click', (event) => {
    event.preventDefault();
    showExchange(exchange);
  });
  return anchor;
}

/** What the pointer may hit. */
function band({ y, width }: Frame): SVGElement {
  return svg('rect', { class: 'band', x: 0, y: y - 6, width, height: ROW, rx: 6 });
}

function arrow({ from, to, state }: Message, { x, y }: Frame): SVGElement {
  const start = x.get(from) ?? 0;
  const end = x.get(to) ?? 0;
  const line = y + 26;
  const back = start < end ? -9 : 9;
  return svg(
    'g',
    { class: 'arrow', 'aria-hidden': 'true' },
    svg('line', { x1: start, x2: end + back / 2, y1: line, y2: line }),
    svg('path', { d: `M${end} ${line}l${back} -5v10z` }),
    state === 'error' ? svg('path', { class: 'cross', d: `M${(start + end) / 2 - 5} ${line - 5}l10 10m0 -10l-10 10` }) : null,
  );
}

/** The label stands over the arrow, the answer at its end; where there is no room the label gets the whole line. */
function words({ from, to, label: request, answer: said, state, times }: Message, { x, y, width, narrow }: Frame): SVGElement[] {
  const label = times ? `×${times} ${request}` : request;
  const brief = narrow ? said.replace(/, \d+ ms$/, '') : said;
  // Not by colour alone.
  const answer = state === 'error' || state === 'warning' ? `${brief} · ${state}` : brief;
  const left = Math.min(x.get(from) ?? 0, x.get(to) ?? 0);
  const right = Math.max(x.get(from) ?? 0, x.get(to) ?? 0);
  const start = narrow ? 4 : left + 8;
  const beside = !narrow && width - right > answer.length * BOLD + 14;
  const room = Math.floor((width - 6 - start - (beside ? 0 : answer.length * BOLD + 10)) / REGULAR);
  return [
    svg('text', { class: 'label', x: start, y: y + (beside ? 14 : 16) }, clip(narrow ? label.replace('/.well-known/', '/…/') : label, room)),
    svg(
      'text',
      { class: 'answer', x: beside ? right + 10 : width - 2, y: beside ? y + 31 : y + 16, 'text-anchor': beside ? 'start' : 'end' },
      answer,
    ),
  ];
}

/** The cause itself stands at the top. An inferred one is not claimed to be seen here. */
function flagged({ certainty }: Finding): string {
  return certainty === 'inferred' ? 'Most likely here' : 'Stops here';
}

function flag(cause: Finding, { y, width }: Frame): SVGElement {
  const top = y + ROW - 6;
  return svg(
    'g',
    { class: 'flag' },
    svg('rect', { x: 2, y: top, width: width - 4, height: 26, rx: 6 }),
    svg('text', { x: 12, y: top + 18 }, clip(`▲ ${flagged(cause)}`, Math.floor((width - 24) / BOLD))),
  );
}

function clip(text: string, room: number): string {
  const characters = [...text];
  return characters.length <= room ? text : `${characters.slice(0, Math.max(8, room - 1)).join('')}…`;
}
