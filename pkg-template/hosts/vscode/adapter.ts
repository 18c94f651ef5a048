import * as vscode from 'vscode';
import { diagnose } from 'mcp-auth-doctor';
import type { HostInfo, Report, SignInOptions, Store, Tokens } from 'mcp-auth-doctor';
import type { CallbackListener, ListenOptions } from '../node/listener.js';
import { signIn, type Choice, type Ending } from '../sign-in.js';
import { accounts, type Accounts } from '../accounts.js';
import { headerOf } from '../header-of.js';
import { host, personInVsCode } from './person.js';
import { manage } from './manage.js';
import { ReportPanels } from './report-panel.js';
import { registerAccounts } from './authentication-provider.js';
import { secretStore } from './store.js';
import { builtInAccounts, type BuiltInAccount } from './built-in-accounts.js';
import { chooseWay, redirectUriOf, type WayName, type WaySettings } from './ways.js';
import { VSCODE_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

const { t } = vscode.l10n;

/** What only one of the two extension hosts can do. */
export interface Platform {
  listen?: ((options: ListenOptions) => Promise<CallbackListener>) | undefined;
  exclude(context: vscode.ExtensionContext): Store['lock'];
  ports: readonly number[];
}

/**
 * How an extension signs in. All but `clientName` may be left out. `redirectPage` and `builtInAccounts` are read each time they are needed:
 * a getter follows a setting, whose value may come after the extension has started.
 */
export interface McpAuthOptions extends Partial<Omit<SignInOptions, 'server' | 'redirectUri' | 'handBackTo' | 'store' | 'signal' | 'onProgress'>> {
  /** The name that the person reads on the consent page. */
  clientName: string;
  /** The fixed ports that the loopback listener tries, in this order; register the first with providers that compare exactly. */
  ports?: readonly number[] | undefined;
  /** Takes this way instead of choosing one. */
  way?: WayName | undefined;
  /** Where the redirect page that ships with this package is hosted; needed in the web (vscode.dev, Codespaces, code-server). */
  redirectPage?: string | undefined;
  /** False where the extension has a `UriHandler` of its own and hands what it gets to {@link McpAuth.handleUri}. */
  uriHandler?: boolean | undefined;
  /** Default: the extension's `SecretStorage`. */
  store?: Store | undefined;
  /**
   * Servers of yours that accept an account of VS Code (GitHub, Microsoft), beside the known ones; false: no such account is used. The
   * person is asked first, once for each server. What a server says of itself never chooses such an account.
   */
  builtInAccounts?: readonly BuiltInAccount[] | false | undefined;
}

/** What an extension does with MCP servers that want a sign-in. */
export interface McpAuth extends vscode.Disposable {
  /** The tokens of a server: the stored ones, renewed if needed, else signs in, asking the person. `undefined` where they gave up. */
  tokens(server: string): Promise<Tokens | undefined>;
  /** Signs in, also where there are tokens already. */
  signIn(server: string): Promise<Tokens | undefined>;
  /**
   * Looks at the server and shows what stops a sign-in, with what can be done as buttons; what the person presses there is
   * carried out. The report is there as soon as it is shown; `undefined` where the person cancelled.
   */
  diagnose(server: string): Promise<Report | undefined>;
  /** Shows a report; an action that the person takes is carried out. `undefined` where they took none. */
  showReport(report: Report): Promise<Tokens | undefined>;
  /** Shows what is stored, how old it is and until when, the oldest first; the person renews or forgets it there. */
  manage(): Promise<void>;
  /** Where the sign-ins are kept: for `authenticatedFetch`. */
  readonly store: Store;
  /** What is stored: to list, to show its age, to forget. */
  readonly accounts: Accounts;
  /** Adds the accounts to VS Code's Accounts menu; `id` and `label` are those of `contributes.authentication`. */
  registerAuthenticationProvider(id: string, label: string, servers: () => readonly string[]): vscode.Disposable;
  /**
   * For `McpServerDefinitionProvider`: signs in where needed and adds the header; a server that is open to everyone passes as it is.
   * `undefined` where the person gave up.
   */
  resolveMcpServerDefinition<T extends vscode.McpServerDefinition>(definition: T, token: vscode.CancellationToken): Promise<T | undefined>;
  /** Takes a URI that the extension's own `UriHandler` got. */
  handleUri(uri: vscode.Uri): void;
}

/** Makes the adapter of this extension host; {@link Platform} differs between Node and the web worker. */
export function adapter(platform: Platform, context: vscode.ExtensionContext, options: McpAuthOptions): McpAuth {
  requireKnown(options, VSCODE_OPTIONS);
  const { clientName, ports = platform.ports, way, redirectPage: _page, uriHandler = true, store: given, builtInAccounts: _accounts, ...core } = options;
  const store = given ?? secretStore(context.secrets, platform.exclude(context));
  const panels = new ReportPanels();
  const uris = new vscode.EventEmitter<vscode.Uri>();
  const resources: vscode.Disposable[] = [panels, uris];
  let handlesUris = !uriHandler;
  const callbackUris: vscode.Event<vscode.Uri> = (listener) => {
    // Not before one is waited for: an extension can have one handler only.
    if (!handlesUris) resources.push(vscode.window.registerUriHandler({ handleUri: (uri) => uris.fire(uri) }));
    handlesUris = true;
    return uris.event(listener);
  };
  const ways = (): WaySettings => ({ way, ports, redirectPage: options.redirectPage, extensionId: context.extension.id, listen: platform.listen, callbackUris });
  const hostInfo = (): HostInfo =>
    platform.listen
      ? { kind: 'vscode-desktop', ports: [...ports], extensionId: context.extension.id }
      : { kind: 'vscode-web', ...(options.redirectPage && { redirectPage: options.redirectPage }) };
  const stored = accounts(store);
  const builtIn = builtInAccounts({ decisions: context.globalState, accounts: stored, pinned: () => options.builtInAccounts ?? [], network: core });
  resources.push(builtIn);

  async function signInTo(server: string, start?: Choice, outside?: vscode.CancellationToken): Promise<Ending | undefined> {
    return withProgress(t('Signing in to {0}', host(server)), outside, async (signal, onProgress) => {
      const taken = await chooseWay(ways());
      try {
        const ending = await signIn(
          personInVsCode(server, taken, panels, signal),
          {
            host: hostInfo(),
            ...core,
            clientMetadata: { client_name: clientName, ...core.clientMetadata },
            server,
            store,
            signal,
            onProgress,
          },
          start,
        );
        if (ending.kind === 'signed-in') stored.changed();
        return ending;
      } finally {
        await taken.close();
      }
    });
  }

  const signedIn = async (server: string, start?: Choice) => {
    const tokens = start ? undefined : await builtIn.tokens(server, true);
    if (tokens) return tokens;
    const ending = await signInTo(server, start);
    if (ending?.kind === 'not-needed') void vscode.window.showInformationMessage(t('{0} does not ask for a sign-in.', host(server)));
    return ending?.kind === 'signed-in' ? ending.tokens : undefined;
  };
  /** What is there without the person. */
  const present = async (server: string) => (await stored.tokens(server)) ?? (await builtIn.tokens(server, false));

  /** A report names its server only as far as that is public: a key in the path is not. */
  const shown = async (report: Report, server: string | null | undefined) => {
    const choice = await panels.choose(report);
    return choice && server ? signedIn(server, choice) : undefined;
  };

  const auth: McpAuth = {
    store,
    accounts: stored,
    tokens: async (server) => (await present(server)) ?? signedIn(server),
    signIn: (server) => signedIn(server),
    async diagnose(server) {
      const report = await withProgress(t('Looking at {0}', host(server)), undefined, async (signal, onProgress) =>
        diagnose(server, { host: { ...hostInfo(), ...(await redirectUriOf(ways())) }, ...core, signal, onProgress }),
      );
      // Not awaited: the report is there, the person may read it for as long as they like.
      if (report) shown(report, server).then((tokens) => tokens && tell(tokens), complain);
      return report;
    },
    showReport: (report) => shown(report, report.server),
    manage: () => manage({ accounts: stored, signIn: auth.signIn }),
    registerAuthenticationProvider: (id, label, servers) => registerAccounts(context, { id, label, servers, accounts: stored, signIn: auth.signIn }),
    async resolveMcpServerDefinition(definition, token) {
      if (!('uri' in definition)) return definition;
      const server = definition.uri.toString(true);
      const kept = (await present(server)) ?? (await builtIn.tokens(server, true));
      const ending = kept ? undefined : await signInTo(server, undefined, token);
      if (ending?.kind === 'not-needed') return definition;
      const tokens = kept ?? (ending?.kind === 'signed-in' ? ending.tokens : undefined);
      if (!tokens) return undefined;
      definition.headers = { ...definition.headers, ...headerOf(tokens) };
      return definition;
    },
    handleUri: (uri) => uris.fire(uri),
    dispose: () => vscode.Disposable.from(...resources).dispose(),
  };
  context.subscriptions.push(auth);
  return auth;
}

function tell({ server }: Tokens): void {
  void vscode.window.showInformationMessage(t('Signed in to {0}.', host(server)));
}

function complain(error: Error): void {
  void vscode.window.showErrorMessage(t('Signing in failed: {0}', error.message));
}

/** Cancellable. Cancelling is no error: the result is `undefined`. */
async function withProgress<T>(
  title: string,
  outside: vscode.CancellationToken | undefined,
  work: (signal: AbortSignal, onProgress: NonNullable<SignInOptions['onProgress']>) => Promise<T>,
): Promise<T | undefined> {
  const stop = new AbortController();
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, cancelled) => {
      for (const token of [cancelled, outside]) if (token) subscriptions.push(token.onCancellationRequested(() => stop.abort()));
      return work(stop.signal, ({ method, url }) => progress.report({ message: `${method} ${url}` }));
    });
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  } finally {
    for (const each of subscriptions) each.dispose();
  }
}
