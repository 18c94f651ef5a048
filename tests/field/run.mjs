// The field: our diagnosis and sign-in, and the clients of others, at real servers and behind a real proxy. Writes docs/field.md.
//
//   node tests/field/run.mjs [--quick] [--only TEXT] [--no-peers]
//
// Ends with 1 where something is not as tests/field/setups.mjs says, or where a client of somebody else gets in and we don't, unless it leaves
// out a check that the specification demands.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clientMatrix, diagnose, memoryStore } from 'mcp-auth-doctor';
import { signIn } from 'mcp-auth-doctor/node';
import { scriptedBrowser } from '../servers/browser.mjs';
import { freePort } from '../servers/process.mjs';
import { peers, PROFILES } from './peers.mjs';
import { SETUPS } from './setups.mjs';
import { fieldTools } from './tools.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' }, 'no-peers': { type: 'boolean' } } });
const TIMEOUT_MS = 10_000;
/** A diagnosis or a sign-in that takes longer than all its requests may is a wait without end. */
const MOST_MS = 60_000;
const LAST = fileURLToPath(new URL('../../target/field/rows.json', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../docs/field.md', import.meta.url));

const tools = fieldTools();
const clients = options['no-peers'] || options.quick ? {} : peers(tools.python);
const AT_ONCE = 3;

const wanted = SETUPS.filter((setup) => (!options.quick || setup.quick) && (!options.only || `${setup.name} ${setup.configured}`.toLowerCase().includes(options.only.toLowerCase())));
const missing = (setup) => (setup.needs ?? '').split(' ').filter((need) => need && !tools[need]);
const leftOut = wanted.filter((setup) => missing(setup).length > 0).map((setup) => `${setup.name} (no ${missing(setup).join(', ')} here)`);
const here = wanted.filter((setup) => missing(setup).length === 0);
const rows = [];
const waiting = [...here.entries()];
const next = async () => {
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const [at, setup] = one;
    const row = await tried(setup);
    rows[at] = row;
    remembered([row]);
    console.log(`${row.wrong.length > 0 ? '✗' : '✓'} ${setup.name}: ${setup.configured}\n    ${row.verdict} ${row.cause ?? 'no cause'}; sign-in: ${row.signIn}${row.wrong.map((what) => `\n    WRONG: ${what}`).join('')}`);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, next));
const failed = rows.filter(({ wrong }) => wrong.length > 0).length;
const all = remembered(rows.filter(Boolean));
if (leftOut.length > 0) console.log(`left out: ${leftOut.join('; ')}`);
// Behind a run of all, a run of some brings its rows up to date.
if (!options.quick && !options['no-peers']) await writeFile(DOCUMENT, document(all));
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** One set-up, from its start to its end. */
async function tried(setup) {
  const after = [];
  const t = { after: (work) => after.unshift(work) };
  const wrong = [];
  const row = { setup, wrong, verdict: '', cause: undefined, action: undefined, signIn: '', deviations: [], peers: {} };
  try {
    const started = await setup.start(t, tools);
    const { url, ...means } = typeof started === 'string' ? { url: started } : started;
    const report = await inTime('the diagnosis', () => diagnose(url, { timeoutMs: TIMEOUT_MS, ...means }));
    Object.assign(row, { verdict: report.verdict, cause: report.cause?.rule, action: report.actions[0]?.title });
    if (!fits(setup.cause, row.cause)) wrong.push(`the cause is ${row.cause ?? 'none'}, expected ${setup.cause}`);
    if (setup.finds && !report.findings.some(({ rule }) => rule === setup.finds)) wrong.push(`${setup.finds} is not found`);
    const ending = await inTime('the sign-in', () => signedIn(url, means));
    row.signIn = ending.kind === 'signed-in' ? ending.proof.status : ending.kind === 'abandoned' ? ending.report?.cause?.rule ?? 'stopped without a cause' : ending.kind;
    row.tools = ending.proof?.tools;
    row.deviations = (ending.deviations ?? []).map(({ kind }) => kind);
    if (!fits(setup.signIn, row.signIn)) wrong.push(`the sign-in ends with ${row.signIn}, expected ${setup.signIn}`);
    if (ending.kind === 'signed-in' && String(setup.deviations ?? []) !== String(row.deviations)) wrong.push(`it deviated by ${row.deviations.join(', ') || 'nothing'}, expected ${setup.deviations ?? 'nothing'}`);
    // Who gets in by a deviation passes what stops other clients.
    if (report.verdict === 'blocked' && row.signIn !== row.cause && row.deviations.length === 0) wrong.push(`the diagnosis blames ${row.cause}, and the sign-in ends with ${row.signIn}`);
    if (setup.peers !== false) for (const [name, client] of Object.entries(clients)) row.peers[name] = await client(url);
    row.views = Object.fromEntries(clientMatrix(report).map(({ client, ends, stopsAt }) => [client, { ends, stopsAt }]));
    for (const name of Object.keys(row.peers)) {
      const { ends, stopsAt } = row.views[PROFILES[name]];
      if (agreement(row, setup, name) === 'contradicts') wrong.push(`--as ${PROFILES[name]} says "${ends}${stopsAt ? ` at ${stopsAt}` : ''}", and ${name} ${row.peers[name].signedIn ? 'signed in' : 'did not'}`);
    }
    const inside = Object.entries(row.peers).filter(([, { signedIn: isIn }]) => isIn).map(([name]) => name);
    if (inside.length > 0 && !['proven', 'not-enforced', 'not-needed'].includes(row.signIn) && !setup.skips) wrong.push(`${inside.join(', ')} signed in, and we did not`);
  } catch (error) {
    wrong.push(String(error.stack ?? error));
  } finally {
    for (const work of after) await Promise.resolve(work()).catch(() => {});
  }
  return row;
}

/** Whether a client did what its profile says of it here. What nobody gets through, and `unseen`, shows in a sign-in only. */
function agreement({ cause, signIn: ended, peers: ran, views }, { unseen, unseenBy }, name) {
  const shown = (cause !== undefined || ['proven', 'not-enforced', 'not-needed'].includes(ended)) && !unseen && !unseenBy?.includes(name);
  if (!shown || !views) return undefined;
  const { signedIn: isIn, tools: count, said } = ran[name];
  // At a public server there is nothing to sign in to.
  const isInside = isIn || count !== undefined || (ended === 'not-needed' && said === undefined);
  const { ends } = views[PROFILES[name]];
  if (ends === 'unknown') return 'unknown';
  return (isInside ? ['stops', 'asks'].includes(ends) : ends === 'gets-in' && cause === undefined) ? 'contradicts' : 'agrees';
}

async function inTime(what, work) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} had no end after ${MOST_MS / 1000} s`)), MOST_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function signedIn(server, means) {
  const browser = scriptedBrowser();
  return signIn({
    server,
    clientMetadata: { client_name: 'Field' },
    store: memoryStore(),
    ports: [await freePort()],
    openBrowser: browser,
    lookAhead: true,
    callbackTimeoutMs: 15_000,
    timeoutMs: TIMEOUT_MS,
    ...means,
  });
}

/** Whether it is what was expected: a rule, one of a kind of rules, nothing, or one of several of these. */
function fits(expected, found) {
  if (Array.isArray(expected)) return expected.some((each) => fits(each, found));
  return expected instanceof RegExp ? expected.test(found ?? '') : (expected ?? undefined) === found;
}

/** The rows of the last run of each set-up, in their order. */
function remembered(now) {
  const known = existsSync(LAST) ? JSON.parse(readFileSync(LAST, 'utf8')) : {};
  const nameOf = ({ name, configured }) => `${name}: ${configured}`;
  for (const row of now) known[nameOf(row.setup)] = { ...row, setup: { name: row.setup.name, configured: row.setup.configured, skips: row.setup.skips } };
  mkdirSync(dirname(LAST), { recursive: true });
  writeFileSync(LAST, JSON.stringify(known));
  return SETUPS.map((setup) => known[nameOf(setup)]).filter(Boolean);
}

/** How often a profile said what its client did. */
function told(rows) {
  const of = ({ name, configured }) => SETUPS.find((setup) => setup.name === name && setup.configured === configured) ?? {};
  const all = rows.flatMap((row) => Object.keys(row.peers).map((name) => agreement(row, of(row.setup), name)));
  const count = (which) => all.filter((one) => one === which).length;
  return `Of ${all.length} runs of these clients the profile says in ${count('agrees')} what the client did, in ${count('contradicts')} something else, and in ${count('unknown')} that it is not known. The other ${count(undefined)} are not compared: what decides there shows in a sign-in only, or is a redirect, which no profile models.`;
}

function document(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  const cell = (text) => String(text ?? '').replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  const peer = ({ signedIn: isIn, tools: count, said } = {}) => (isIn ? `signs in${count === undefined ? '' : ` (${count})`}` : said === undefined ? (count === undefined ? '' : 'in without a sign-in') : 'no');
  const head = ['server', 'configured', 'verdict', 'cause', 'first action', 'our sign-in', 'tools', 'deviations', ...names];
  return `# The field

Written by \`cargo xtask field\`, never by hand: servers and proxies as others made them, our diagnosis and our sign-in, and the clients of others
with the same scripted browser in the same run. \`proven\`: the server was seen to refuse a request without the token and to accept it with it.

${line(head)}
${line(head.map(() => '---'))}
${rows.map((row) => line([row.setup.name, row.setup.configured, row.verdict, row.cause ?? '–', row.action ?? '–', row.signIn, row.tools, row.deviations.join(', '), ...names.map((name) => peer(row.peers[name]))])).join('\n')}

## What \`--as\` says of them

${told(rows)}

## Where others get in and we stop

${rows.filter((row) => row.setup.skips && Object.values(row.peers).some(({ signedIn: isIn }) => isIn)).map((row) => `- ${row.setup.name} (${row.setup.configured}): ${Object.entries(row.peers).filter(([, { signedIn: isIn }]) => isIn).map(([name]) => name).join(', ')} skip this check: ${row.setup.skips}.`).join('\n') || 'Nowhere.'}

## What the others say where they don't get in

${rows.flatMap((row) => Object.entries(row.peers).filter(([, { said }]) => said).map(([name, { said }]) => `- ${row.setup.name} (${row.setup.configured}), ${name}: ${cell(said).slice(0, 220).replace(/:\d{4,5}\b/g, ':PORT')}`)).join('\n')}
${leftOut.length > 0 ? `\nLeft out here: ${leftOut.join('; ')}.\n` : ''}`;
}
