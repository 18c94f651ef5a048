// What the person gave, as a whole: a server to ask, servers to choose from, something to read, or nothing that is known.
import type { Core } from '../core.js';
import { evidenceOf } from './evidence.js';
import type { Import } from './evidence.js';
import { recognise } from './given.js';

/** A server of a client's configuration. */
export interface Named {
  name: string;
  address: string;
  meaning: string;
}

/** What to do with what was given. */
export type Understood =
  | { kind: 'ask'; address: string; symptom?: string }
  | { kind: 'servers'; servers: Named[] }
  | { kind: 'read'; evidence: Import }
  | { kind: 'unknown'; text: string; meaning: string | undefined };

/** An address alone is asked; with an error message it is asked, and both are judged together. */
export function understand(core: Core, texts: string[]): Understood {
  const given = texts.map(recognise);
  const addresses = given.flatMap((each) => (each.kind === 'address' ? each.address : []));
  const others = given.flatMap((each) => (each.kind === 'text' ? each.text : []));
  const [address] = addresses;
  if (others.length === 0 && address !== undefined) return { kind: 'ask', address };
  const evidence = evidenceOf(core, others);
  if (evidence.exchanges.length > 0) return { kind: 'read', evidence: { ...evidence, ...(address !== undefined && { server: address }) } };
  const named = address ?? (evidence.recognised.some(({ kind }) => kind === 'address') ? evidence.server : undefined);
  if (named !== undefined) return { kind: 'ask', address: named, ...(evidence.symptom !== undefined && { symptom: evidence.symptom }) };
  const servers = serversOf(evidence);
  const { cause, findings } = core.analyze(evidence);
  // A mistake in a configuration comes first; its report asks the servers too.
  if (servers.length > 0 && findings.every(({ severity }) => severity === 'info')) return { kind: 'servers', servers };
  const known = evidence.recognised.some(({ kind }) => kind !== 'text') || cause !== null;
  if (known) return { kind: 'read', evidence };
  return { kind: 'unknown', text: others.join('\n'), meaning: evidence.recognised.flatMap(({ notes = [] }) => notes)[0] };
}

/** The servers over HTTP of a client's configuration. */
function serversOf({ recognised }: Import): Named[] {
  const parts = recognised.filter(({ kind }) => kind === 'configuration').flatMap((each) => each.parts ?? []);
  return parts.flatMap(({ name, value, meaning }) => (value && /^https?:\/\//i.test(value) ? { name, address: value, meaning } : []));
}
