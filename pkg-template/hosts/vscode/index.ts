// `mcp-auth-doctor/vscode` in the Node extension host.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { withLock } from '../node/file-lock.js';
import { CALLBACK_PORTS } from '../callback-ports.js';
import { listenForCallback } from '../node/listener.js';
import { adapter, type McpAuth, type McpAuthOptions } from './adapter.js';

export type { McpAuth, McpAuthOptions } from './adapter.js';
export { KNOWN_BUILT_IN_ACCOUNTS, type BuiltInAccount } from './built-in-accounts.js';
export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';
export type { WayName } from './ways.js';
export { CALLBACK_PORTS };

/** Makes the adapter, which is disposed of with the extension. Call it once, in `activate`. */
export function createMcpAuth(context: vscode.ExtensionContext, options: McpAuthOptions): McpAuth {
  return adapter({ listen: listenForCallback, exclude: betweenWindows, ports: CALLBACK_PORTS }, context, options);
}

/** Each window has an extension host of its own: they meet at a file. */
function betweenWindows(context: vscode.ExtensionContext) {
  const folder = join(context.globalStorageUri.fsPath, 'locks');
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    await mkdir(folder, { recursive: true });
    return withLock(join(folder, createHash('sha256').update(key).digest('hex')), work);
  };
}
