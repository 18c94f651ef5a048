// Reading what a host gave.

/** A member of whatever was given; nothing where reading it throws. */
export function member(of: unknown, name: string): unknown {
  try {
    return (of as Record<string, unknown> | undefined | null)?.[name];
  } catch {
    return undefined;
  }
}
