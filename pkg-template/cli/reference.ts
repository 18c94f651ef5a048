// What the command line has, once: the help, the man page and the completions are made of it.

/** An option or a way to call a command. */
export interface Entry {
  /** As it is typed: `--port N`, or several that belong together. */
  use: string;
  what: string;
}

/** A command with its options. The first has no name: the address of a server is enough. */
export interface Section extends Entry {
  command: string;
  options: Entry[];
}

export const SUMMARY = 'explains why signing in to an MCP server fails, and completes the sign-in';

export const SECTIONS: readonly Section[] = [
  {
    command: '',
    use: 'URL',
    what: 'diagnose an MCP server',
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
      { use: '--expect KIND', what: 'exit with 1 where the server is not protected, public, or open for registration, whichever KIND says' },
      { use: '--fail-on warning', what: 'exit with 1 for warnings too' },
      { use: '--test-refusals', what: 'send wrong requests on purpose, to servers that are yours, and see that each is refused; with a client and a sign-in of the test’s own (--no-browser: without them); exit with 1 where one is accepted' },
      { use: '--test-host HOST', what: 'a host that may get them; repeat for each, the authorization server’s too' },
      { use: '--expired-env NAME  --foreign-env NAME', what: 'a token that has expired, or another server’s, to be refused' },
    ],
  },
  {
    command: '--servers',
    use: '--servers FILE',
    what: 'diagnose many: one URL a line, # starts a comment',
    options: [
      { use: '--as CLIENT', what: 'judge each as this client would' },
      { use: '--expect KIND', what: 'as above, of each; what is not as expected counts even where a baseline has it' },
      { use: '--concurrency N', what: 'how many at once, 1 to 32 (default 4); each host gets one request at a time' },
      { use: '--baseline FILE', what: 'report only what changed since that file was written; the file is created if it does not exist' },
      { use: '--update-baseline', what: 'write the file again afterwards' },
    ],
  },
  {
    command: 'analyze',
    use: 'analyze FILE|-',
    what: 'diagnose what you captured: a HAR, curl -v output, headers, a metadata document, a token response, a callback or authorization URL, an error message, a client’s log or configuration',
    options: [{ use: '--server URL  --symptom TEXT', what: 'what else you know; --all, --as and --directory as above' }],
  },
  {
    command: 'record',
    use: 'record URL [HOST...]',
    what: 'watch your own client sign in: prints an address on this machine that stands in for the server and its authorization server; Ctrl-C ends it with the report. It contacts other private addresses only if you name them here',
    options: [
      { use: '--port N', what: 'the port on 127.0.0.1 (default: any free one)' },
      { use: '--capture FILE', what: 'write a HAR without secrets' },
      { use: '--symptom TEXT', what: 'the error message that your client showed; --all and --as as above' },
    ],
  },
  {
    command: 'sign-in',
    use: 'sign-in URL',
    what: 'sign in with your browser and show what was granted',
    options: [
      { use: '--client-id ID', what: 'your own OAuth app' },
      { use: '--client-secret-stdin', what: 'its secret, from stdin, or asked for on a terminal' },
      { use: '--client-secret-env NAME', what: 'its secret, from an environment variable' },
      { use: '--issuer ISSUER', what: 'the authorization server that the app belongs to: its secret goes nowhere else' },
      { use: '--client-metadata-url URL', what: 'your client ID metadata document' },
      { use: '--authorization-server ISSUER', what: 'another authorization server than those that the server names' },
      { use: '--register-again', what: 'register anew, where the server has forgotten the client' },
      { use: '--redirect-uri URI', what: 'the loopback redirect URI registered for the app (default http://localhost:41937/callback)' },
      { use: '--scope SCOPE', what: 'a scope to request; repeat for more' },
      { use: '--action KIND', what: 'take an action that the report offers' },
      { use: '--set NAME=VALUE  --set-env NAME=VARIABLE', what: 'fill in its form' },
      { use: '--allow NAME', what: 'accept a deviation: unadvertisedPkce, compatibleResource, bareCode or insecureLoopback' },
      { use: '--no-browser', what: 'print the URL instead of opening it' },
      { use: '--print-token', what: 'print the access token, and nothing else, on stdout' },
      { use: '--no-store', what: 'don’t keep the tokens' },
      { use: '--lifetime', what: 'try what happens later, with a sign-in of the test’s own: expiry, renewal, a restart, two windows, a further scope, signing out; exit with 1 where something breaks' },
    ],
  },
  { command: 'rules', use: 'rules [ID]', what: 'what is checked, and why; a part of an ID lists the rules that have it', options: [] },
  {
    command: 'serve',
    use: 'serve [URL|HOST...]',
    what: 'the diagnostic page on this machine, with a relay that sees every header; it contacts private addresses only if you name them here',
    options: [
      { use: '--port N', what: 'the port on 127.0.0.1 (default: any free one)' },
      { use: '--no-browser', what: 'print the address instead of opening it' },
    ],
  },
  {
    command: 'mcp',
    use: 'mcp [HOST...]',
    what: 'an MCP server over stdio for agents: diagnose, analyze, explain, client_matrix. It signs in nowhere and accepts no secret; it contacts private addresses only if you name them here',
    options: [],
  },
  {
    command: 'client-metadata',
    use: 'client-metadata create|serve|check',
    what: 'create or serve a client ID metadata document, or check the one at a URL',
    options: [
      { use: 'create --client-id URL --name NAME --redirect-uri URI...', what: 'print the document, and where to host it' },
      { use: '--jwks-uri URL', what: 'where the client’s public keys are, for private_key_jwt' },
      { use: '--key FILE', what: 'make a key pair: the private key goes into FILE, the public one into the document' },
      { use: 'serve --client-id URL --name NAME --redirect-uri URI...', what: 'serve it on this machine, for a tunnel to its https address, and show who asks for it; --port and --key too' },
      { use: 'check URL', what: 'whether an authorization server can use it' },
    ],
  },
  { command: 'completion', use: 'completion bash|zsh|fish', what: 'print the completion script for your shell', options: [] },
];

export const EVERYWHERE: readonly Entry[] = [
  { use: '--format text|json|markdown|sarif|junit', what: 'of a report; rules, sign-in and client-metadata check have neither sarif nor junit' },
  { use: '--revision DATE', what: 'the MCP version to judge by: URL, --servers, analyze, record and sign-in' },
  { use: '--timeout SECONDS', what: 'for one request: URL, --servers, sign-in and client-metadata check' },
  { use: '--help', what: 'print this' },
  { use: '--version', what: 'print the version' },
];

export const STATUSES: readonly Entry[] = [
  { use: '0', what: 'no problem found' },
  { use: '1', what: 'blocked: something is broken or was refused' },
  { use: '2', what: 'wrong use of the command line' },
  { use: '3', what: 'undetermined, unreachable, or no sign-in found' },
  { use: '4', what: 'nothing is broken, but signing in needs something from you' },
];

export const SECRETS = 'A secret comes from a prompt, stdin or an environment variable, never from an argument or a URL.';

/** The options that stand in a text such as `--set NAME=VALUE  --set-env NAME=VARIABLE`, without their values. */
export function optionsIn({ use }: Entry): string[] {
  return use.match(/--[a-z-]+/g) ?? [];
}
