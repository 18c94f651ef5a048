import { createHash } from 'node:crypto';
import type { Store } from 'mcp-auth-doctor';
import { forget } from '../../hosts/forget.js';
import { describeAge, fileStore, storedCredentials, type StoredCredential } from '../../hosts/node/index.js';
import { only, plainFormatOf, type Options } from '../arguments.js';
import { publicPart } from '../public-part.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

const KINDS: Record<StoredCredential['kind'], string> = {
  'sign-in': 'sign-in',
  'personal-access-token': 'personal access token',
  basic: 'user name and password',
  'api-key-header': 'key in a header',
  'own-app': 'your own OAuth app',
  'registered-client': 'client registered for you',
};

/** `mcp-auth-doctor stored`: what `sign-in` keeps on this machine, the oldest first. */
export async function storedCommand(words: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('stored', options);
  const format = plainFormatOf('stored', options);
  if (words.length > 0) throw new UsageError(`stored lists everything; "forget ${words[0]}" forgets one.`);
  const all = (await storedCredentials(fileStore())).map(shown);
  if (format === 'json') {
    await write(stdout, `${JSON.stringify(all, null, 2)}\n`);
    return STATUS.fine;
  }
  const lines = all.length === 0 ? ['Nothing is stored.'] : [`${all.length} stored, the oldest first`, ...all.flatMap(linesOf), '', `Forget one: npx mcp-auth-doctor forget ${all[0]?.id}`];
  await write(stdout, `${(format === 'markdown' ? ['```text', ...lines, '```'] : lines).join('\n')}\n`);
  return STATUS.fine;
}

/** `mcp-auth-doctor forget ID`: one of them, revoked at the authorization server too where that is offered. */
export async function forgetCommand([id, second]: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('forget', options);
  if (id === undefined) throw new UsageError('forget needs an ID; "stored" lists them.');
  if (second !== undefined) throw new UsageError(`One ID at a time; ${second} is a second one.`);
  const store = fileStore();
  const found = await named(store, id);
  if (options['delete-client'] && !found.canDeleteClient) throw new UsageError(`--delete-client: the authorization server can't be asked to delete the client of ${id}, or another sign-in uses it.`);
  const { revoked, clientDeleted } = await forget(store, found.id, { deleteClient: options['delete-client'] ?? false });
  await write(stdout, `${[`Forgotten: ${found.label} (${KINDS[found.kind]}).`, ...leftOf(found, revoked), ...deletedOf(options, clientDeleted)].join(' ')}\n`);
  return STATUS.fine;
}

function leftOf({ kind }: StoredCredential, revoked: boolean): string[] {
  if (kind === 'sign-in') return [revoked ? 'Its tokens were revoked.' : 'The authorization server may accept the access token until it expires.'];
  return kind === 'registered-client' ? ['The next sign-in registers again.'] : ['To end it for good, delete it where you made it.'];
}

function deletedOf(options: Options, clientDeleted: boolean): string[] {
  if (!options['delete-client']) return [];
  return [clientDeleted ? 'The registered client was deleted.' : 'The authorization server did not delete the registered client.'];
}

async function named(store: Store, id: string): Promise<StoredCredential> {
  const found = (await storedCredentials(store)).find((each) => shortOf(each) === id);
  if (!found) throw new UsageError(`Nothing is stored as ${id}; "stored" lists what is.`);
  return found;
}

/** Short enough to type, and the same as long as it is stored. */
function shortOf({ id }: StoredCredential): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 8);
}

/** Addresses without a key that their query may hold. */
function shown(credential: StoredCredential): StoredCredential {
  return { ...credential, id: shortOf(credential), server: publicPart(credential.server), resource: publicPart(credential.resource) };
}

function linesOf(credential: StoredCredential): string[] {
  const { id, kind, label, server, issuer, clientId } = credential;
  const rows = [['server', server], ['issuer', issuer], ['client', clientId]].filter(([, value]) => value);
  return [`  ${id}  ${label}: ${KINDS[kind]}, ${describeAge(credential)}`, ...rows.map(([name = '', value = '']) => `${''.padEnd(12)}${name}  ${value}`)];
}
