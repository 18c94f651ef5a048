#!/usr/bin/env node
// `cargo xtask demo`: what people complain about, on real servers on loopback. Each complaint is judged by the product, and the first way
// that its report names is then taken, through login and consent, to a call of a tool. The status is 0 only if all of it happened.
//   --serve  leaves the servers and the diagnostic page running
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderReport } from 'mcp-auth-doctor';
import { COMPLAINTS } from './complaints.mjs';
import { servePage } from './serve.mjs';

/** The one whose report is shown whole. */
const SHOWN = 'Dynamic Client Registration not supported';
const WIDTHS = [52, 36, 30];
const folder = await mkdtemp(join(tmpdir(), 'mcp-auth-doctor-demo-'));
const started = [];
/** Starts a server that ends with the demo. */
const start = async (server) => {
  started.push(await server);
  return started.at(-1);
};
const row = (cells) => `${cells.map((cell, at) => (WIDTHS[at] ? cell.padEnd(WIDTHS[at]) : cell)).join('  ')}`;

try {
  console.log(row(['what is complained about', 'what it is', 'the first way out', 'taken, and a tool called']));
  console.log(row(WIDTHS.map((width) => '─'.repeat(width)).concat('─'.repeat(30))));
  let shown;
  for (const { says, play } of COMPLAINTS) {
    const { report, cause, action, answer } = await play({ start, folder });
    console.log(row([says, cause ?? '–', action ?? '–', `✓ ${answer}`]));
    if (says === SHOWN) shown = renderReport(report, 'text');
  }
  console.log(`\nThe report of "${SHOWN}":\n\n${shown}`);
  if (process.argv.includes('--serve')) await servePage(started);
} finally {
  await Promise.all(started.map(({ close }) => close()));
  await rm(folder, { recursive: true, force: true });
}
