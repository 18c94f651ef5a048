import type { HostInfo } from 'mcp-auth-doctor';
import { CALLBACK_PORTS } from '../callback-ports.js';
import { NODE_HOST_OPTIONS } from '../../driver/options.js';
import { requireKnown } from '../known.js';

/** What a sign-in from Node may be told of its redirect URI. */
export interface NodeHostOptions {
  /** The exact loopback redirect URI, where the app was registered with one. */
  redirectUri?: string | undefined;
  /** The ports that the listener tries. */
  ports?: readonly number[] | undefined;
}

/**
 * This program as `diagnose` and `analyze` take it (`host`): then a report names the redirect URI that `signIn` of this entry sends, with the
 * same options: `http://localhost:41937/callback` where nothing else is asked for.
 */
export function nodeHost(options: NodeHostOptions = {}): HostInfo {
  requireKnown(options, NODE_HOST_OPTIONS);
  const { redirectUri, ports = CALLBACK_PORTS } = options;
  return { kind: 'desktop', redirectUri: redirectUri ?? `http://localhost:${ports[0]}/callback`, ports: [...ports] };
}
