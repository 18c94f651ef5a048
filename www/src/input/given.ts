// What is in the box: an address to ask, or something to read.

/** An address to diagnose live, or text to read as evidence. */
export type Given = { kind: 'address'; address: string } | { kind: 'text'; text: string };

/** Larger pastes and files are refused: nothing that a person would paste is larger. */
export const MOST_READ = 32 * 1024 * 1024;

/** An authorization request or response is evidence, although it is an address. */
const IN_A_FLOW = /[?&#](code|state|error|response_type|client_id|access_token)=/;

/** Tells the two apart. An address without a scheme gets `https://`, or `http://` on this machine, as a browser would do. */
export function recognise(text: string): Given {
  const trimmed = text.trim();
  if (/\s/.test(trimmed) || IN_A_FLOW.test(trimmed)) return { kind: 'text', text };
  if (/^https?:\/\/[^/?#]+/i.test(trimmed) && URL.canParse(trimmed)) return { kind: 'address', address: trimmed };
  const bare = /^(localhost|\[[0-9a-f:.]+\]|[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+)(:\d+)?(\/\S*)?$/iu.test(trimmed);
  if (!bare || trimmed.split('.').length === 3 && /^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/.test(trimmed)) return { kind: 'text', text };
  const local = /^(localhost|127\.|\[::1\])/i.test(trimmed);
  return { kind: 'address', address: `${local ? 'http' : 'https'}://${trimmed}` };
}
