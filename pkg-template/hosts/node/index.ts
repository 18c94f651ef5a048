/** Sign-in from Node: a loopback listener, the system's browser, and a store in files. */
export { openBrowser } from './browser.js';
export { defaultFolder, fileStore } from './file-store.js';
export { nodeHost, type NodeHostOptions } from './host.js';
export type { PageKind } from './callback-page.js';
export { CALLBACK_PORTS, listenForCallback, type Callback, type CallbackListener, type ListenOptions } from './listener.js';
export { signIn, type Interaction, type NodeSignInOptions, type ShowUrlReason } from './sign-in.js';
export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeDeviation } from '../deviation.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';
export type { Begin, Choice, Ending, OpenBrowser, SetAside, ShowCode, Stopped } from '../sign-in.js';
