import { openAny } from '../../hosts/node/browser.js';
import { serve } from '../../serve/index.js';
import { writeStartPage, type StartPage } from '../../serve/start-page.js';
import { only, wholeNumber, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';

/** `mcp-auth-doctor serve [HOST...]`: runs until it is stopped. */
export async function serveCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('serve', options);
  const page = await serve({ named: words, ...(options.port && { port: wholeNumber('port', options.port, 0, 65_535) }) });
  const address = withServer(page.url, words);
  await write(terminal.stdout, `${address}\n`);
  await write(terminal.stderr, 'The diagnostic page runs on this machine only. Press Ctrl-C to stop it.\n');
  let start: StartPage | undefined;
  try {
    if (!options['no-browser']) {
      start = await writeStartPage(address);
      await open(start.url, terminal);
    }
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await start?.remove();
    await page.close();
  }
  return STATUS.fine;
}

/** The page opens with the first server that was named in the box. */
function withServer(page: string, words: readonly string[]): string {
  const server = words.find((word) => /^https?:\/\//i.test(word) && URL.canParse(word));
  return server === undefined ? page : `${page}&${new URLSearchParams({ server })}`;
}

async function open(url: string, { stderr }: Terminal): Promise<void> {
  try {
    await openAny(url);
    // Some browsers can't read the file: one in a sandbox, or on another machine than this one.
    await write(stderr, 'If your browser doesn’t show the page, open the address above yourself.\n');
  } catch (error) {
    await write(stderr, `${(error as Error).message} Open the address above yourself.\n`);
  }
}
