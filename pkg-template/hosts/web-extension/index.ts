/** Sign-in from a browser extension (Manifest V3): Chrome and what is built on it, and Firefox. */
export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';
export type { Choice, Ending, OpenBrowser, ShowCode } from '../sign-in.js';
export { extensionHost, identityRedirectUri, lostSignIns, signInByIdentity, type IdentityOptions, type Interaction, type LostSignIn } from './identity.js';
export { hasAccess, requestAccess } from './permissions.js';
export { CONTENT_SECURITY_POLICY } from './policy.js';
export { encryptedStore, sessionStore } from './store.js';
export { beginInTab, listenForTabs, type TabListener, type TabOptions } from './tab.js';
