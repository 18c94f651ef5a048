// What a person in VS Code sees of a sign-in.
import * as vscode from 'vscode';
import { noAnswer, whyPastedSetAside, whySetAside } from '../sign-in.js';
import type { Arrival, OpenBrowser, Person, SetAside, ShowCode } from '../sign-in.js';
import type { ReportPanels } from './report-panel.js';
import type { Way } from './ways.js';

const { t } = vscode.l10n;
import { AuthDoctorError } from 'mcp-auth-doctor';

/** A person before VS Code: `server` is named in what they are asked. */
export function personInVsCode(server: string, way: Way, panels: ReportPanels, signal: AbortSignal): Person {
  return {
    prepare: () => way.prepare(),
    browse: (step) => browse(server, step, way, signal),
    showCode: (step) => void showCode(server, step),
    choose: (report) => panels.choose(report, signal),
  };
}

async function browse(server: string, step: OpenBrowser, way: Way, signal: AbortSignal): Promise<Arrival | undefined> {
  const setAside = new Set<SetAside>();
  const accepts = (callbackUrl: string) => {
    const why = whySetAside(step, callbackUrl);
    if (why !== undefined) setAside.add(why);
    return why === undefined;
  };
  const arrival = way.arrival(accepts, step.redirectUri);
  // It is awaited below; an error before that must not end the extension host.
  arrival.catch(() => {});
  // The address of the authorization server is shown before it is opened (RFC 9728, section 7.8): the server chose it.
  const open = t('Open Browser');
  const copy = t('Copy Address');
  const answer = await vscode.window.showInformationMessage(
    t('Sign in to {0}?', host(server)),
    { modal: true, detail: describe(step) },
    open,
    copy,
  );
  if (answer === undefined || signal.aborted) return undefined;
  let opened = false;
  if (answer === open) {
    // As text: a `Uri` would be written anew, with other escapes in redirect_uri and resource.
    opened = await vscode.env.openExternal(step.url as unknown as vscode.Uri);
  } else {
    await vscode.env.clipboard.writeText(step.url);
  }
  const givenUp = new AbortController();
  const stop = () => givenUp.abort();
  signal.addEventListener('abort', stop, { once: true });
  const expire = () => {
    if (setAside.size > 0) void vscode.window.showInformationMessage(noAnswer(setAside, t));
    stop();
  };
  const expiry = setTimeout(expire, Math.max(0, step.expiresAt - Date.now()));
  try {
    const ways: Promise<Arrival | undefined>[] = [arrival, whenAborted(givenUp.signal)];
    if (opened && way.reachable) ways.push(offerPasting(step, givenUp.signal));
    else ways.push(paste(step, givenUp.signal));
    return await Promise.race(ways);
  } finally {
    clearTimeout(expiry);
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function describe(step: OpenBrowser): string {
  const scopes = step.scopes.length > 0 ? t('Permissions requested: {0}.', step.scopes.join(', ')) : '';
  return `${t('Your browser opens {0}, where you log in.', step.authorizationHost)} ${scopes}`.trim();
}

const PATIENCE_MS = 20_000;

/** After a while, the ways out where the browser does not come back. Never settles by itself without a pasted address. */
async function offerPasting(step: OpenBrowser, signal: AbortSignal): Promise<Arrival | undefined> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
  const pasteIt = t('Paste the Address');
  const again = t('Copy Sign-in Address');
  for (;;) {
    const answer = await vscode.window.showInformationMessage(
      t(
        "Waiting for the browser to come back from {0}. If it ended at a page that can't be opened, paste that page's address.",
        step.authorizationHost,
      ),
      pasteIt,
      again,
    );
    if (signal.aborted || answer === undefined) return new Promise(() => {});
    if (answer === again) await vscode.env.clipboard.writeText(step.url);
    else return paste(step, signal);
  }
}

/** The box for the address that the browser ended at, with the sign-in address to copy. */
function paste(step: OpenBrowser, signal: AbortSignal): Promise<Arrival | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    const copy: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Copy the sign-in address') };
    box.title = t('Finish signing in');
    box.prompt = t(
      'Open the sign-in address in a browser (the button above copies it). When the browser ends at {0}, paste that whole address here, even if the page could not be opened.',
      step.redirectUri,
    );
    box.placeholder = `${step.redirectUri}?code=…&state=…`;
    box.ignoreFocusOut = true;
    box.buttons = [copy];
    box.onDidTriggerButton(() => vscode.env.clipboard.writeText(step.url));
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidAccept(() => {
      const url = box.value.trim();
      if (whyPastedSetAside(step, url) !== undefined) {
        box.validationMessage = t(
          'This is not the address of this sign-in: expected one that starts with {0} and has the state that was sent.',
          step.redirectUri,
        );
        return;
      }
      resolve({ url });
      box.dispose();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    signal.addEventListener('abort', () => box.dispose(), { once: true });
    box.show();
  });
}

async function showCode(server: string, step: ShowCode): Promise<void> {
  const open = t('Copy Code and Open Browser');
  const message = t('To sign in to {0}, enter the code {1} at {2}', host(server), step.userCode, step.verificationUri);
  const answer = await vscode.window.showInformationMessage(message, open);
  if (answer !== open) return;
  await vscode.env.clipboard.writeText(step.userCode);
  await vscode.env.openExternal(step.verificationUri as unknown as vscode.Uri);
}

function whenAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** The host of a server's address, for people. */
export function host(server: string): string {
  try {
    return new URL(server).host;
  } catch {
    throw new AuthDoctorError('bad-server', `${server} is not the address of an MCP server: expected https://host/path.`);
  }
}
