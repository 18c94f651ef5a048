import { describeAge, type Accounts, type StoredCredential } from 'mcp-auth-doctor/web-extension';
import { button, el } from './dom.js';

/** Shows what is stored, the oldest first, each with what can be done with it. */
export async function showStored(place: Element, accounts: Accounts): Promise<void> {
  const stored = await accounts.stored();
  const again = () => showStored(place, accounts);
  const row = (credential: StoredCredential) => {
    const renew = button('Renew', async () => {
      await accounts.renew(credential.id);
      await again();
    });
    const forget = button(credential.kind === 'sign-in' ? 'Sign out' : 'Forget', async () => {
      await accounts.forget(credential, { deleteClient: true });
      await again();
    });
    return el('li', el('strong', credential.label), ` ${credential.kind}: ${describeAge(credential)} `, credential.hasRefreshToken && renew, ' ', forget);
  };
  place.replaceChildren(...(stored.length > 0 ? [el('h2', 'Stored sign-ins'), el('ul', ...stored.map(row))] : []));
}
