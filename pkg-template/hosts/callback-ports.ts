/**
 * The ports that a loopback listener tries, in this order. They are fixed, because many providers compare redirect URIs exactly: whoever
 * registers an app there registers the first, or all.
 */
export const CALLBACK_PORTS: readonly number[] = [41937, 41938, 41939];
