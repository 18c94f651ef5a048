import type { Evidence } from './index.js';

/** Every rule's examples, by the rule's id: evidence in which it finds something, and evidence in which it finds nothing although it looks. */
export const examples: Record<string, { fails: Evidence[]; passes: Evidence[] }>;
