// Where two strings that should be equal differ, and what the difference is called.

/** A run of characters that both have, or that only one has. */
export interface Run {
  text: string;
  same: boolean;
}

/** The two strings cut into runs, and the difference in words. */
export interface Difference {
  expected: Run[];
  received: Run[];
  words: string[];
}

/** Longer strings are compared by their ends only: the table below grows with the square of the length. */
const MOST_COMPARED = 600;

/** Compares character by character. */
export function difference(expected: string, received: string): Difference {
  const a = [...expected];
  const b = [...received];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [keptA, keptB] = common(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const mask = (length: number, kept: Set<number>) =>
    Array.from({ length }, (_, index) => index < start || index >= length - end || kept.has(index - start));
  return { expected: runs(a, mask(a.length, keptA)), received: runs(b, mask(b.length, keptB)), words: words(expected, received) };
}

/** Whether showing the two above each other helps: they are one line each and share at least a third. */
export function comparable(expected: string, received: string): boolean {
  if (/\n/.test(expected + received) || expected === received || !expected || !received) return false;
  const shared = difference(expected, received).expected.filter((run) => run.same).reduce((sum, run) => sum + run.text.length, 0);
  return shared * 3 >= Math.max(expected.length, received.length);
}

/** The indices on each side that belong to the longest common subsequence. */
function common(a: string[], b: string[]): [Set<number>, Set<number>] {
  const kept: [Set<number>, Set<number>] = [new Set(), new Set()];
  if (a.length > MOST_COMPARED || b.length > MOST_COMPARED) return kept;
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      kept[0].add(i++);
      kept[1].add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return kept;
}

function runs(characters: string[], mask: boolean[]): Run[] {
  const result: Run[] = [];
  characters.forEach((character, index) => {
    const same = mask[index] ?? false;
    const last = result.at(-1);
    if (last && last.same === same) last.text += character;
    else result.push({ text: character, same });
  });
  return result;
}

/** Names the parts of a URL that differ; nothing for other strings. */
function words(expected: string, received: string): string[] {
  const a = parts(expected);
  const b = parts(received);
  if (!a || !b) return [];
  const found: string[] = [];
  if (a.scheme !== b.scheme) found.push(`scheme: ${a.scheme} or ${b.scheme}`);
  if (a.host !== b.host) found.push(a.host.toLowerCase() === b.host.toLowerCase() ? 'upper and lower case in the host' : 'host');
  if (a.port !== b.port) found.push(`port: ${a.port || 'none'} or ${b.port || 'none'}`);
  if (a.path !== b.path) found.push(pathWord(a.path, b.path));
  if (a.query !== b.query) found.push('query');
  return found;
}

function pathWord(a: string, b: string): string {
  const bare = (path: string) => path.replace(/\/$/, '');
  const slash = a.endsWith('/') === b.endsWith('/') ? [] : ['trailing slash'];
  if (bare(a) === bare(b)) return slash.join();
  if (bare(a).toLowerCase() === bare(b).toLowerCase()) return ['upper and lower case in the path', ...slash].join(', ');
  if (decoded(bare(a)) === decoded(bare(b))) return ['percent-encoding in the path', ...slash].join(', ');
  return 'path';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The parts as written: parsing by `URL` would even out the very differences that matter. */
function parts(text: string) {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#:]*|\[[^\]]*\])(?::(\d*))?([^?#]*)(\?[^#]*)?/i.exec(text);
  if (!match) return undefined;
  const [, scheme = '', host = '', port = '', path = '', query = ''] = match;
  return { scheme, host, port, path, query };
}
