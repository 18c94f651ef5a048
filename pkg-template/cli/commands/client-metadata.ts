import { checkClientMetadata, createClientMetadata, type Exchange } from 'mcp-auth-doctor';
import { commonOptions, formatWithoutSarif, only, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** More than any authorization server reads: what is beyond says nothing. */
const MOST_BYTES = 64 * 1024;
const TIMEOUT_MS = 20_000;

/** `mcp-auth-doctor client-metadata create|check` */
export async function clientMetadataCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [verb, url, ...rest] = words;
  if (verb === 'create' && url === undefined) return create(options, terminal);
  if (verb === 'check' && url !== undefined && rest.length === 0) return check(url, options, terminal, signal);
  throw new UsageError('client-metadata is used as "client-metadata create --client-id URL --name NAME --redirect-uri URI" or "client-metadata check URL".');
}

/** Prints the document, and on stderr what to do with it. */
async function create(options: Options, { stdout, stderr }: Terminal): Promise<number> {
  only('client-metadata create', options, ['client-id', 'jwks-uri', 'name', 'redirect-uri', 'scope']);
  const { 'client-id': url, 'jwks-uri': jwksUri, name: clientName, 'redirect-uri': redirectUris, scope } = options;
  if (!url || !clientName || !redirectUris) throw new UsageError('client-metadata create needs --client-id URL, --name NAME and --redirect-uri URI.');
  const { document, steps, warnings } = createClientMetadata({ url, clientName, redirectUris, ...(jwksUri && { jwksUri }), ...(scope && { scope: scope.join(' ') }) });
  await write(stdout, `${document.trimEnd()}\n`);
  await write(stderr, [...steps, ...warnings].map((text) => `${text}\n`).join(''));
  return STATUS.fine;
}

/** Asks for the document as an authorization server does, without following redirects, and prints what is wrong with it. */
async function check(url: string, options: Options, { stdout }: Terminal, signal: AbortSignal): Promise<number> {
  only('client-metadata check', options, ['format', 'timeout']);
  const format = formatWithoutSarif('client-metadata check', options);
  const answer = await exchange(url, commonOptions(options).timeoutMs ?? TIMEOUT_MS, signal);
  const flaws = checkClientMetadata(url, answer);
  const lines = flaws.map(({ member, what, fatal }) => `${format === 'markdown' ? '- ' : ''}${fatal ? 'error' : 'warning'}  ${member && `${member}: `}${what}`);
  const fatal = flaws.some((flaw) => flaw.fatal);
  const fine = `${url} is a client ID metadata document that can be used.`;
  await write(stdout, `${format === 'json' ? JSON.stringify(flaws, null, 2) : [...lines, ...(fatal ? [] : [fine])].join('\n')}\n`);
  return fatal ? STATUS.blocked : STATUS.fine;
}

async function exchange(url: string, timeoutMs: number, signal: AbortSignal): Promise<Exchange> {
  const request = { method: 'GET', url };
  if (!URL.canParse(url)) throw new UsageError(`${url} is not an address.`);
  try {
    const response = await fetch(url, { redirect: 'manual', headers: { Accept: 'application/json' }, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
    return { request, response: { status: response.status, headers: [...response.headers], ...(await beginning(response.body)) } };
  } catch (error) {
    if (signal.aborted) throw error;
    const { message, cause } = error as Error;
    return { request, failure: { kind: 'other', message: `${message}${cause instanceof Error ? `: ${cause.message}` : ''}` } };
  }
}

async function beginning(stream: ReadableStream<Uint8Array> | null): Promise<{ body: string; bodyPartial: boolean }> {
  const decoder = new TextDecoder();
  let [body, length] = ['', 0];
  for await (const chunk of stream ?? []) {
    body += decoder.decode(chunk, { stream: true });
    length += chunk.length;
    if (length > MOST_BYTES) return { body, bodyPartial: true };
  }
  return { body: body + decoder.decode(), bodyPartial: false };
}
