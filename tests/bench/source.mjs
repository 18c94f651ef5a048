// What the program's own source weighs, without what the wasm has not: comments, tests, layout, the examples of the rules.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './brotli.mjs';
import { root } from './contenders.mjs';

const TOKEN = /\/\/.*|\/\*[^]*?\*\/|\bb?r(#*)"[^]*?"\1|"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^']+)'|\w+!?|\s+|[^]/g;

/** Bytes of the source, as one text and by brotli. */
export function source() {
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((name) => name.endsWith('.rs') && !/(^|\/)tests(\.rs|\/)/.test(name));
  const text = files.sort().map((name) => bare(readFileSync(join(root, 'src', name), 'utf8'))).join('\n');
  return { bytes: Buffer.byteLength(text), brotli: brotli(Buffer.from(text)) };
}

/** The tokens that count, with a blank only where two would become one. */
function bare(file) {
  const [program] = file.split(/#\[cfg\(test\)\]\s*mod \w+ \{/);
  let text = '';
  let depth = 0;
  let leftOut = false;
  for (const [token] of program.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*') || token.trim() === '') continue;
    leftOut ||= token === 'examples!';
    if (!leftOut) text += `${/\w$/.test(text) && /^\w/.test(token) ? ' ' : ''}${token.replace(/\\\n\s*/g, '')}`;
    else if (/^[([]$/.test(token)) depth += 1;
    else if (/^[)\]]$/.test(token)) leftOut = (depth -= 1) > 0;
  }
  return text;
}
