import { version } from 'mcp-auth-doctor';
import { only, type Options } from '../arguments.js';
import { SHELLS, completion, manPage } from '../completions.js';
import { STATUS } from '../report.js';
import { write, type Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor completion bash|zsh|fish` */
export async function completionCommand(words: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('completion', options);
  const [name] = words;
  const shell = SHELLS.find((each) => each === name);
  if (!shell || words.length > 1) throw new UsageError(`completion needs the name of a shell: ${SHELLS.join(', ')}.`);
  await write(stdout, completion(shell));
  return STATUS.fine;
}

/** `mcp-auth-doctor man`: the page that the build puts into the package. */
export async function manCommand(_words: string[], options: Options, { stdout }: Terminal): Promise<number> {
  only('man', options);
  await write(stdout, manPage(version()));
  return STATUS.fine;
}
