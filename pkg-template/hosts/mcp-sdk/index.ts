/** Sign-in for clients of the official MCP SDK, 1.x and 2.x. */
export { sdkFetch } from './fetch.js';
export { authProviderForSdk1, authProviderForSdk2, SignedInAgain, type ClientProvider, type TokenProvider } from './provider.js';
export { SignInFailed, type AuthOptions, type SignIn } from './session.js';
