// Pieces of text become one evidence.
import type { Core, Evidence } from '../core.js';

/** Reads each piece and puts together what they say. The first that names the server or the symptom wins. */
export function evidenceOf(core: Core, texts: string[]): Evidence {
  const pieces = texts.map((text) => core.readEvidence(text));
  return pieces.reduce((all, piece) => ({ ...piece, ...all, exchanges: [...all.exchanges, ...piece.exchanges] }));
}
