// The view of what is stored, for rotation: how old, until when, and what can be done about it.
import * as vscode from 'vscode';
import type { Tokens } from 'mcp-auth-doctor';
import type { Accounts } from '../accounts.js';
import { describeAge, type StoredCredential } from '../stored.js';

/** What the view works on. */
export interface ManageSettings {
  accounts: Accounts;
  signIn(server: string): Promise<Tokens | undefined>;
}

const KINDS: Record<StoredCredential['kind'], string> = {
  'sign-in': 'Sign-in',
  'personal-access-token': 'Personal access token',
  basic: 'User name and password',
  'api-key-header': 'Key in a header',
  'own-app': 'Your own OAuth app',
  'registered-client': 'Client registered for you',
};

interface Choice extends vscode.QuickPickItem {
  /** What to say afterwards; nothing where the person gave up. */
  run(): Promise<string | undefined>;
}

/** Shows what is stored, the oldest first, and carries out what the person chooses to do with one of it. */
export async function manage({ accounts, signIn }: ManageSettings): Promise<void> {
  const stored = await accounts.stored();
  if (stored.length === 0) return void vscode.window.showInformationMessage('No sign-ins are stored.');
  const items = stored.map((credential) => ({
    credential,
    label: credential.label,
    description: KINDS[credential.kind],
    detail: describeAge(credential),
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Stored sign-ins, the oldest first' });
  if (!picked) return;
  const { credential } = picked;
  const choice = await vscode.window.showQuickPick(choices(credential, accounts, signIn), { title: `${credential.label}: ${describeAge(credential)}` });
  const said = await choice?.run();
  if (said) void vscode.window.showInformationMessage(said);
}

function choices(credential: StoredCredential, accounts: Accounts, signIn: ManageSettings['signIn']): Choice[] {
  const { id, kind, label, server, hasRefreshToken, canDeleteClient } = credential;
  const again = async () => (await signIn(server)) && `Signed in to ${label}.`;
  const renew = async () => ((await accounts.renew(id)) ? `Renewed the sign-in to ${label}.` : again());
  const signOut = async () => {
    const { revoked } = await accounts.forget(credential);
    return revoked ? `Signed out of ${label}.` : `Signed out of ${label}. The authorization server may go on taking the access token until it ends.`;
  };
  const deleteClient = async () => {
    const { clientDeleted } = await accounts.forget(credential, { deleteClient: true });
    return clientDeleted
      ? `Forgotten: ${label}. The registered client is deleted there.`
      : `Forgotten here: ${label}. The authorization server did not delete the registered client.`;
  };
  const forget = async () => {
    await accounts.forget(credential);
    return `Forgotten here: ${label}. ${kind === 'registered-client' ? 'The next sign-in registers anew.' : 'To end it for good, delete it where you made it.'}`;
  };
  return [
    ...(hasRefreshToken ? [{ label: 'Renew Now', run: renew }] : []),
    ...(server ? [{ label: 'Sign In Again', run: again }] : []),
    ...(kind === 'sign-in' ? [{ label: 'Sign Out', run: signOut }] : [{ label: 'Forget Here', run: forget }]),
    ...(canDeleteClient ? [{ label: 'Forget and Delete the Registered Client', detail: 'Nothing else uses it.', run: deleteClient }] : []),
  ];
}
