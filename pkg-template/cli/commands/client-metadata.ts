import { createHash, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkClientMetadata, createClientMetadata, type Exchange } from 'mcp-auth-doctor';
import { commonOptions, plainFormatOf, only, wholeNumber, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { say, visible, write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** More than any authorization server reads: what is beyond says nothing. */
const MOST_BYTES = 64 * 1024;
const TIMEOUT_MS = 20_000;

/** `mcp-auth-doctor client-metadata create|serve|check` */
export async function clientMetadataCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [verb, url, ...rest] = words;
  if (verb === 'create' && url === undefined) return create(options, terminal);
  if (verb === 'serve' && url === undefined) return serve(options, terminal, signal);
  if (verb === 'check' && url !== undefined && rest.length === 0) return check(url, options, terminal, signal);
  throw new UsageError('client-metadata is used as "client-metadata create --client-id URL --name NAME --redirect-uri URI", "client-metadata serve" with the same options, or "client-metadata check URL".');
}

/** Prints the document, and on stderr what to do with it. */
async function create(options: Options, { stdout, stderr }: Terminal): Promise<number> {
  only('client-metadata create', options);
  const { document, steps, warnings } = await made('create', options);
  await write(stdout, `${document.trimEnd()}\n`);
  await write(stderr, [...steps, ...warnings].map((text) => `${text}\n`).join(''));
  return STATUS.fine;
}

/** Makes the document, and where a key was asked for its pair: the private half is in the file before the document is out. */
async function made(verb: string, options: Options): Promise<ReturnType<typeof createClientMetadata>> {
  const { 'client-id': url, 'jwks-uri': jwksUri, key, name: clientName, 'redirect-uri': redirectUris, scope } = options;
  if (!url || !clientName || !redirectUris) throw new UsageError(`client-metadata ${verb} needs --client-id URL, --name NAME and --redirect-uri URI.`);
  if (key !== undefined && jwksUri !== undefined) throw new UsageError('Use --key or --jwks-uri, not both.');
  const wanted = { url, clientName, redirectUris, ...(jwksUri && { jwksUri }), ...(scope && { scope: scope.join(' ') }) };
  if (key === undefined) return createClientMetadata(wanted);
  createClientMetadata(wanted);
  const { privateKeyPem, publicKey } = newKey();
  const document = createClientMetadata({ ...wanted, jwks: { keys: [publicKey] } });
  await keep(key, privateKeyPem);
  return { ...document, steps: [...document.steps, `${key} has the private key (ES256, PKCS #8). Keep it secret; the document holds the public one.`] };
}

function newKey(): { privateKeyPem: string; publicKey: Record<string, unknown> } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  // The thumbprint of RFC 7638: the required members in the order of their names.
  const kid = createHash('sha256').update(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })).digest('base64url');
  return { privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), publicKey: { ...jwk, kid, use: 'sig', alg: 'ES256' } };
}

/** A file that only its user can read; one that is there stays as it is. */
async function keep(path: string, privateKeyPem: string): Promise<void> {
  try {
    await writeFile(path, privateKeyPem, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'EEXIST' ? `--key ${path}: the file already exists; a new key needs a new file.` : `--key ${path}: the file can't be written (${code}).`);
  }
}

/** Serves the document on loopback, for a tunnel to carry to its https address, and tells who asked for it. */
async function serve(options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('client-metadata serve', options);
  const port = wholeNumber('port', options.port ?? '0', 0, 65_535);
  const { document, warnings } = await made('serve', options);
  const { pathname, search, origin } = new URL(options['client-id'] ?? '');
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const [found, allowed] = [request.url === `${pathname}${search}`, request.method === 'GET' || request.method === 'HEAD'];
    const status = !found ? 404 : allowed ? 200 : 405;
    const headers = status === 200 ? { 'Content-Type': 'application/json', 'Cache-Control': 'max-age=60', 'Access-Control-Allow-Origin': '*' } : {};
    response.writeHead(status, headers).end(status === 200 && request.method === 'GET' ? document : '');
    say(terminal, visible(`${request.method} ${request.url} ${status}  ${request.headers['user-agent'] ?? '(without a User-Agent)'}`));
  };
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: TIMEOUT_MS }, answer);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    throw new UsageError(`--port ${port}: ${(error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'the port is in use' : (error as Error).message}.`);
  }
  const local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await write(terminal.stdout, `${local}${pathname}${search}\n`);
  for (const text of [`Point your tunnel from ${origin} to ${local}; the client id is ${options['client-id']}. Ctrl-C ends it.`, ...warnings]) say(terminal, text);
  await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return STATUS.fine;
}

/** Asks for the document as an authorization server does, without following redirects, and prints what is wrong with it. */
async function check(url: string, options: Options, { stdout }: Terminal, signal: AbortSignal): Promise<number> {
  only('client-metadata check', options);
  const format = plainFormatOf('client-metadata check', options);
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
