import { AuthDoctorError } from 'mcp-auth-doctor';

/** The extension API: `browser` in Firefox, `chrome` elsewhere; both give promises in Manifest V3. */
export const browser: typeof chrome = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome;

/**
 * A part of the API. Browsers leave out the ones that the manifest has no permission for.
 *
 * @throws {AuthDoctorError} `manifest`: says what to add
 */
export function permitted<Name extends 'identity' | 'storage'>(name: Name): (typeof chrome)[Name] {
  const part: (typeof chrome)[Name] | undefined = browser[name];
  if (part) return part;
  const permissions = [...(browser.runtime.getManifest().permissions ?? []), name];
  throw new AuthDoctorError('manifest', `This extension has no permission "${name}". Write in manifest.json: "permissions": ${JSON.stringify(permissions)}`);
}
