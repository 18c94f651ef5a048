import { version } from 'mcp-auth-doctor';
import { failOnOf, formatOf, readArguments, type Options } from './arguments.js';
import { analyzeCommand } from './commands/analyze.js';
import { clientMetadataCommand } from './commands/client-metadata.js';
import { completionCommand, manCommand } from './commands/completion.js';
import { diagnoseCommand } from './commands/diagnose.js';
import { mcpCommand } from './commands/mcp.js';
import { recordCommand } from './commands/record.js';
import { rulesCommand } from './commands/rules.js';
import { serveCommand } from './commands/serve.js';
import { serversCommand } from './commands/servers.js';
import { signInCommand } from './commands/sign-in.js';
import { forgetCommand, storedCommand } from './commands/stored.js';
import { STATUS } from './report.js';
import { publicPart } from './public-part.js';
import { write, type Terminal } from './terminal.js';
import { help, UsageError } from './usage.js';

type Command = (words: string[], options: Options, terminal: Terminal, signal: AbortSignal) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  analyze: analyzeCommand,
  'client-metadata': clientMetadataCommand,
  completion: completionCommand,
  forget: forgetCommand,
  man: manCommand,
  mcp: mcpCommand,
  record: recordCommand,
  rules: rulesCommand,
  serve: serveCommand,
  'sign-in': signInCommand,
  stored: storedCommand,
};

const INTERRUPTED = 130;

/** Runs the command line; what it gives is the exit status. See {@link help}. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await run(args, terminal, stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return INTERRUPTED;
    await write(terminal.stderr, `mcp-auth-doctor: ${said(error)}\n`);
    return statusOfError(error);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

async function run(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  const { words, options } = readArguments(args);
  const asksForHelp = options.help || words[0] === 'help';
  if (asksForHelp || args.length === 0) {
    await write(asksForHelp ? terminal.stdout : terminal.stderr, help(words.find((word) => word !== 'help')));
    return asksForHelp ? STATUS.fine : STATUS.wrongUse;
  }
  if (options.version) {
    await write(terminal.stdout, `${version()}\n`);
    return STATUS.fine;
  }
  // Both are needed at the end only, when it would be too late to refuse them.
  formatOf(options);
  failOnOf(options);
  const [first = '', ...rest] = words;
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (command) return command(rest, options, terminal, signal);
  if (options.servers !== undefined) return serversCommand(words, options, terminal, signal);
  if (/^[a-z-]+$/.test(first)) throw new UsageError(`There is no command ${first}. The commands are ${Object.keys(COMMANDS).join(', ')}; without one, give the address of a server.`);
  return diagnoseCommand(words, options, terminal, signal);
}

/** The message; a stack helps nobody who uses a command line. */
function said(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // It may quote what was given: an address with a key in it, a secret in the wrong place.
  return publicPart(message);
}

function statusOfError(error: unknown): number {
  const code = error instanceof UsageError ? 'usage' : (error as { code?: unknown } | undefined)?.code;
  if (code === 'usage' || code === 'invalid-argument' || code === 'redirect-not-loopback') return STATUS.wrongUse;
  return code === 'port-taken' || code === 'browser-failed' ? STATUS.blocked : STATUS.unknown;
}
