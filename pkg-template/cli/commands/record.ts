import { open, type FileHandle } from 'node:fs/promises';
import { analyze, toHar, type Exchange } from 'mcp-auth-doctor';
import { commonOptions, formatOf, only, serverAddress, wholeNumber, type Options } from '../arguments.js';
import { printView, requireView } from '../clients.js';
import { publicPart } from '../public-part.js';
import { record } from '../record/index.js';
import { STATUS } from '../report.js';
import { say, visible, write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor record URL [HOST...]`: until Ctrl-C, then the report. */
export async function recordCommand([address, ...named]: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('record', options);
  if (address === undefined) throw new UsageError('record needs the address of an MCP server.');
  requireView(options);
  const server = serverAddress(address, 'record');
  const port = wholeNumber('port', options.port ?? '0', 0, 65_535);
  const capture = options.capture === undefined ? undefined : await reserved(options.capture);
  const tell = (exchange: Exchange, more: string) => say(terminal, visible(line(exchange, more)));
  const refused = (host: string) => say(terminal, visible(`A client did not accept the certificate of this run for ${host}: NODE_EXTRA_CA_CERTS or SSL_CERT_FILE did not reach it.`));
  const recording = await record({ server, named, port, tell, ...(options.proxy && { asProxy: refused }) });
  try {
    const [verb, before] = [process.platform === 'win32' ? 'set' : 'export', publicPart(server)];
    const lines = options.proxy ? recording.environment.map(([name, value]) => `${verb} ${name}=${value}`) : [recording.url];
    await write(formatOf(options) === 'text' ? terminal.stdout : terminal.stderr, `${lines.join('\n')}\n`);
    say(terminal, options.proxy
      ? `Start your client with these in its environment, with ${before} as its server, and let it sign in. Only requests to the servers of the sign-in are read. Ctrl-C ends it, with the report.`
      : `Give this address to your client in place of ${before}, and let it sign in. Ctrl-C ends it, with the report.`);
    await new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
  } finally {
    await recording.close();
  }
  const evidence = { server, exchanges: recording.exchanges };
  await capture?.writeFile(toHar(evidence));
  await capture?.close();
  const [last] = recording.exchanges.slice(-1);
  if (!last) {
    say(terminal, 'Nothing asked for that address.');
    return STATUS.unknown;
  }
  say(terminal, `The last that was seen, ${Math.round((Date.now() - (last.startedAt ?? 0)) / 1000)} s before the end: ${visible(line(last, ''))}`);
  return printView(analyze(evidence, { ...commonOptions(options), server, ...(options.symptom && { symptom: options.symptom }) }), options, terminal);
}

/** Without the query: what is in it may be secret. */
function line({ request: { method, url }, response, failure }: Exchange, more: string): string {
  return [method, publicPart(url?.split(/[?#]/)[0] ?? ''), response ? String(response.status) : (failure?.message ?? ''), more].filter(Boolean).join(' ');
}

/** A file for the capture without secrets, that only its user reads: made before anything is asked, as at the end it would be too late. */
async function reserved(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'EEXIST' ? `--capture ${path}: the file already exists.` : `--capture ${path}: the file can't be written (${code}).`);
  }
}
