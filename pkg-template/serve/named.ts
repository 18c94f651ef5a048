// The hosts of private networks that the user named on the command line.
import { isIPv6 } from 'node:net';

/** A host, and the port where one was named. */
export interface Named {
  host: string;
  port: string | undefined;
}

/** A name that can't be read. */
export class BadName extends Error {
  override readonly name = 'BadName';
  readonly code = 'invalid-argument';
}

/**
 * Reads names: a URL stands for its host and port, a bare host for all its ports.
 *
 * @throws {BadName} that names what can't be read
 */
export function readNames(names: readonly string[]): Named[] {
  return names.map((name) => {
    const isUrl = /^https?:\/\//i.test(name);
    const text = isUrl ? name : `http://${name}`;
    if (!URL.canParse(text)) throw new BadName(`${name} is neither a URL nor a host, with or without a port.${isIPv6(name) ? ` Write [${name}].` : ''}`);
    const url = new URL(text);
    const written = isUrl || /:\d+$/.test(name);
    return { host: url.hostname, port: written ? portOf(url) : undefined };
  });
}

/** Whether the user named this URL's host and port. */
export function isNamed(url: URL, names: readonly Named[]): boolean {
  return names.some(({ host, port }) => host === url.hostname && (port === undefined || port === portOf(url)));
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
