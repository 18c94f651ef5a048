// Host permissions: with them an extension reads what servers hide from pages (no CORS). Firefox and Chrome let the person withhold them.
import { browser } from './browser.js';

/** Whether the extension may read what these servers answer. */
export function hasAccess(urls: readonly string[]): Promise<boolean> {
  return browser.permissions.contains({ origins: patterns(urls) });
}

/** Asks the person; call it directly in a click. The manifest's `optional_host_permissions` must cover the servers. */
export function requestAccess(urls: readonly string[]): Promise<boolean> {
  return browser.permissions.request({ origins: patterns(urls) });
}

function patterns(urls: readonly string[]): string[] {
  // A match pattern has no port: it means every port.
  return [...new Set(urls.map((url) => new URL(url)).map(({ protocol, hostname }) => `${protocol}//${hostname}/*`))];
}
