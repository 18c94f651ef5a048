import { diagnose } from 'mcp-auth-doctor';
import { commonOptions, only, serverAddress, type Options } from '../arguments.js';
import { printView, requireView } from '../clients.js';
import { progressOn } from '../progress.js';
import { credentialFrom } from '../secrets.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage.js';

/** `mcp-auth-doctor URL` */
export async function diagnoseCommand(words: string[], options: Options, terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('URL', options, ['all', 'as', 'directory', 'token-stdin', 'token-env', 'basic-env', 'header-env', 'confirm-foreign', 'symptom', 'fail-on', 'format', 'revision', 'timeout']);
  const server = serverAddress(words[0], 'mcp-auth-doctor');
  if (words.length > 1) throw new UsageError(`One address at a time; ${words[1]} is a second one. For many, there is --servers FILE.`);
  requireView(options);
  const credential = await credentialFrom(server, options, terminal);
  const progress = progressOn(terminal);
  const report = await diagnose(server, {
    ...commonOptions(options),
    ...(credential && { credential }),
    ...(options.symptom && { symptom: options.symptom }),
    onProgress: progress.onProgress,
    signal,
  }).finally(progress.done);
  return printView(report, options, terminal);
}
