// Base64url of text that has no character above U+00FF, as a URL's has none.

/** What was packed, or nothing where it is no base64url. */
export function unpack(packed: string): string | undefined {
  try {
    return atob(packed.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return undefined;
  }
}

/** The text as one word that no decoding on the way can change. */
export function pack(text: string): string {
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
