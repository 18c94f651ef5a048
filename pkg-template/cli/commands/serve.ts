import { openBrowser } from '../../hosts/node/index.js';
import { serve } from '../../serve/index.js';
import { only, wholeNumber, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';

/** `mcp-auth-doctor serve [HOST...]`: runs until it is stopped. */
export async function serveCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('serve', options, ['port', 'no-browser']);
  const page = await serve({ named: words, ...(options.port && { port: wholeNumber('port', options.port, 0, 65_535) }) });
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
