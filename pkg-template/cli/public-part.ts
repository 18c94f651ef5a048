import { redactEvidence } from 'mcp-auth-doctor';

/** A text as a log may have it: what is not known to be public, such as a key in an address, is shown by its shape only. */
export function publicPart(text: string): string {
  return redactEvidence({ exchanges: [], symptom: text }).symptom ?? text;
}
