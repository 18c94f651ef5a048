import type { serveTools } from '../mcp/index.js';
import { only, type Options } from '../arguments.js';
import { STATUS } from '../report.js';
import type { Terminal } from '../terminal.js';

/** `mcp-auth-doctor mcp [HOST...]`: an MCP server over stdio. It stands in a file of its own, which brings the SDK. */
export async function mcpCommand(words: string[], options: Options, _terminal: Terminal, signal: AbortSignal): Promise<number> {
  only('mcp', options);
  const file = new URL('./mcp.mjs', import.meta.url).href;
  const tools = (await import(file)) as { serveTools: typeof serveTools };
  await tools.serveTools(words, signal);
  return STATUS.fine;
}
