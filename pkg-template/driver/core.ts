// The two wasm modules as the driver sees them: wasm-bindgen's glue with `entry/instance.mjs` behind it.

/** A flow under way: asks for one thing after the other until it is done. */
export interface Running {
  proceed(answer?: unknown, failed?: boolean): Turn;
  free(): void;
}

/** A request as `fetch` takes it; `failed` says why it can't be sent. */
export interface Sent {
  url: string;
  method: string;
  init?: RequestInit;
  failed?: string;
  /** In a browser, which hides redirects: whether it may be followed. */
  mayFollow: boolean;
}

export type Turn =
  | { kind: 'done'; value: unknown }
  /** `commits`: what is sent spends a code or a token, so that it is carried to its end even where the caller gives up. */
  | { kind: 'fetch'; requests: Sent[]; commits: boolean; limits: Limits }
  | StoreTurn
  /** Answered by a list of what came of each, as `Settled`. */
  | { kind: 'together'; turns: StoreTurn[] }
  | { kind: 'lock' | 'unlock'; name: string }
  | { kind: 'wait'; time: number }
  | KeyTurn;

export interface StoreTurn {
  kind: 'store';
  method: 'get' | 'set' | 'delete' | 'take' | 'keys';
  arguments: string[];
}

/** What came of a turn, and whether it failed. */
export interface Settled {
  answer: unknown;
  failed: boolean;
}

export type KeyTurn =
  | { kind: 'make-key'; keyId: string; algorithm: string }
  | { kind: 'public-key' | 'delete-key'; keyId: string }
  | { kind: 'sign'; keyId?: string; pkcs8?: BufferSource; algorithm: string; input: BufferSource };

/** Time for one request in ms, and bytes of its body. */
export interface Limits {
  time: number;
  body: number;
}

/** What both modules have. */
export interface Module {
  /** Rejects what is under way when the instance stops. */
  readonly open: Set<(error: unknown) => void>;
  memoryBytes(): number;
  /** Starts an instance, unless one runs already. */
  ready(): Promise<void>;
}
