// What each command accepts, once: the check of a command line, the help, the man page and the completions are made of it.
import type { OptionName } from './arguments.js';

/** An option or a way to call a command. */
export interface Entry {
  /** As it is typed: `--port N`. */
  use: string;
  what: string;
}

/** An option of a command. */
interface Own extends Entry {
  /** The option beside which alone it has a meaning. */
  beside?: OptionName;
}

/** A command with what it accepts. The first is the address of a server, which is enough. */
export interface Section extends Entry {
  command: string;
  /** Its options that no command above has. */
  options: Own[];
  /** Those that are explained at a command above, or in {@link SHARED}. */
  also?: readonly OptionName[];
  /** What its `--format` may be; without it there is none. */
  formats?: readonly Format[];
}

/** Formats of a report. */
export const FORMATS = ['text', 'json', 'markdown', 'sarif', 'junit'] as const;
/** Formats of what is no report. */
export const PLAIN_FORMATS = ['text', 'json', 'markdown'] as const;

export type Format = (typeof FORMATS)[number];

/** The command that is the address of a server. */
export const DIAGNOSE = 'URL';

export const SUMMARY = 'explains why signing in to an MCP server fails, and completes the sign-in';

export const SECTIONS: readonly Section[] = [
  {
    command: DIAGNOSE,
    use: 'URL',
    what: 'diagnose an MCP server',
    formats: FORMATS,
    also: ['revision', 'timeout'],
    options: [
      { use: '--all', what: 'show everything that was found, not only the cause and the first thing to do' },
      { use: '--token-stdin', what: 'test a bearer token, read from stdin, or asked for on a terminal' },
      { use: '--token-env NAME', what: 'the same, from an environment variable' },
      { use: '--basic-env NAME', what: 'test HTTP Basic: the variable holds USER:PASSWORD' },
      { use: '--header-env NAME', what: 'test another header: the variable holds "Name: value"' },
      { use: '--confirm-foreign', what: 'send a token even though it looks like a token for another service' },
      { use: '--symptom TEXT', what: 'the error message that your client showed' },
      { use: '--as CLIENT', what: 'judge as this client would: chatgpt, claude-ai, vscode, cursor and others; "all" compares them' },
      { use: '--directory NAME', what: 'check what the directory claude-ai or chatgpt requires of a server, point by point' },
      { use: '--expect KIND', what: 'exit with 1 if the server is not protected, public, or open for registration, whichever KIND says' },
      { use: '--fail-on warning', what: 'exit with 1 for warnings too' },
      { use: '--test-refusals', what: 'send wrong requests on purpose, to servers that are yours, and see that each is refused; with a client and a sign-in of the test’s own; exit with 1 if one is accepted' },
      { use: '--test-host HOST', what: 'a host that may get them; repeat for each, the authorization server’s too', beside: 'test-refusals' },
      { use: '--expired-env NAME', what: 'a token that has expired, to be refused', beside: 'test-refusals' },
      { use: '--foreign-env NAME', what: 'another server’s token, to be refused', beside: 'test-refusals' },
      { use: '--no-browser', what: 'leave out what needs a sign-in', beside: 'test-refusals' },
    ],
  },
  {
    command: '--servers',
    use: '--servers FILE',
    what: 'diagnose many: one URL per line, # starts a comment; what is not as expected counts even where a baseline has it',
    formats: FORMATS,
    also: ['as', 'expect', 'fail-on', 'revision', 'timeout'],
    options: [
      { use: '--concurrency N', what: 'how many at once, 1 to 32 (default 4); each host gets one request at a time' },
      { use: '--baseline FILE', what: 'report only what changed since that file was written; the file is created if it does not exist' },
      { use: '--update-baseline', what: 'write the file again afterwards' },
    ],
  },
  {
    command: 'analyze',
    use: 'analyze FILE|-',
    what: 'diagnose what you captured: a HAR, curl -v output, headers, a metadata document, a token response, a callback or authorization URL, an error message, a client’s log or configuration',
    formats: FORMATS,
    also: ['all', 'symptom', 'as', 'directory', 'fail-on', 'revision'],
    options: [{ use: '--server URL', what: 'the server, if the capture does not name it' }],
  },
  {
    command: 'record',
    use: 'record URL [HOST...]',
    what: 'watch your own client sign in: prints an address on this machine that stands in for the server and its authorization server; Ctrl-C ends it with the report. It contacts other private addresses only if you name them here',
    formats: FORMATS,
    also: ['all', 'symptom', 'as', 'fail-on', 'revision'],
    options: [
      { use: '--port N', what: 'the port on 127.0.0.1 (default: any free one)' },
      { use: '--capture FILE', what: 'write a HAR without secrets' },
      { use: '--proxy', what: 'stand in as a proxy instead: prints what your client needs in its environment, and it keeps the server’s address; other hosts are tunnelled unread' },
    ],
  },
  {
    command: 'sign-in',
    use: 'sign-in URL',
    what: 'sign in with your browser and show what was granted',
    formats: PLAIN_FORMATS,
    also: ['all', 'revision', 'timeout'],
    options: [
      { use: '--client-id ID', what: 'your own OAuth app' },
      { use: '--client-secret-stdin', what: 'its secret, from stdin, or asked for on a terminal' },
      { use: '--client-secret-env NAME', what: 'its secret, from an environment variable' },
      { use: '--issuer ISSUER', what: 'the authorization server that the app belongs to: its secret goes nowhere else' },
      { use: '--client-metadata-url URL', what: 'your client ID metadata document' },
      { use: '--authorization-server ISSUER', what: 'another authorization server than those that the server names' },
      { use: '--register-again', what: 'register again, if the server has forgotten the client' },
      { use: '--redirect-uri URI', what: 'the loopback redirect URI registered for the app (default http://localhost:41937/callback)' },
      { use: '--scope SCOPE', what: 'a scope to request; repeat for more' },
      { use: '--action KIND', what: 'take an action that the report offers' },
      { use: '--set NAME=VALUE', what: 'fill in a field of its form' },
      { use: '--set-env NAME=VARIABLE', what: 'the same, from an environment variable' },
      { use: '--allow NAME', what: 'accept a deviation: unadvertisedPkce, compatibleResource, bareCode or insecureLoopback' },
      { use: '--no-browser', what: 'print the URL instead of opening it' },
      { use: '--print-token', what: 'print the access token, and nothing else, on stdout' },
      { use: '--no-store', what: 'don’t keep the tokens' },
      { use: '--lifetime', what: 'try what happens later, with a sign-in of the test’s own: expiry, renewal, a restart, two windows, a further scope, signing out; exit with 1 if something breaks' },
    ],
  },
  { command: 'stored', use: 'stored', what: 'list the sign-ins and clients that are kept on this machine, with their age and expiry', formats: PLAIN_FORMATS, options: [] },
  {
    command: 'forget',
    use: 'forget ID',
    what: 'forget one of them, and revoke its tokens at the authorization server where that is offered',
    options: [{ use: '--delete-client', what: 'delete its registered client there too, where no other sign-in uses it' }],
  },
  { command: 'rules', use: 'rules [ID]', what: 'what is checked, and why; a part of an ID lists the rules that have it', formats: PLAIN_FORMATS, options: [] },
  {
    command: 'serve',
    use: 'serve [URL|HOST...]',
    what: 'the diagnostic page on this machine, with a relay that sees every header; it contacts private addresses only if you name them here',
    also: ['port', 'no-browser'],
    options: [],
  },
  {
    command: 'mcp',
    use: 'mcp [HOST...]',
    what: 'an MCP server over stdio for agents: diagnose, analyze, explain, client_matrix. It signs in nowhere and accepts no secret; it contacts private addresses only if you name them here',
    options: [],
  },
  {
    command: 'client-metadata create',
    use: 'client-metadata create',
    what: 'print a client ID metadata document, and where to host it; needs --client-id, --name and --redirect-uri',
    also: ['scope'],
    options: [
      { use: '--client-id URL', what: 'the https address that the document will have' },
      { use: '--name NAME', what: 'the client’s name, as people see it' },
      { use: '--redirect-uri URI', what: 'a redirect URI of the client; repeat for more' },
      { use: '--jwks-uri URL', what: 'where the client’s public keys are, for private_key_jwt' },
      { use: '--key FILE', what: 'make a key pair: the private key goes into FILE, the public one into the document' },
    ],
  },
  {
    command: 'client-metadata serve',
    use: 'client-metadata serve',
    what: 'serve it on this machine, for a tunnel to its https address, and show who asks for it',
    also: ['client-id', 'name', 'redirect-uri', 'jwks-uri', 'key', 'scope', 'port'],
    options: [],
  },
  {
    command: 'client-metadata check',
    use: 'client-metadata check URL',
    what: 'whether an authorization server can use the document at a URL',
    formats: PLAIN_FORMATS,
    also: ['timeout'],
    options: [],
  },
  { command: 'completion', use: 'completion bash|zsh|fish', what: 'print the completion script for your shell', options: [] },
  { command: 'man', use: 'man', what: 'print the man page', options: [] },
];

/** Options of several commands, with the commands that have them. */
const SHARED: readonly Entry[] = [
  { use: `--format ${FORMATS.join('|')}`, what: 'how to print it; sarif and junit are for reports' },
  { use: '--revision DATE', what: 'the MCP version to judge by' },
  { use: '--timeout SECONDS', what: 'for one request' },
];

/** Options of every command. */
const EVERYWHERE: readonly Entry[] = [
  { use: '--help', what: 'print this' },
  { use: '--version', what: 'print the version' },
];

/** The options that are not one command's own, each with the commands that have it. */
export const GENERAL: readonly Entry[] = [
  ...SHARED.map(({ use, what }) => ({ use, what: `${what} (${SECTIONS.filter(({ command }) => accepts(command, nameOf({ use }))).map(({ command }) => command).join(', ')})` })),
  ...EVERYWHERE,
];

/** Every option that a command accepts, those of every command included, as {@link Own}. */
export function optionsOf(command: string): Own[] {
  const section = SECTIONS.find((each) => each.command === command);
  if (!section) return [...EVERYWHERE];
  const { use, what, options } = section;
  const also = [...(section.also ?? []), ...(section.formats ? (['format'] as const) : [])];
  return [...(use.startsWith('--') ? [{ use, what }] : []), ...options, ...also.map((name) => explained(name, section)), ...EVERYWHERE];
}

/** Whether it accepts an option. */
export function accepts(command: string, name: OptionName): boolean {
  return optionsOf(command).some((entry) => nameOf(entry) === name);
}

/** The options of a command as a text lists them: its own, and in one entry those that are explained above. */
export function listedOf(section: Section): Entry[] {
  const { options } = section;
  const above = explainedOf(section).slice(options.length);
  return above.length === 0 ? options : [...options, { use: above.map(({ use }) => use).join('  '), what: 'as above' }];
}

/** What a section accepts besides the general options, each explained, for a help of its own. */
export function explainedOf(section: Section): Entry[] {
  const { options, also = [] } = section;
  return [...options, ...also.map((name) => explained(name, section)).filter((entry) => !SHARED.includes(entry))];
}

/** What explains an option that a section only names: the nearest above that has it. */
function explained(name: OptionName, section: Section): Entry {
  const above = SECTIONS.slice(0, SECTIONS.indexOf(section)).reverse();
  const all: readonly Entry[] = [...SHARED, ...above.flatMap(({ options }) => options.filter(({ beside }) => !beside))];
  return all.find((entry) => nameOf(entry) === name) ?? { use: `--${name}`, what: '' };
}

export const STATUSES: readonly Entry[] = [
  { use: '0', what: 'no problem found' },
  { use: '1', what: 'blocked: something is broken or was refused' },
  { use: '2', what: 'wrong use of the command line' },
  { use: '3', what: 'undetermined, unreachable, no sign-in found, or signed in and not seen to work' },
  { use: '4', what: 'nothing is broken, but signing in needs something from you' },
];

export const SECRETS = 'A secret comes from a prompt, stdin or an environment variable, never from an argument or a URL.';

/** The name of an option that is written as `--port N`. */
export function nameOf({ use }: Pick<Entry, 'use'>): OptionName {
  return use.replace(/^--| .*$/g, '') as OptionName;
}
