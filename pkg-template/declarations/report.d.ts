// What `core.d.ts`, which is made from the Rust types, leaves to be said by hand.

/** The revision of the MCP specification. */
export type Revision = '2025-03-26' | '2025-06-18' | '2025-11-25' | '2026-07-28' | (string & {});

/** Header fields in the order of the wire: name and value. */
export type Headers = [name: string, value: string][];

/** A way out as a host renders it: a button or a form where a program carries it out, else a text to copy. */
export type Action = ProgramAction | PersonAction;

/** A program carries it out: a form with a button that says `submit`; what is filled in goes into `applyAction`. */
export interface ProgramAction extends ActionText {
  by: 'program';
  kind: ProgramActionKind;
  message?: undefined;
}

/** A person carries it out, elsewhere: `applyAction` refuses it. */
export interface PersonAction extends ActionText {
  by: 'person';
  kind: ActionKind;
  /** What the person sends or keeps, whole and ready to copy; the button says `submit`. */
  message: string;
}

/** The kinds that `applyAction` can go on with. */
export type ProgramActionKind = Exclude<
  ActionKind,
  'patch-server' | 'patch-authorization-server' | 'report-to-client' | 'allow-at-edge' | 'change-setting' | 'open-by-hand' | 'capture-more' | 'ask-server'
>;

/** Where the value of a credential in a configuration is kept. */
export type KeptCredential =
  | { in: 'empty' | 'literal' }
  | { in: 'variable'; written: string }
  | { in: 'placeholder' | 'nothing'; word: string };
