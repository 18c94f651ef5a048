import { pack, unpack } from '../base64url.js';

/** Where a callback is handed on to, as the application put it into `state`: after the dot, in base64url. */
export function targetOf(state: string | undefined): string | undefined {
  const packed = state?.split('.')[1];
  return packed ? unpack(packed) : undefined;
}

/** Whether the page's owner lists the target: a scheme (`vscode:`) or an origin (`https://*.github.dev`). A page that can run code is none. */
export function isAllowed(target: string, list: string): boolean {
  if (!URL.canParse(target)) return false;
  const { protocol, host, username } = new URL(target);
  if (['javascript:', 'data:', 'blob:', 'file:', 'about:'].includes(protocol) || username) return false;
  return list.split(/\s+/).some((entry) => {
    if (entry.endsWith(':')) return entry === protocol && protocol !== 'http:' && protocol !== 'https:';
    const [scheme, wanted] = entry.split('://');
    if (`${scheme}:` !== protocol || !wanted) return false;
    return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) && !host.slice(0, 1 - wanted.length).includes('.') : host === wanted;
  });
}

/** The target with the callback's query in one member. */
export function onward(target: string, query: string): string {
  return `${target}${target.includes('?') ? '&' : '?'}callback=${pack(query)}`;
}
