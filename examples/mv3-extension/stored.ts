import type { Store } from 'mcp-auth-doctor';
import { accounts, describeAge, storedCredentials, type StoredCredential } from 'mcp-auth-doctor/web-extension';

/** Shows what is stored, the oldest first, each with a button to forget it; a client that only it uses is deleted at its server too. */
export async function showStored(place: Element, store: Store): Promise<void> {
  const kept = accounts(store);
  const row = (credential: StoredCredential) => {
    const button = Object.assign(document.createElement('button'), { textContent: 'Forget' });
    button.addEventListener('click', async () => {
      await kept.forget(credential, { deleteClient: true });
      await showStored(place, store);
    });
    const made = document.createElement('p');
    made.append(`${credential.kind} at ${credential.label}: ${describeAge(credential)} `, button);
    return made;
  };
  place.replaceChildren(...(await storedCredentials(store)).map(row));
}
