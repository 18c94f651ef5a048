// Evidence, what it was read from, and the report on it.

/** The revision of the MCP specification. */
export type Revision = '2025-03-26' | '2025-06-18' | '2025-11-25' | '2026-07-28' | (string & {});

/** The whole answer. Unknown members may appear; rule ids and kinds never change meaning. */
export interface Report {
  schema: number;
  tool: { name: string; version: string };
  /** In ms since the epoch. */
  at: number | null;
  /** The MCP server's address, as far as it is public: a key in its path or query is not. */
  server: string | null;
  /** The revision that was judged. */
  revision: string;
  verdict: 'ok' | 'needs' | 'blocked' | 'undetermined' | 'nothing';
  /** The finding that, once removed, lets the flow get further; one of `findings`. */
  cause: Finding | null;
  /** Where the evidence fits several causes: each, and what would tell it apart. */
  candidates: Candidate[];
  /** In the order of the flow. */
  findings: Finding[];
  /** What to do now, the best first; none where nothing is wrong and nobody has to sign in. */
  actions: Action[];
  /** Ways that somebody would think of and that the evidence rules out. */
  ruledOut?: { kind: Action['kind']; why: string }[];
  unseen: Unseen[];
  /** What was sent and received, as far as it is public; `[withheld-3:40]` is the third text that is not, of 40 characters. */
  exchanges: Exchange[];
  /** How many exchanges are not among them: they have nothing to do with a sign-in, or repeat what is shown. */
  leftOut?: number;
  /** How many different texts are withheld in them. */
  withheld?: number;
  /** What each of `exchanges` is, in the same order. */
  steps: Step[];
}

/** What an exchange is. */
export type Step =
  | 'preflight'
  | 'mcp'
  | 'resource-metadata'
  | 'server-metadata'
  | 'registration'
  | 'client-metadata-document'
  | 'pushed-authorization'
  | 'device-authorization'
  | 'authorization-page'
  | 'authorization'
  | 'callback'
  | 'token'
  | 'revocation'
  | 'other';

export type Severity = 'info' | 'warning' | 'error';
export type Party = 'server' | 'authorization-server' | 'client' | 'user';

/** One thing that was found. */
export interface Finding {
  /** The rule's id. */
  rule: string;
  /** The step of the flow. */
  step: string;
  severity: Severity;
  /** Who must fix it. */
  party: Party;
  title: string;
  why: string;
  fix: string;
  expected?: string;
  received?: string;
  where?: Place;
  certainty: 'observed' | 'told' | 'inferred';
  cites: { label: string; url: string }[];
}

/** Where something was found. */
export interface Place {
  /** Index into the report's `exchanges`. */
  exchange?: number;
  url?: string;
  /** Header, member or parameter. */
  member?: string;
}

/** One of several causes that fit. */
export interface Candidate {
  finding: Finding;
  /** The one observation that decides. */
  tellApart: string;
}

/** What could not be seen; never reported as missing and never as fine. */
export interface Unseen {
  what: string;
  why: string;
  how: string;
}

/** A way out as a host renders it: a button or a form where a program carries it out, else a text to copy. */
export interface Action {
  kind:
    | 'sign-in'
    | 'client-metadata-document'
    | 'own-app'
    | 'personal-access-token'
    | 'basic'
    | 'api-key-header'
    | 'add-scopes'
    | 'register-again'
    | 'patch-server'
    | 'patch-authorization-server'
    | 'report-to-client'
    | 'allow-at-edge'
    | 'use-other-address'
    | 'allow-deviation'
    | 'retry-later'
    | 'free-port'
    | 'change-setting'
    | 'open-by-hand'
    | 'capture-more';
  /** `program`: `applyAction` goes on with it. `person`: somebody does it elsewhere, and `applyAction` refuses it. */
  by: 'program' | 'person';
  /** What it is, in a few words: the heading. */
  title: string;
  why: string;
  /** What to do, in order. */
  steps: string[];
  /** What to fill in. */
  fields: Field[];
  /** What the button says: it goes on with `applyAction`, or copies `message` where a person carries it out. */
  submit: string;
  /** Whether the person logs in, in a browser or by a code, once it goes on. */
  login: boolean;
  /** What a person sends or keeps, whole and ready to copy; nothing where a program carries it out. */
  message?: string;
  /** The issuer that what is filled in is meant for; `applyAction` shows it to no other one. */
  issuer?: string;
}

/** One field of a form. */
export interface Field {
  /** Its name, for `applyAction`. */
  name: string;
  label: string;
  /** `text`, `password`, `url`, `select` or `checkbox`. */
  type: string;
  required: boolean;
  /** Hidden; never has a `value`. */
  secret: boolean;
  /** A regular expression that the value must match. */
  pattern?: string;
  help?: string;
  value?: string;
}

/** Header fields in the order of the wire: name and value. */
export type Headers = [name: string, value: string][];

/** One request and what became of it. */
export interface Exchange {
  request: { method: string; url: string; headers?: Headers; body?: string };
  response?: {
    /** 0 where it is not known. */
    status: number;
    headers?: Headers;
    headersPartial?: boolean;
    body?: string;
    bodyPartial?: boolean;
    finalUrl?: string;
  };
  failure?: {
    kind: 'dns' | 'tls' | 'connection' | 'timeout' | 'aborted' | 'blocked' | 'too-large' | 'redirect-refused' | 'other';
    message: string;
  };
  /** In ms since the epoch. */
  startedAt?: number;
  /** In ms. */
  duration?: number;
}

/** Everything that is known about one attempt to sign in. */
export interface Evidence {
  /** The MCP server's address, raw. */
  server?: string;
  /** The error message that a client showed. */
  symptom?: string;
  exchanges: Exchange[];
  revision?: Revision;
  seenFrom?: 'process' | 'browser';
  /** The clock of the machine that saw it, in ms since the epoch. */
  now?: number;
  /** Why the flow of this package stopped, where it did. */
  refusal?: object;
  /** How many exchanges were left out; where it is there, none is any more. */
  leftOut?: number;
}

/** What a rule is, for reading. */
export interface RuleText {
  id: string;
  step: string;
  severity: Severity;
  party: Party;
  title: string;
  why: string;
  fix: string;
  since: string;
  until?: string;
  cites: { label: string; url: string }[];
}

/** What `readEvidence` read: evidence, with what it was recognised from. */
export interface Import extends Evidence {
  recognised: Recognised[];
}

/** One piece of what was pasted. */
export interface Recognised {
  kind:
    | 'har' | 'evidence' | 'http' | 'headers' | 'resource-metadata' | 'server-metadata' | 'client' | 'token-answer' | 'callback'
    | 'authorization-url' | 'address' | 'jwt' | 'secret' | 'message' | 'log' | 'configuration' | 'text';
  /** In one sentence; without secrets. */
  what: string;
  notes?: string[];
  /** Its parts, explained one by one; a part without a value is missing. */
  parts?: { name: string; value?: string; meaning: string }[];
}

/** The same evidence under every revision, oldest first. */
export interface RevisionLens {
  revisions: { revision: Revision; verdict: Report['verdict']; first?: { rule: string; title: string }; stops: string[] }[];
  /** The first revision under which something stops a client, after one without. */
  breaksFrom?: Revision;
  worksFrom?: Revision;
}

/** One well-known client with this evidence. */
export interface ClientRow {
  client: string;
  name: string;
  asOf: string;
  sources: string[];
  steps: ClientStep[];
  /** How it ends, as far as it is modelled and seen. */
  ends: 'gets-in' | 'asks' | 'stops' | 'unknown';
  stopsAt?: string;
}

/** One step of a client. */
export interface ClientStep {
  step: string;
  does: 'goes-on' | 'stops' | 'asks' | 'not-modelled' | 'not-seen';
  why: string;
  /** The page that tells it. */
  source?: string;
  /** The rules whose findings this step replaces: what the client itself does there counts. */
  standsFor: string[];
}

/** What a directory of MCP servers asks for. */
export interface DirectoryReadiness {
  directory: 'claude-ai' | 'chatgpt';
  name: string;
  points: {
    id: string;
    asks: string;
    state: 'met' | 'not-met' | 'not-seen';
    /** What was seen; empty where the state says it. */
    why: string;
    /** The page that asks for it, and the day on which it was read. */
    source: string;
    read: string;
  }[];
}

/** A corrected header line or document. */
export interface Patch {
  rule: string;
  url: string;
  /** The name of a header of the 401 at `url`; nothing for a document. */
  header?: string;
  content: string;
  notes?: string[];
  how: { stack: string; text: string }[];
}
