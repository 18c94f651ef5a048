// How the browser learns the page's address: from a file. Arguments of a command can be read by every user of the machine, by `ps`.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file that sends the browser on to an address. */
export interface StartPage {
  /** The file's own URL, which tells nothing. */
  url: string;
  remove(): Promise<void>;
}

/** Writes the file, for this user's eyes only, into a folder of its own. */
export async function writeStartPage(address: string): Promise<StartPage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-auth-doctor-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, 'start.html');
  const html = `<!doctype html><meta charset="utf-8"><title>mcp-auth-doctor</title><meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Open the page</a>\n`;
  try {
    await writeFile(file, html, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await remove();
    throw error;
  }
  return { url: pathToFileURL(file).href, remove };
}
