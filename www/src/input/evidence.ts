// Pieces of text become one evidence.
import type { Core } from '../core.js';

/** What `readEvidence` makes of a text. */
export type Import = ReturnType<Core['readEvidence']>;

/** Reads each piece and puts together what they say. The first that names the server or the symptom wins. */
export function evidenceOf(core: Core, texts: string[]): Import {
  const pieces = texts.map((text) => core.readEvidence(text));
  return pieces.reduce((all, piece) => ({
    ...piece,
    ...all,
    exchanges: [...all.exchanges, ...piece.exchanges],
    recognised: [...all.recognised, ...piece.recognised],
  }));
}
