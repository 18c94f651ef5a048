/** Where the callback page leaves its address for the main page of the same tab; taken out as soon as that page runs. */
export const RETURNED = 'mcp-auth-doctor returned';

/** The address that the browser came back to; once. */
export function takeReturned(): string | undefined {
  const url = sessionStorage.getItem(RETURNED) ?? undefined;
  sessionStorage.removeItem(RETURNED);
  return url;
}

/** Where the authorization server sends the browser back: the callback page beside this one. */
export function redirectUri(): string {
  return new URL('callback.html', document.baseURI).href;
}
