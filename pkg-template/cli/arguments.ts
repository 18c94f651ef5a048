import { existsSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { FORMATS, PLAIN_FORMATS, optionsOf, nameOf, type Format } from './reference.js';
import { UsageError } from './usage.js';

const OPTIONS = {
  all: { type: 'boolean' },
  action: { type: 'string' },
  allow: { type: 'string', multiple: true },
  as: { type: 'string' },
  'authorization-server': { type: 'string' },
  baseline: { type: 'string' },
  'basic-env': { type: 'string' },
  capture: { type: 'string' },
  'client-id': { type: 'string' },
  'client-metadata-url': { type: 'string' },
  'client-secret-env': { type: 'string' },
  'client-secret-stdin': { type: 'boolean' },
  'confirm-foreign': { type: 'boolean' },
  concurrency: { type: 'string' },
  'delete-client': { type: 'boolean' },
  directory: { type: 'string' },
  expect: { type: 'string' },
  'expired-env': { type: 'string' },
  'fail-on': { type: 'string' },
  'foreign-env': { type: 'string' },
  format: { type: 'string' },
  'header-env': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  issuer: { type: 'string' },
  'jwks-uri': { type: 'string' },
  key: { type: 'string' },
  lifetime: { type: 'boolean' },
  name: { type: 'string' },
  'no-browser': { type: 'boolean' },
  'no-store': { type: 'boolean' },
  port: { type: 'string' },
  'print-token': { type: 'boolean' },
  proxy: { type: 'boolean' },
  'redirect-uri': { type: 'string', multiple: true },
  'register-again': { type: 'boolean' },
  revision: { type: 'string' },
  scope: { type: 'string', multiple: true },
  server: { type: 'string' },
  servers: { type: 'string' },
  set: { type: 'string', multiple: true },
  'set-env': { type: 'string', multiple: true },
  symptom: { type: 'string' },
  'test-host': { type: 'string', multiple: true },
  'test-refusals': { type: 'boolean' },
  timeout: { type: 'string' },
  'token-env': { type: 'string' },
  'token-stdin': { type: 'boolean' },
  'update-baseline': { type: 'boolean' },
  version: { type: 'boolean' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** The name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** What stands on the command line. */
export type Options = ReturnType<typeof parse>['values'];

/**
 * Splits the command line into words and options.
 *
 * @throws {UsageError} an option that does not exist, or without its value
 */
export function readArguments(args: readonly string[]): { words: string[]; options: Options } {
  try {
    const { values, positionals } = parse(args);
    return { words: positionals, options: values };
  } catch (error) {
    // Node's own message, without its advice on positional arguments.
    const [message] = (error as Error).message.split('. To specify');
    throw new UsageError(`${message}. See --help.`);
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
}

/** Refuses options that the command does not have, all at once, so that none is ignored in silence. */
export function only(command: string, options: Options): void {
  const accepted = optionsOf(command);
  const given = Object.keys(options) as OptionName[];
  const refused = given.filter((name) => !accepted.some((entry) => nameOf(entry) === name)).map((name) => `--${name}`);
  if (refused.length > 0) {
    throw new UsageError(`${refused.join(', ')} ${refused.length === 1 ? 'is not an option' : 'are not options'} of "${command}". See --help.`);
  }
  for (const { use, beside } of accepted) {
    if (beside && !options[beside] && given.includes(nameOf({ use }))) throw new UsageError(`--${nameOf({ use })} needs --${beside}.`);
  }
}

/** The format asked for. */
export function formatOf({ format = 'text' }: Options): Format {
  const found = FORMATS.find((each) => each === format);
  if (!found) throw new UsageError(`--format ${format}: use text, json, markdown, sarif or junit.`);
  return found;
}

/** The same for a command that prints something else than reports. */
export function plainFormatOf(command: string, options: Options): (typeof PLAIN_FORMATS)[number] {
  const format = formatOf(options);
  const found = PLAIN_FORMATS.find((each) => each === format);
  if (!found) throw new UsageError(`--format ${format} is for reports; ${command} supports text, json and markdown.`);
  return found;
}

/** What counts as blocked besides what is. */
export function failOnOf({ 'fail-on': failOn }: Options): 'warning' | undefined {
  if (failOn !== undefined && failOn !== 'warning') throw new UsageError(`--fail-on ${failOn}: the only value is "warning".`);
  return failOn;
}

/** What every call of the core takes. */
export function commonOptions({ revision, timeout }: Options): { revision?: string; timeoutMs?: number } {
  const seconds = timeout === undefined ? undefined : Number(timeout);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 600)) throw new UsageError(`--timeout ${timeout}: use a number of seconds, up to 600.`);
  return { ...(revision && { revision }), ...(seconds && { timeoutMs: seconds * 1000 }) };
}

/** A whole number within limits. */
export function wholeNumber(name: OptionName, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) throw new UsageError(`--${name} ${text}: use a whole number from ${least} to ${most}.`);
  return number;
}

/** `NAME=VALUE` pairs. */
export function pairs(name: OptionName, texts: readonly string[] = []): [string, string][] {
  return texts.map((text) => {
    const cut = text.indexOf('=');
    if (cut < 1) throw new UsageError(`--${name} ${text}: use NAME=VALUE.`);
    return [text.slice(0, cut), text.slice(cut + 1)];
  });
}

/**
 * The address of an MCP server, as it was typed.
 *
 * @throws {UsageError} where it is not one, saying what was perhaps meant
 */
export function serverAddress(text: string | undefined, command: string): string {
  if (!text) throw new UsageError(`${command} needs the address of an MCP server, such as https://example.com/mcp.`);
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const { username, password } = new URL(text);
    if (username || password) throw new UsageError('The address contains a user name or password. Remove it and use --basic-env NAME.');
    return text;
  }
  throw new UsageError(`${text} is not an http or https address.${guessOf(text)}`);
}

/** What was perhaps meant. */
function guessOf(text: string): string {
  if (existsSync(text)) return ` To read a file: mcp-auth-doctor analyze ${text}`;
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/].*)?$/i.test(text)) return ` Did you mean http://${text}?`;
  return /^[\w.-]+\.[a-z]{2,}(?:[:/].*)?$/i.test(text) ? ` Did you mean https://${text}?` : '';
}
