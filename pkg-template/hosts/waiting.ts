/** The name under which the core keeps a sign-in in the store until it is completed; `id` is `pending.id`. */
export function waitingKey(id: string): string {
  return `waiting/${id}`;
}
