// The ways by which the browser can come back to VS Code, and the choice between them.
import * as vscode from 'vscode';
import { unpack } from '../base64url.js';
import type { CallbackListener, ListenOptions } from '../node/listener.js';
import type { Arrival } from '../sign-in.js';
import { AuthDoctorError } from 'mcp-auth-doctor';

/**
 * `loopback`: a listener on this machine (RFC 8252, section 7.3). `uri-handler`: `vscode://…`, for providers that the host's author
 * knows to accept it; MCP wants localhost or https. `page`: the redirect page that ships with the package, hosted by the author.
 * `device`: no way back; the person enters a code (RFC 8628), where the authorization server offers that.
 */
export type WayName = 'loopback' | 'uri-handler' | 'page' | 'device';

/** One way, taken for one browser visit at a time. */
export interface Way {
  /** Made ready; what the authorization request needs from it. */
  prepare(): Promise<{ redirectUri?: string; handBackTo?: string }>;
  /** The browser's return to the redirect URI that was asked for; never, where only the person can bring the address back. */
  arrival(accepts: (callbackUrl: string) => boolean, redirectUri: string): Promise<Arrival>;
  /** False where the browser can't reach this extension host: the box for pasting is shown at once. */
  reachable: boolean;
  close(): Promise<void>;
}

/** What a way is chosen from. */
export interface WaySettings {
  way?: WayName | undefined;
  ports: readonly number[];
  redirectPage?: string | undefined;
  extensionId: string;
  /** Only in the Node extension host. */
  listen?: ((options: ListenOptions) => Promise<CallbackListener>) | undefined;
  callbackUris: vscode.Event<vscode.Uri>;
}

/** Where the browser is sent on `uri-handler` and `page`. */
const CALLBACK_PATH = '/callback';

/**
 * Chooses: what the host's author asked for; else loopback where there is a listener that the browser can reach under the same port;
 * else the redirect page; else loopback with the address brought back by the person.
 *
 * @throws {AuthDoctorError} `port-taken`
 */
export async function chooseWay(settings: WaySettings): Promise<Way> {
  if (settings.way === 'device') return deviceWay();
  if (settings.way === 'uri-handler') return uriHandlerWay(settings);
  if (settings.way === 'page' && !settings.redirectPage) {
    throw new AuthDoctorError('no-redirect-page', 'The way "page" needs the option redirectPage: the address of the page where the browser comes back.');
  }
  if (settings.redirectPage && (settings.way === 'page' || !settings.listen)) return pageWay(settings, settings.redirectPage);
  if (!settings.listen) return pasteWay(settings.ports);

  const loopback = await loopbackWay(settings, settings.listen);
  if (loopback.reachable || !settings.redirectPage) return loopback;
  await loopback.close();
  return pageWay(settings, settings.redirectPage);
}

/** The redirect URI that a sign-in would use now, for what a report says to register; nothing where there is none, or its port is taken. */
export async function redirectUriOf(settings: WaySettings): Promise<{ redirectUri?: string }> {
  try {
    const way = await chooseWay(settings);
    const { redirectUri } = await way.prepare();
    await way.close();
    return redirectUri === undefined ? {} : { redirectUri };
  } catch {
    return {};
  }
}

/** In a remote window the browser runs elsewhere: VS Code forwards the port, but not always, nor always under the same number. */
async function reachesThisHost(redirectUri: string): Promise<boolean> {
  if (vscode.env.remoteName === undefined) return true;
  const external = await Promise.resolve(vscode.env.asExternalUri(vscode.Uri.parse(redirectUri))).catch(() => undefined);
  if (!external) return false;
  const [local, forwarded] = [new URL(redirectUri), new URL(external.toString(true))];
  return forwarded.port === local.port && ['localhost', '127.0.0.1', '[::1]'].includes(forwarded.hostname);
}

async function loopbackWay(settings: WaySettings, listen: NonNullable<WaySettings['listen']>): Promise<Way> {
  let accepts: (callbackUrl: string) => boolean = () => false;
  const options: ListenOptions = { ports: settings.ports, accepts: (callbackUrl) => accepts(callbackUrl) };
  // It listens before anything is sent: what is registered must be a redirect URI that works.
  let listener = await listen(options);
  const { redirectUri } = listener;
  return {
    reachable: await reachesThisHost(redirectUri),
    async prepare() {
      if (listener.received) listener = await listen({ ...options, redirectUri });
      return { redirectUri };
    },
    async arrival(belongs, asked) {
      // The person's app is registered with VS Code's own address.
      if (asked.startsWith(ownUri(settings))) return uriHandlerWay(settings).arrival(belongs, asked);
      accepts = belongs;
      // The person may have registered another of the ports.
      if (asked !== listener.redirectUri) {
        await listener.close();
        listener = await listen({ ...options, redirectUri: asked });
      }
      return listener.callback;
    },
    close: () => listener.close(),
  };
}

function ownUri({ extensionId }: WaySettings): string {
  return `${vscode.env.uriScheme}://${extensionId}${CALLBACK_PATH}`;
}

function uriHandlerWay(settings: WaySettings): Way {
  const redirectUri = ownUri(settings);
  return {
    reachable: true,
    prepare: async () => ({ redirectUri }),
    arrival: (accepts) => nextUri(settings.callbackUris, (uri) => `${redirectUri}?${encodeQuery(uri.query)}`, accepts),
    close: async () => {},
  };
}

function pageWay(settings: WaySettings, redirectPage: string): Way {
  return {
    reachable: true,
    async prepare() {
      // This address is new each time (it has a query in the web), so it can't be the redirect URI itself; the page finds it in `state`.
      const here = vscode.Uri.parse(ownUri(settings));
      return { redirectUri: redirectPage, handBackTo: (await vscode.env.asExternalUri(here)).toString(true) };
    },
    arrival: (accepts) => nextUri(settings.callbackUris, (uri) => redirectPage + callbackOf(uri.query), accepts),
    close: async () => {},
  };
}

/** No one receives: the person copies the address of the page that could not be opened. */
function pasteWay(ports: readonly number[]): Way {
  const redirectUri = `http://localhost:${ports[0]}${CALLBACK_PATH}`;
  return {
    reachable: false,
    prepare: async () => ({ redirectUri }),
    arrival: () => new Promise(() => {}),
    close: async () => {},
  };
}

/** Without a redirect URI the core asks for a code. */
function deviceWay(): Way {
  return {
    reachable: false,
    prepare: async () => ({}),
    arrival: () => new Promise(() => {}),
    close: async () => {},
  };
}

function nextUri(uris: vscode.Event<vscode.Uri>, read: (uri: vscode.Uri) => string, accepts: (callbackUrl: string) => boolean): Promise<Arrival> {
  return new Promise((resolve) => {
    const subscription = uris((uri) => {
      const url = read(uri);
      if (uri.path !== CALLBACK_PATH || !accepts(url)) return;
      subscription.dispose();
      resolve({ url });
    });
  });
}

/** `vscode.Uri` hands the query over decoded, so `+` and `%` of a code would be read twice. */
function encodeQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    })
    .join('&');
}

/** The redirect page packs the query that it got into one member, which no decoding on the way can change. */
function callbackOf(query: string): string {
  return unpack(new URLSearchParams(query).get('callback') ?? '') ?? '';
}
