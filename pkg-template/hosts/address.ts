import type { Address } from 'mcp-auth-doctor';

/** An address as text. */
export function textOf(address: Address): string {
  return typeof address === 'string' ? address : address.href;
}
