import { foreignToken, type Credential } from 'mcp-auth-doctor';
import type { Options } from './arguments.js';
import { ask, askSecret, isInteractive, readAll, type Terminal } from './terminal.js';
import { UsageError } from './usage.js';

const LONGEST_SECRET = 64 * 1024;

/**
 * The credential to test, if one was asked for.
 *
 * @throws {UsageError} more than one, an empty one, a variable that is not set, another provider's token without a second yes
 */
export async function credentialFrom(server: string, options: Options, terminal: Terminal): Promise<Credential | undefined> {
  const credential = await given(options, terminal);
  const secret = credential?.kind === 'bearer' ? credential.token : credential?.kind === 'header' ? credential.value : undefined;
  const owner = secret === undefined ? null : foreignToken(server, secret);
  if (!owner || options['confirm-foreign']) return credential;
  const question = `This looks like a token of ${owner.provider}, and ${new URL(server).origin} is not ${owner.provider}.`;
  // Where stdin brought the token, nobody is there to ask.
  if (isInteractive(terminal) && /^y(es)?$/i.test(await ask(terminal, `${question} Send it anyway? [y/N] `))) return credential;
  throw new UsageError(`${question} It was not sent. If it is meant for that server: --confirm-foreign.`);
}

async function given(options: Options, terminal: Terminal): Promise<Credential | undefined> {
  const { 'token-stdin': stdin, 'token-env': token, 'basic-env': basic, 'header-env': header } = options;
  if ([stdin, token, basic, header].filter(Boolean).length > 1) throw new UsageError('One credential at a time: --token-stdin, --token-env, --basic-env or --header-env.');
  if (stdin) return { kind: 'bearer', token: await secretFromStdin(terminal, 'Token: ') };
  if (token) return { kind: 'bearer', token: variable('token-env', token, terminal) };
  if (basic) {
    const [username = '', password] = variable('basic-env', basic, terminal).split(/:(.*)/s);
    if (password === undefined) throw new UsageError(`--basic-env ${basic}: the variable must have USER:PASSWORD.`);
    return { kind: 'basic', username, password };
  }
  if (header) {
    const [name = '', value] = variable('header-env', header, terminal).split(/:\s*(.*)/s);
    if (!name || !value) throw new UsageError(`--header-env ${header}: the variable must have "Name: value".`);
    return { kind: 'header', name, value };
  }
  return undefined;
}

/** The secret of the person's own OAuth app, if one was given. */
export async function clientSecretFrom(options: Options, terminal: Terminal): Promise<string | undefined> {
  const { 'client-secret-stdin': stdin, 'client-secret-env': name } = options;
  if (stdin && name) throw new UsageError('Use --client-secret-stdin or --client-secret-env, not both.');
  if (stdin) return secretFromStdin(terminal, 'Client secret: ');
  return name ? variable('client-secret-env', name, terminal) : undefined;
}

/** The value of an environment variable that must be there. */
export function variable(option: string, name: string, { env }: Terminal): string {
  const value = env[name]?.trim();
  if (!value) throw new UsageError(`--${option} ${name}: the environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}.`);
  return value;
}

async function secretFromStdin(terminal: Terminal, question: string): Promise<string> {
  const secret = terminal.stdin.isTTY ? await askSecret(terminal, question) : (await readAll(terminal.stdin, LONGEST_SECRET)).toString('utf8').trim();
  if (!secret) throw new UsageError('stdin was empty; a secret was expected there.');
  return secret;
}
