// `mcp-auth-doctor/vscode` in the web-worker extension host (vscode.dev, code-server): no listener, `navigator.locks`.
import type * as vscode from 'vscode';
import { CALLBACK_PORTS } from '../callback-ports.js';
import { exclusively } from '../lock.js';
import { adapter, type McpAuth, type McpAuthOptions } from '../vscode/adapter.js';

export type { McpAuth, McpAuthOptions } from '../vscode/adapter.js';
export { KNOWN_BUILT_IN_ACCOUNTS, type BuiltInAccount } from '../vscode/built-in-accounts.js';
export { accounts, type Account, type Accounts } from '../accounts.js';
export type { ForgetOptions, Forgotten } from '../forget.js';
export { describeAge, storedCredentials, type Language, type StoredCredential } from '../stored.js';

export type { WayName } from '../vscode/ways.js';
export { CALLBACK_PORTS };

/** Makes the adapter, which is disposed of with the extension. Call it once, in `activate`. */
export function createMcpAuth(context: vscode.ExtensionContext, options: McpAuthOptions): McpAuth {
  return adapter({ exclude: () => exclusively, ports: CALLBACK_PORTS }, context, options);
}
