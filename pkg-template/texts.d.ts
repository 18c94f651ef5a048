/** The prose of the rules: from a rule's id to its `why` and its `fix`. */
export type Texts = Record<string, [why: string, fix: string]>;

/** Every rule's. */
export const texts: Texts;
