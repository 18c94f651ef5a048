/** Sign-in from a web page: with a window of its own, or by leaving the page and coming back. */
export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';
export type { Choice, Ending, OpenBrowser, ShowCode } from '../sign-in.js';
export { handBack } from './hand-back.js';
export { signInByPopup, type Interaction, type PopupOptions } from './popup.js';
export { beginByRedirect, completeByRedirect, type Completed, type RedirectOptions, type ReturnOptions } from './redirect.js';
export { pageStore } from './store.js';
export { openWindow } from './window.js';
