// The servers of an `mcp.json`, with where each stands in the file.
import { findNodeAtLocation, getNodeValue, parseTree, type Node } from 'jsonc-parser';

/** Where clients keep their servers: VS Code under `servers`, most others under `mcpServers`. */
const LISTS = ['servers', 'mcpServers'];
const URLS = ['url', 'serverUrl', 'httpUrl'];

/** Part of the file: offset and length in characters. */
export interface Place {
  offset: number;
  length: number;
}

/** One server over HTTP. */
export interface Entry {
  name: string;
  /** As it is written. */
  url: string;
  /** Path of the entry in the document. */
  path: [list: string, name: string];
  /** Of the name. */
  at: Place;
  /** Of the whole entry. */
  whole: Place;
  /** Of the address, with its quotes. */
  urlAt: Place;
  headers: { name: string; value: string; at: Place }[];
}

/** The servers over HTTP of a configuration; none where the text is not one. */
export function entries(text: string): Entry[] {
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  if (!root) return [];
  return LISTS.flatMap((list) => {
    const properties = findNodeAtLocation(root, [list])?.children ?? [];
    return properties.map((property) => entry(list, property)).filter((each) => each !== undefined);
  });
}

function entry(list: string, property: Node): Entry | undefined {
  const [key, value] = property.children ?? [];
  const address = value && URLS.map((name) => findNodeAtLocation(value, [name])).find((node) => node?.type === 'string');
  if (!key || !value || !address) return undefined;
  const name = String(getNodeValue(key));
  return {
    name,
    url: String(getNodeValue(address)),
    path: [list, name],
    at: place(key),
    whole: place(property),
    urlAt: place(address),
    headers: (findNodeAtLocation(value, ['headers'])?.children ?? []).flatMap(header),
  };
}

function header({ children: [key, value] = [] }: Node): Entry['headers'] {
  return key && value?.type === 'string' ? [{ name: String(getNodeValue(key)), value: String(getNodeValue(value)), at: place(value) }] : [];
}

function place({ offset, length }: Node): Place {
  return { offset, length };
}
