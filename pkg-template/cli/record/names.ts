// Two sets of addresses for the same servers: their own, and those on this machine that stand in for them.

/** Origins in pairs, and texts in the words of either side. */
export interface Names {
  /** Pairs the origin of a server with the one that stands in for it. */
  add(real: string, local: string): void;
  localOf(real: string): string | undefined;
  size(): number;
  toReal(text: string): string;
  toLocal(text: string): string;
}

type Replace = (text: string) => string;

/** No pair yet. */
export function names(): Names {
  const pairs = new Map<string, string>();
  let toReal: Replace = (text) => text;
  let toLocal: Replace = toReal;
  return {
    add(real, local) {
      pairs.set(real, local);
      toLocal = replacing(pairs);
      toReal = replacing(new Map([...pairs].map(([one, other]) => [other, one])));
    },
    localOf: (real) => pairs.get(real),
    size: () => pairs.size,
    toReal: (text) => toReal(text),
    toLocal: (text) => toLocal(text),
  };
}

/** All at once, so that what was put in is not found again; in a text, in JSON with escaped slashes, and percent-encoded. */
function replacing(pairs: ReadonlyMap<string, string>): Replace {
  const spellings: ((origin: string) => string)[] = [(origin) => origin, (origin) => origin.replaceAll('/', '\\/'), (origin) => encodeURIComponent(origin)];
  const table = new Map([...pairs].flatMap(([from, to]) => spellings.map((spell) => [spell(from).toLowerCase(), spell(to)] as const)));
  const alternatives = [...table.keys()].sort((one, other) => other.length - one.length).map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  // Not where the host or the port goes on.
  const pattern = new RegExp(`(?<!\\w)(?:${alternatives.join('|')})(?![\\w.:@-]|%3a|%40)`, 'gi');
  return (text) => text.replace(pattern, (found) => table.get(found.toLowerCase()) ?? found);
}
