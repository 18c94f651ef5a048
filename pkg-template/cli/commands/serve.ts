import { openBrowser } from '../../hosts/node/index.js';
import { serve } from '../../serve/index.js';
import { only, wholeNumber, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor serve`: runs until it is stopped. */
export async function serveCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('serve', options, ['port', 'no-browser']);
  if (words.length > 0) throw new UsageError(`serve takes no address: give ${words[0]} to the page.`);
  const page = await serve({ ...(options.port && { port: wholeNumber('port', options.port, 0, 65_535) }) });
  await write(terminal.stdout, `${page.url}\n`);
  await write(terminal.stderr, 'The diagnostic page runs on this machine only. Ctrl-C stops it.\n');
  if (!options['no-browser']) await openBrowser(page.url).catch((error: Error) => write(terminal.stderr, `${error.message} Open the address above yourself.\n`));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await page.close();
  return STATUS.fine;
}
