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

const { t } = vscode.l10n;

const KINDS: Record<StoredCredential['kind'], string> = {
  'sign-in': t('Sign-in'),
  'personal-access-token': t('Personal access token'),
  basic: t('User name and password'),
  'api-key-header': t('Key in a header'),
  'own-app': t('Your own OAuth app'),
  'registered-client': t('Client registered for you'),
};

interface Choice extends vscode.QuickPickItem {
  /** What to say afterwards; nothing where the person gave up. */
  run(): Promise<string | undefined>;
}

/** Shows what is stored, the oldest first, and carries out what the person chooses to do with one of it. */
export async function manage({ accounts, signIn }: ManageSettings): Promise<void> {
  const stored = await accounts.stored();
  if (stored.length === 0) return void vscode.window.showInformationMessage(t('No sign-ins are stored.'));
  const items = stored.map((credential) => ({
    credential,
    label: credential.label,
    description: KINDS[credential.kind],
    detail: age(credential),
  }));
  const picked = await vscode.window.showQuickPick(items, { title: t('Stored sign-ins, the oldest first') });
  if (!picked) return;
  const { credential } = picked;
  const choice = await vscode.window.showQuickPick(choices(credential, accounts, signIn), { title: `${credential.label}: ${age(credential)}` });
  const said = await choice?.run();
  if (said) void vscode.window.showInformationMessage(said);
}

/** In the language of VS Code. */
function age(credential: StoredCredential): string {
  return describeAge(credential, Date.now(), { locale: vscode.env.language, translate: t });
}

function choices(credential: StoredCredential, accounts: Accounts, signIn: ManageSettings['signIn']): Choice[] {
  const { id, kind, label, server, hasRefreshToken, canDeleteClient } = credential;
  const again = async () => (await signIn(server)) && t('Signed in to {0}.', label);
  const renew = async () => ((await accounts.renew(id)) ? t('Renewed the sign-in to {0}.', label) : again());
  const signOut = async () => {
    const { revoked } = await accounts.forget(credential);
    return revoked ? t('Signed out of {0}.', label) : t('Signed out of {0}. The authorization server may accept the access token until it expires.', label);
  };
  const deleteClient = async () => {
    const { clientDeleted } = await accounts.forget(credential, { deleteClient: true });
    return clientDeleted
      ? t('Forgotten: {0}. The registered client is deleted there.', label)
      : t('Forgotten here: {0}. The authorization server did not delete the registered client.', label);
  };
  const forget = async () => {
    await accounts.forget(credential);
    return kind === 'registered-client'
      ? t('Forgotten here: {0}. The next sign-in registers again.', label)
      : t('Forgotten here: {0}. To end it for good, delete it where you made it.', label);
  };
  return [
    ...(hasRefreshToken ? [{ label: t('Renew Now'), run: renew }] : []),
    ...(server ? [{ label: t('Sign In Again'), run: again }] : []),
    ...(kind === 'sign-in' ? [{ label: t('Sign Out'), run: signOut }] : [{ label: t('Forget Here'), run: forget }]),
    ...(canDeleteClient ? [{ label: t('Forget and Delete the Registered Client'), detail: t('Nothing else uses it.'), run: deleteClient }] : []),
  ];
}
