import type { Progress } from 'mcp-auth-doctor';
import { publicPart } from './public-part.js';
import { visible, type Terminal } from './terminal.js';

/** Shows on a terminal what is being asked, in one line that goes away at the end; elsewhere nothing. */
export function progressOn({ stderr }: Terminal, label = () => ''): { onProgress: (event: Progress) => void; done(): void } {
  if (!stderr.isTTY) return { onProgress: () => {}, done: () => {} };
  let shown = false;
  return {
    onProgress: ({ kind, method, url, status }) => {
      const text = visible(`${label()}${method} ${publicPart(url)}${kind === 'response' ? ` → ${status || 'no answer'}` : ' …'}`);
      stderr.write(`\r\x1b[K${text.slice(0, Math.max(10, (stderr.columns || 80) - 1))}`);
      shown = true;
    },
    done: () => {
      if (shown) stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}
