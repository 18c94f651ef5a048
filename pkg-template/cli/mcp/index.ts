// An MCP server over stdio for agents: it diagnoses and explains, and has neither a sign-in nor a secret.
import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { version } from 'mcp-auth-doctor';
import { guardedFetch } from '../../serve/guarded-fetch.js';
import { analyzeCapture, clientMatrixOf, diagnoseServer, explainRule, type Answer } from './tools.js';

const URL_SCHEMA = { type: 'string', description: 'Address of an MCP server, such as https://example.com/mcp; without credentials' } as const;
const AS = { type: 'string', description: 'Judge as this client would: chatgpt, claude-ai, claude-code, vscode, cursor and others; client_matrix lists them' } as const;
const SYMPTOM = { type: 'string', description: 'The error message that the client showed, without tokens' } as const;
const READ_ONLY = { readOnlyHint: true, destructiveHint: false } as const;

interface Ask {
  server: string;
  as?: string;
  symptom?: string;
}

/**
 * Serves until the input ends or it is stopped.
 *
 * @param names hosts of private networks that may be asked
 */
export async function serveTools(names: readonly string[], signal: AbortSignal): Promise<void> {
  const asks = guardedFetch(names, 'mcp');
  const server = new McpServer({ name: 'mcp-auth-doctor', title: 'MCP Auth Doctor', version: version() });
  const schema = <T>(properties: Record<string, object>, required: string[]) => fromJsonSchema<T>({ type: 'object', properties, required, additionalProperties: false });
  server.registerTool(
    'diagnose',
    {
      title: 'Diagnose signing in to an MCP server',
      description: 'Asks the server and its authorization server as a client would, without signing in, and names the first cause, its proof, who must fix it and what to do. Sends GET, OPTIONS and the handshake only.',
      inputSchema: schema<Ask>({ server: URL_SCHEMA, as: AS, symptom: SYMPTOM }, ['server']),
      annotations: { ...READ_ONLY, openWorldHint: true },
    },
    async (ask, context) => told(() => diagnoseServer(ask, asks, any(signal, context))),
  );
  server.registerTool(
    'analyze',
    {
      title: 'Judge a capture',
      description: "Judges what was captured, without any request: a HAR, curl -v output, headers, a metadata document, a token answer, an error message, a client's log or configuration.",
      inputSchema: schema<{ capture: string; server?: string; as?: string; symptom?: string }>({ capture: { type: 'string', description: 'The text of the capture, up to 4 MB; take secrets out first' }, server: URL_SCHEMA, as: AS, symptom: SYMPTOM }, ['capture']),
      annotations: { ...READ_ONLY, openWorldHint: false },
    },
    async (ask) => told(() => analyzeCapture(ask)),
  );
  server.registerTool(
    'explain',
    {
      title: 'Explain a rule',
      description: 'What a rule of a report means, why it matters, how to fix it, and the clauses. Without an id: all of them.',
      inputSchema: schema<{ rule?: string }>({ rule: { type: 'string', description: 'Id, such as challenge/missing' } }, []),
      annotations: { ...READ_ONLY, openWorldHint: false },
    },
    async ({ rule }) => told(() => explainRule(rule)),
  );
  server.registerTool(
    'client_matrix',
    {
      title: 'Who gets in, and who stops where',
      description: 'Asks the server as diagnose does, and says for each well-known client whether it gets in, needs something from the person, or stops, and where.',
      inputSchema: schema<{ server: string }>({ server: URL_SCHEMA }, ['server']),
      annotations: { ...READ_ONLY, openWorldHint: true },
    },
    async ({ server: address }, context) => told(() => clientMatrixOf(address, asks, any(signal, context))),
  );
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    transport.onclose = resolve;
    process.stdin.once('end', resolve).once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(transport);
  if (!signal.aborted) await ended;
  await server.close();
}

/** Stopped with the server, or with the request. */
function any(signal: AbortSignal, context: unknown): AbortSignal {
  const { mcpReq, signal: own } = context as { mcpReq?: { signal?: AbortSignal }; signal?: AbortSignal };
  const request = mcpReq?.signal ?? own;
  return request ? AbortSignal.any([signal, request]) : signal;
}

async function told(answer: () => Promise<Answer> | Answer) {
  try {
    const { text, structured } = await answer();
    return { content: [{ type: 'text' as const, text }], ...(structured && { structuredContent: structured }) };
  } catch (error) {
    return { isError: true, content: [{ type: 'text' as const, text: error instanceof Error ? error.message : String(error) }] };
  }
}
