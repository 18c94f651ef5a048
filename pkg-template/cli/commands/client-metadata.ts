import { checkClientMetadata, createClientMetadata } from 'mcp-auth-doctor';
import { commonOptions, only, type Options } from '../arguments.js';
import { progressOn } from '../progress.js';
import { printReport, STATUS, statusOf } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor client-metadata create|check` */
export async function clientMetadataCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [verb, url, ...rest] = words;
  if (verb === 'create' && url === undefined) return create(options, terminal);
  if (verb === 'check' && url !== undefined && rest.length === 0) return check(url, options, terminal, signal);
  throw new UsageError('client-metadata is used as "client-metadata create --client-id URL --name NAME --redirect-uri URI" or "client-metadata check URL".');
}

/** Prints the document, and on stderr what to do with it. */
async function create(options: Options, { stdout, stderr }: Terminal): Promise<number> {
  only('client-metadata create', options, ['client-id', 'name', 'redirect-uri', 'scope']);
  const { 'client-id': clientId, name, 'redirect-uri': redirectUris, scope } = options;
  if (!clientId || !name || !redirectUris) throw new UsageError('client-metadata create needs --client-id URL, --name NAME and --redirect-uri URI.');
  const document = createClientMetadata({ clientId, clientName: name, redirectUris, ...(scope && { scope: scope.join(' ') }) });
  await write(stdout, `${JSON.stringify(document, null, 2)}\n`);
  await write(stderr, `Serve this at ${clientId} as application/json, without a redirect; then: mcp-auth-doctor client-metadata check ${clientId}\n`);
  return STATUS.fine;
}

async function check(url: string, options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('client-metadata check', options, ['fail-on']);
  const progress = progressOn(terminal);
  const report = await checkClientMetadata(url, { ...commonOptions(options), onProgress: progress.onProgress, signal }).finally(progress.done);
  await printReport(report, options, terminal);
  return statusOf(report, options);
}
