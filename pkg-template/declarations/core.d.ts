/** The whole answer. Unknown members may appear in later versions; rule ids and kinds never change meaning. */
export interface Report {
  /** `SCHEMA`. */
  schema: number;
  /** The program that judged. */
  tool: Tool;
  /** When, in ms since the epoch. */
  at: number | null;
  /** The MCP server's address, raw. */
  server: string | null;
  /** The revision that was judged. */
  revision: string;
  /** The answer in one word. */
  verdict: Overall;
  /** The finding that, once removed, lets the flow get further; one of `findings`. */
  cause: Finding | null;
  /** Where the evidence fits several causes: each, and what would tell it apart. */
  candidates: Candidate[];
  /** Everything found, in the order of the flow. */
  findings: Finding[];
  /** What to do now, the best first. */
  actions: Action[];
  /** Ways that somebody would think of and that the evidence rules out. */
  ruledOut?: RuledOut[] | undefined;
  /** What could not be seen. */
  unseen: Unseen[];
  /** What was sent and received, without secrets. */
  exchanges: Exchange[];
  /** How many exchanges are not among them: they have nothing to do with a sign-in, or repeat what is shown. */
  leftOut?: number | undefined;
  /** How many different texts are withheld in them, because they are not known to be public: tokens, codes, cookies, what nobody knows. */
  withheld?: number | undefined;
  /** What each of `exchanges` is, in the same order: for whoever draws them. */
  steps: Step[];
}

/** The program that made a report. */
export interface Tool {
  /** Its name. */
  name: string;
  /** Its version. */
  version: string;
}

/** The answer in one word. */
export type Overall =
  /** Everything that a sign-in needs before a person acts was seen to pass; or a token was accepted; or no sign-in is needed. */
  | 'ok'
  /** Nothing is broken, and a person has to bring something: a client ID, a token, a credential. */
  | 'needs'
  /** Something is broken or was refused, and the cause was observed or told. */
  | 'blocked'
  /** The evidence ends early, or fits several causes. */
  | 'undetermined'
  /** What was given shows no sign-in. */
  | 'nothing';

/** What an exchange is. */
export type Step =
  /** A CORS preflight. */
  | 'preflight'
  /** A request to the MCP server. */
  | 'mcp'
  /** A request for protected resource metadata. */
  | 'resource-metadata'
  /** A request for authorization server metadata. */
  | 'server-metadata'
  /** Dynamic client registration. */
  | 'registration'
  /** A client ID metadata document is fetched. */
  | 'client-metadata-document'
  /** A pushed authorization request (RFC 9126). */
  | 'pushed-authorization'
  /** A device authorization request (RFC 8628). */
  | 'device-authorization'
  /** The authorization request in the browser, and the pages it leads to. */
  | 'authorization'
  /** A page between the authorization request and the callback: login, consent. */
  | 'authorization-page'
  /** The authorization response, at the redirect URI. */
  | 'callback'
  /** A token request. */
  | 'token'
  /** A revocation request. */
  | 'revocation'
  /** None of these. */
  | 'other';

/** How bad a finding is. */
export type Severity =
  /** Advice. */
  | 'info'
  /** Breaks some clients, or violates a specification with a workaround. */
  | 'warning'
  /** Stops a conforming client. */
  | 'error';

/** Who must fix it. */
export type Party =
  /** The operator of the MCP server, or of what stands in front of it. */
  | 'server'
  /** The operator of the authorization server. */
  | 'authorization-server'
  /** The author of the client. */
  | 'client'
  /** The person who signs in, or their network's administrator. */
  | 'user';

/** One thing that was found. */
export interface Finding {
  /** The rule's id. */
  rule: RuleId;
  /** The step of the flow. */
  step: string;
  /** How bad. */
  severity: Severity;
  /** Who must fix it. */
  party: Party;
  /** The fact, with the actual values. */
  title: string;
  /** Why it matters. */
  why: string;
  /** What to do about it. */
  fix: string;
  /** What should have been there. */
  expected?: string | undefined;
  /** What was there. */
  received?: string | undefined;
  /** Where. */
  where?: Place | undefined;
  /** Seen or concluded. */
  certainty: Certainty;
  /** The clauses. */
  cites: Citation[];
  /** The checks of the official conformance suite that look at the same. */
  conformance?: string[] | undefined;
}

/** How a finding is known. */
export type Certainty =
  /** It is in the evidence. */
  | 'observed'
  /** A client whose wording is known says it, and nothing that was seen speaks against it. */
  | 'told'
  /** It follows from the evidence, or from a message that may mean something else. */
  | 'inferred';

/** A clause that is broken. */
export interface Citation {
  /** Such as `RFC 9728 §3.3`. */
  label: string;
  /** Link to the clause. */
  url: string;
}

/** Where something was found. */
export interface Place {
  /** Index into the report's `exchanges`. */
  exchange?: number | undefined;
  /** The URL that was asked. */
  url?: string | undefined;
  /** Header, member or parameter. */
  member?: string | undefined;
}

/** One of several causes that fit. */
export interface Candidate {
  /** The cause, if it is the one. */
  finding: Finding;
  /** The one observation that decides. */
  tellApart: string;
}

/** What could not be seen; never reported as missing and never as fine. */
export interface Unseen {
  /** What. */
  what: string;
  /** Why not. */
  why: string;
  /** How to see it. */
  how: string;
}

/** A way out as a host renders it: a button or a form where a program carries it out, else a text to copy. */
export interface ActionText {
  /** What it is, in a few words: the heading. */
  title: string;
  /** Why this is offered here. */
  why: string;
  /** What to do, in order. */
  steps: string[];
  /** What to fill in. */
  fields: Field[];
  /** What the button says: it goes on with `applyAction`, or copies `message` where a person carries it out. */
  submit: string;
  /** Whether the person logs in, in a browser or by a code, once it goes on. */
  login: boolean;
  /** Whether `message` is for somebody else (the operator, the client's author): to be read, and sent to them. */
  sends: boolean;
  /** The issuer that what is filled in is meant for, raw; `applyAction` shows it to no other one. */
  issuer?: string | undefined;
}

/** The closed list of ways. */
export type ActionKind =
  /** Sign in now. */
  | 'sign-in'
  /** Use a client ID metadata document. */
  | 'client-metadata-document'
  /** Make an own OAuth app at the provider and use its client id. */
  | 'own-app'
  /** Use a personal access token. */
  | 'personal-access-token'
  /** Use user name and password, or id and key, by Basic. */
  | 'basic'
  /** Use an API key in a header. */
  | 'api-key-header'
  /** Sign in again with more scopes. */
  | 'add-scopes'
  /** Forget the registered client and register again. */
  | 'register-again'
  /** Send the patch to the server's operator. */
  | 'patch-server'
  /** Send the patch to the authorization server's operator. */
  | 'patch-authorization-server'
  /** Tell the client's author. */
  | 'report-to-client'
  /** Let the client through at the edge. */
  | 'allow-at-edge'
  /** Use another address. */
  | 'use-other-address'
  /** Allow one named deviation (`allow`), on the person's own decision. */
  | 'allow-deviation'
  /** Try again later. */
  | 'retry-later'
  /** Free the port, or use another. */
  | 'free-port'
  /** Change a setting of the machine, the network or the client. */
  | 'change-setting'
  /** Open the address by hand, and paste back where the browser ends. */
  | 'open-by-hand'
  /** Capture more: what tells the candidates apart. */
  | 'capture-more'
  /** Ask a server that a configuration names: `diagnose` with its address, which the message ends with. */
  | 'ask-server';

/** A way that doesn't work here. */
export interface RuledOut {
  /** What kind of way it is. */
  kind: ActionKind;
  /** Why not, in one sentence. */
  why: string;
}

/** One field of a form. */
export interface Field {
  /** Its name, for `applyAction`. */
  name: string;
  /** What the person reads. */
  label: string;
  /** `text`, `password`, `url`, `select` or `checkbox`. */
  type: 'text' | 'password' | 'url' | 'select' | 'checkbox';
  /** Whether it must be filled. */
  required: boolean;
  /** Whether it is hidden and never has a `value`. */
  secret: boolean;
  /** A regular expression that the value must match. */
  pattern?: string | undefined;
  /** A line of help. */
  help?: string | undefined;
  /** What the evidence allows to fill in. */
  value?: string | undefined;
}

/** One request and what became of it. */
export interface Exchange {
  /** What was sent. */
  request: ExchangeRequest;
  /** What came back, if anything was seen. */
  response?: ExchangeResponse | undefined;
  /** Why nothing came back. */
  failure?: Failure | undefined;
  /** When it was sent, in ms since the epoch. */
  startedAt?: number | undefined;
  /** How long it took, in ms. */
  duration?: number | undefined;
}

/** A request, as it is sent or as a capture shows it. */
export interface ExchangeRequest {
  /** Method in upper case. */
  method: string;
  /** The URL as text; never re-serialised. */
  url: string;
  /** Header fields. */
  headers?: Headers | undefined;
  /** Body as text. */
  body?: string | undefined;
}

/** An answer, whole or as much of it as could be seen. */
export interface ExchangeResponse {
  /** Status code; 0 where it is not known. */
  status: number;
  /** Header fields that could be seen. */
  headers?: Headers | undefined;
  /** Some headers may exist that could not be seen (CORS, or a capture without them). */
  headersPartial?: boolean | undefined;
  /** Body as text; `None` where it could not be seen. */
  body?: string | undefined;
  /** Only a part of the body could be seen: a member that is not there is unknown, not absent. */
  bodyPartial?: boolean | undefined;
  /** Where the answer really came from, if redirects were followed on the way. */
  finalUrl?: string | undefined;
}

/** A request without an answer. */
export interface Failure {
  /** What kind of failure. */
  kind: FailureKind;
  /** What the network layer said, untrusted text. */
  message: string;
}

/** Why there is no answer. */
export type FailureKind =
  /** The name could not be resolved. */
  | 'dns'
  /** The TLS handshake failed, or the certificate is not trusted. */
  | 'tls'
  /** Nothing listens there, or the connection was cut. */
  | 'connection'
  /** No answer within the time allowed. */
  | 'timeout'
  /** The caller gave up. */
  | 'aborted'
  /** A browser let nothing through: CORS, mixed content, private network access, offline or unreachable; it doesn't tell which. */
  | 'blocked'
  /** The answer is larger than the limit. */
  | 'too-large'
  /** A redirect was refused by our own rules. */
  | 'redirect-refused'
  /** Something else; the message tells. */
  | 'other';

/** Everything that is known about one attempt to sign in. `Default` is: nothing seen. */
export interface Evidence {
  /** The MCP server's address as the person gave it, raw. */
  server?: string | undefined;
  /** The error message that a client showed, untrusted text. */
  symptom?: string | undefined;
  /** What was sent and received, in the order of time. */
  exchanges: Exchange[];
  /** What clients were told of their servers: shapes, never secrets. */
  configurations?: Configuration[] | undefined;
  /** The revision to judge by; else the one that the server negotiated, else the newest. */
  revision?: Revision | undefined;
  /** Where it was seen: in a browser page, headers may be hidden. */
  seenFrom?: Vantage | undefined;
  /** The clock of the machine that saw it, in ms since the epoch. */
  now?: number | undefined;
  /** Why our own flow stopped, where it did. */
  refusal?: object | undefined;
  /** How many exchanges were left out because they have nothing to do with a sign-in, or repeat what is shown; nothing where none was. */
  leftOut?: number | undefined;
}

/** From where the exchanges were seen. */
export type Vantage =
  /** A process: every header and every status is visible. */
  | 'process'
  /** A web page or web worker: CORS hides headers, redirects and failures. */
  | 'browser';

/** A configuration as somebody pasted it. */
export interface Configuration {
  /** The client whose configuration it is, where its form or the text around it tells; several clients share some forms. */
  client?: ConfigurationClient | undefined;
  /** In what it is written. */
  syntax?: ConfigurationSyntax | undefined;
  /** The member that holds the servers, as written: `mcpServers`; empty where there is none. */
  list?: string | undefined;
  /** The servers, in their order. */
  servers?: ConfiguredServer[] | undefined;
  /** Where the text is not what its syntax wants. */
  flaws?: ConfigurationFlaw[] | undefined;
  /** Inputs that the configuration declares, by id (VS Code). */
  inputs?: string[] | undefined;
}

/** A client, or a program that keeps servers in a configuration. */
export type ConfigurationClient =
  /** Claude Desktop. */
  | 'claude-desktop'
  /** Claude Code. */
  | 'claude-code'
  /** Visual Studio Code, and Visual Studio. */
  | 'vs-code'
  /** Cursor. */
  | 'cursor'
  /** Windsurf. */
  | 'windsurf'
  /** Zed. */
  | 'zed'
  /** Codex. */
  | 'codex'
  /** Gemini CLI, and Qwen Code. */
  | 'gemini-cli'
  /** Goose. */
  | 'goose'
  /** LibreChat. */
  | 'libre-chat'
  /** Continue. */
  | 'continue'
  /** opencode. */
  | 'opencode'
  /** Crush. */
  | 'crush'
  /** Cline. */
  | 'cline'
  /** Roo Code. */
  | 'roo'
  /** Amazon Q Developer. */
  | 'amazon-q'
  /** Kiro. */
  | 'kiro'
  /** JetBrains AI Assistant and Junie. */
  | 'jet-brains'
  /** GitHub Copilot in JetBrains IDEs, Xcode and Eclipse. */
  | 'copilot-ide'
  /** GitHub Copilot CLI. */
  | 'copilot-cli'
  /** LM Studio. */
  | 'lm-studio'
  /** Warp. */
  | 'warp'
  /** Open WebUI. */
  | 'open-web-ui'
  /** n8n. */
  | 'n8n'
  /** LiteLLM. */
  | 'lite-llm'
  /** Spring AI. */
  | 'spring-ai'
  /** A server's own `server.json` of the MCP registry. */
  | 'registry';

/** In what a configuration is written. */
export type ConfigurationSyntax =
  /** JSON, with or without comments. */
  | 'json'
  /** TOML. */
  | 'toml'
  /** YAML. */
  | 'yaml'
  /** Java properties. */
  | 'properties'
  /** A command of a terminal. */
  | 'command'
  /** Lines of a program. */
  | 'code';

/** One server of a configuration. */
export interface ConfiguredServer {
  /** Its name in the configuration. */
  name?: string | undefined;
  /** Its line, counted from 1 in the text of the configuration. */
  line?: number | undefined;
  /** The address, without what may be a secret in it. */
  address?: ConfiguredSetting | undefined;
  /** The program that is started, where one is. */
  command?: string | undefined;
  /** Every other member, by its path in the entry: `type`, `headers`, `headers.Authorization`, `args.3`. */
  settings?: ConfiguredSetting[] | undefined;
}

/** A member of a server's entry. */
export interface ConfiguredSetting {
  /** Its path in the entry. */
  path?: string | undefined;
  /** Its line, counted from 1. */
  line?: number | undefined;
  /** Its value, where that is a word of the client's own or an address; never a secret. */
  value?: string | undefined;
  /** What its value is like, where it may be a credential. */
  credential?: ConfiguredCredential | undefined;
}

/** What a credential in a configuration is like. */
export interface ConfiguredCredential {
  /** Whether it is a header that the client sends with each request. */
  sent?: boolean | undefined;
  /** The name of the header, where it is one. */
  header?: string | undefined;
  /** The scheme as written, where there is one: `Bearer`. */
  scheme?: string | undefined;
  /** Where the value is kept. */
  kind?: KeptCredential | undefined;
  /** What is odd about how it is written. */
  oddities?: CredentialOddity[] | undefined;
}

/** What is odd about how a credential is written. */
export type CredentialOddity =
  /** It has a line break in it or at its end. */
  | 'line-break'
  /** It has a space at its beginning or end, or within the token. */
  | 'space'
  /** Quotation marks belong to the value. */
  | 'quoted'
  /** The scheme stands there twice. */
  | 'scheme-twice'
  /** `Bearer:` instead of `Bearer`. */
  | 'colon'
  /** The value repeats the name of its header. */
  | 'header-name'
  /** A space stands between the colon and the value in an argument of a command. */
  | 'space-in-argument'
  /** A character that no header may have. */
  | 'not-ascii';

/** Where a text is not what its syntax wants. */
export interface ConfigurationFlaw {
  /** What it is. */
  kind?: ConfigurationFlawKind | undefined;
  /** Line, counted from 1. */
  line?: number | undefined;
  /** Column in characters, counted from 1. */
  column?: number | undefined;
}

/** What is not as the syntax wants it. */
export type ConfigurationFlawKind =
  /** A comma is missing. */
  | 'missing-comma'
  /** A comma stands before a closing bracket. */
  | 'trailing-comma'
  /** A comma stands where nothing is to be separated. */
  | 'extra-comma'
  /** A colon is missing. */
  | 'missing-colon'
  /** A closing bracket is missing. */
  | 'unclosed'
  /** A closing bracket too many, or of the wrong kind. */
  | 'wrong-bracket'
  /** The braces around the whole are missing. */
  | 'no-braces'
  /** A closing quotation mark is missing. */
  | 'missing-quote'
  /** Typographic quotation marks. */
  | 'typographic-quotes'
  /** Single quotation marks. */
  | 'single-quotes'
  /** A name without quotation marks. */
  | 'bare-name'
  /** A value without quotation marks that is neither number, `true`, `false` nor `null`. */
  | 'bare-value'
  /** A comment. */
  | 'comment'
  /** A line break within a text. */
  | 'line-break'
  /** A backslash that begins no escape. */
  | 'backslash'
  /** A tab that indents (YAML). */
  | 'tab'
  /** Something else. */
  | 'other';

/** A rule without its check. */
export interface RuleText {
  /** `<step>/<name>`. */
  id: RuleId;
  /** The part of the id before the slash. */
  step: string;
  /** How bad it is under the newest revision that it applies to. */
  severity: Severity;
  /** Who must fix it. */
  party: Party;
  /** What it says in general. */
  title: string;
  /** Why it matters. */
  why: string;
  /** What the party must do. */
  fix: string;
  /** The first revision that it applies to. */
  since: Revision;
  /** The last one; nothing for "still". */
  until?: Revision | undefined;
  /** The clauses, in that newest revision. */
  cites: Citation[];
  /** The checks of the official conformance suite that look at the same, by its ids. */
  conformance: string[];
  /** Its page in the documentation, where the build names a site. */
  url?: string | undefined;
}

/** What was read: evidence, with what it was recognised from. */
export interface Import extends Evidence {
  /** The pieces, in their order. */
  recognised: Recognised[];
}

/** One piece. */
export interface Recognised {
  /** What kind of piece it is. */
  kind: RecognisedKind;
  /** What it is, in one sentence; without secrets. */
  what: string;
  /** What is worth knowing about it. */
  notes?: string[] | undefined;
  /** Its parts, explained one by one. */
  parts?: Part[] | undefined;
}

/** A part of a piece, such as a parameter of a URL. */
export interface Part {
  /** Its name. */
  name: string;
  /** Its value; `[redacted]` where it is a secret, nothing where it is missing. */
  value?: string | undefined;
  /** What it means, or why it is missed. */
  meaning: string;
}

/** Kinds of pieces. */
export type RecognisedKind =
  /** A HAR file. */
  | 'har'
  /** Our own evidence or report. */
  | 'evidence'
  /** A request or an answer as `curl` prints it, or raw HTTP. */
  | 'http'
  /** Header lines. */
  | 'headers'
  /** Protected resource metadata. */
  | 'resource-metadata'
  /** Authorization server metadata. */
  | 'server-metadata'
  /** A client's registration, or a client ID metadata document. */
  | 'client'
  /** A token endpoint's answer. */
  | 'token-answer'
  /** A callback URL. */
  | 'callback'
  /** An authorization URL. */
  | 'authorization-url'
  /** Some other URL. */
  | 'address'
  /** A JWT. */
  | 'jwt'
  /** A token or key; it was thrown away. */
  | 'secret'
  /** A JSON-RPC message. */
  | 'message'
  /** A log of a client or a server. */
  | 'log'
  /** A client's configuration. */
  | 'configuration'
  /** Lines of a program. */
  | 'code'
  /** An error message, or any other text. */
  | 'text';

/** The evidence under all revisions, oldest first. */
export interface RevisionLens {
  /** One row a revision. */
  revisions: RevisionRow[];
  /** The first revision that a sign-in is blocked under although it wasn't under the one before; nothing where that never changes. */
  breaksFrom?: Revision | undefined;
  /** The first revision under which a sign-in is no longer blocked. */
  worksFrom?: Revision | undefined;
}

/** One revision. */
export interface RevisionRow {
  /** Which. */
  revision: Revision;
  /** The answer in one word; `undetermined` also where nobody asked for what this revision would ask for. */
  verdict: Overall;
  /** The rule that breaks first. */
  first?: Broken | undefined;
  /** Ids of all rules that stop a conforming client: errors, and what is not offered although it is needed. */
  stops: RuleId[];
}

/** A rule that breaks. */
export interface Broken {
  /** Its id. */
  rule: RuleId;
  /** The fact. */
  title: string;
}

/** One client with this evidence. */
export interface ClientRow {
  /** Stable name of the client. */
  client: string;
  /** Name as people know it. */
  name: string;
  /** Day of the last look at the sources. */
  asOf: string;
  /** Where the facts come from. */
  sources: string[];
  /** Where the browser comes back: what has to be registered for this client; `<port>` stands for what changes. */
  redirectUris: string[];
  /** Where a person enters a client ID of their own, in one sentence. */
  clientIdGoes?: string | undefined;
  /** The steps, up to the one where it stops. */
  steps: ClientStep[];
  /** How it ends, as far as it is modelled and seen. */
  ends: ClientEnds;
  /** Where it stops; nothing where it goes through as far as it is modelled and seen. */
  stopsAt?: string | undefined;
}

/** How a client ends with this evidence. */
export type ClientEnds =
  /** Nothing that was seen stops it. */
  | 'gets-in'
  /** It needs something from the person. */
  | 'asks'
  /** It stops. */
  | 'stops'
  /** The step that decides was not seen, or nobody has shown what it does there. */
  | 'unknown';

/** One step of a client. */
export interface ClientStep {
  /** Which. */
  step: string;
  /** What it does there. */
  does: ClientDoes;
  /** Why, in one sentence. */
  why: string;
  /** The page that tells it. */
  source?: string | undefined;
  /** The rules whose findings this step replaces: what the client itself does there counts. */
  standsFor: string[];
}

/** What a client does at a step. */
export type ClientDoes =
  /** Goes on. */
  | 'goes-on'
  /** Stops. */
  | 'stops'
  /** Asks the person for something. */
  | 'asks'
  /** Nothing is known of what it does here. */
  | 'not-modelled'
  /** The evidence doesn't show what it would meet. */
  | 'not-seen';

/** One directory with this evidence. */
export interface DirectoryReadiness {
  /** Stable name in lower case; also the profile of its client. */
  directory: 'claude-ai' | 'chatgpt';
  /** Name as people know it. */
  name: string;
  /** What it asks for, in the order in which it is met. */
  points: DirectoryPoint[];
}

/** One requirement of a directory. */
export interface DirectoryPoint {
  /** Stable name. */
  id: string;
  /** The requirement, in one sentence. */
  asks: string;
  /** Whether it is met. */
  state: DirectoryState;
  /** What was seen, in one sentence; empty where the state says that. Where it was not tried, what would show it. */
  why: string;
  /** The page that asks for it. */
  source: string;
  /** The day on which that page was read, `YYYY-MM-DD`. */
  read: string;
}

/** Whether a requirement is met. */
export type DirectoryState =
  /** It is. */
  | 'met'
  /** It is not. */
  | 'not-met'
  /** The evidence doesn't show it: it was not tried, or no answer tells. */
  | 'not-tried';

/** One correction. */
export interface Patch {
  /** The rule whose finding it corrects. */
  rule: RuleId;
  /** Where it is sent: the URL of the document, or of the 401 that has the header. */
  url: string;
  /** The name of the header; nothing for a document. */
  header?: string | undefined;
  /** The header's value, or the document's text. */
  content: string;
  /** What has to be true besides, before this may be published. */
  notes?: string[] | undefined;
  /** How to send it. */
  how: PatchHow[];
}

/** How to send it from one kind of server. */
export interface PatchHow {
  /** Which. */
  stack: string;
  /** Code or configuration. */
  text: string;
}

/** One client at one issuer. Stored under the issuer, never used at another one (MCP 2026-07-28, Authorization Server Binding). */
export interface Client {
  /** How it came by its id. */
  kind?: ClientKind | undefined;
  /** `client_id`, raw. */
  clientId: string;
  /** The issuer it belongs to, raw; nothing where the host doesn't know. */
  issuer?: string | undefined;
  /** `client_secret`. */
  clientSecret?: string | undefined;
  /** `client_secret_expires_at` in ms since the epoch; nothing for never. */
  clientSecretExpiresAt?: number | undefined;
  /** Since when this secret is in use here, in ms since the epoch: to show when it should be rotated. */
  inUseSince?: number | undefined;
  /** `token_endpoint_auth_method` as registered or configured. */
  tokenEndpointAuthMethod?: string | undefined;
  /** `dpop_bound_access_tokens` of the registration (RFC 9449 §5.2). */
  dpopBoundAccessTokens?: boolean | undefined;
  /** The redirect URIs it was registered with, or signed in with, raw. */
  redirectUris?: string[] | undefined;
  /** Name of a key in the store that signs its assertions (RFC 7523 §2.2). */
  keyId?: string | undefined;
  /** The same key as PEM (PKCS #8), where the host gives it directly. */
  privateKeyPem?: string | undefined;
  /** JOSE algorithm of that key; `ES256` where absent. */
  signingAlgorithm?: string | undefined;
  /** `registration_client_uri` (RFC 7592 §3). */
  registrationClientUri?: string | undefined;
  /** `registration_access_token` (RFC 7592 §3). */
  registrationAccessToken?: string | undefined;
}

/** How a client came by its id (MCP 2025-11-25, client registration). */
export type ClientKind =
  /** The person or the host brought it. */
  | 'pre-registered'
  /** Its id is the address of a client ID metadata document: the same at every authorization server. */
  | 'metadata-document'
  /** Registered by RFC 7591. */
  | 'dynamic';

/** A sign-in as the host wants it. */
export interface SignInRequest {
  /** Where the callback comes, raw; without one, a code is shown where the server offers that (RFC 8628). */
  redirectUri?: string | undefined;
  /** A client that the host or the person brought. */
  client?: Client | undefined;
  /**
   * The client's own metadata with the names of RFC 7591 §2, for dynamic registration. A `client_id` among them is the address
   * of a client ID metadata document that says the same.
   */
  clientMetadata?: Record<string, unknown> | undefined;
  /** The scopes to ask for instead of those that the server names. */
  scopes?: string[] | undefined;
  /** Whether `offline_access` may be added where the authorization server lists it; yes where absent. */
  offlineAccess?: boolean | undefined;
  /** Another `resource`, or `false` to send none (RFC 8707). */
  resource?: string | boolean | undefined;
  /** The revision to follow; without one the newest algorithm, with the fallbacks that the specification allows. */
  revision?: Revision | undefined;
  /** How to ask; polite where absent. */
  probe?: Probe | undefined;
  /** More parameters of the authorization request; those of the flow itself are reserved. */
  extraParams?: Record<string, string> | undefined;
  /**
   * The authorization server to use, by its issuer, raw: one of several that the MCP server names, or, as a named deviation, one
   * that it does not name.
   */
  authorizationServer?: string | undefined;
  /**
   * Members of the authorization server's metadata that the host knows better than the server, such as endpoints (RFC 8414 §2): a deviation
   * that is told.
   */
  authorizationServerMetadata?: Record<string, unknown> | undefined;
  /**
   * The issuer that it must be, raw: nothing of the client goes to another one. A document at the place of the named issuer that says this
   * one is accepted, as a named deviation.
   */
  issuer?: string | undefined;
  /** `WWW-Authenticate` of an answer that the host has got already: saves asking again, and makes cached discovery void. */
  challenge?: string | undefined;
  /** Whether tokens are bound to a key (RFC 9449); where absent, only if the server demands it. */
  dpop?: boolean | undefined;
  /** Where the host goes on afterwards; carried in `Pending`. */
  returnTo?: string | undefined;
  /**
   * Where a redirect page that serves several applications hands the callback on to (the page itself lists whom it serves).
   * It travels in `state`, after a dot, in base64url.
   */
  handBackTo?: string | undefined;
  /** Whether to register again although a client is kept: for one that the server no longer knows. */
  registerAgain?: boolean | undefined;
  /** Whether the tokens are tried at the server; yes where absent. */
  prove?: boolean | undefined;
  /** Named opt-outs. */
  allow?: Allowed[] | undefined;
}

/** How to ask a server. */
export type Probe =
  /** First the 401, then each level at once. */
  | 'polite'
  /** The path-inserted resource metadata at the same time as the first request. */
  | 'eager';

/** A deviation that the person may allow. `state`, `iss`, URL schemes and S256 have none. */
export type Allowed =
  /** Go on where `code_challenge_methods_supported` is absent; S256 is still sent. */
  | 'unadvertisedPkce'
  /** Take a `resource` of the same origin that is a path prefix or differs in spelling only. */
  | 'compatibleResource'
  /** Take a bare code, where the server does not announce `iss`. */
  | 'bareCode'
  /** Let a server elsewhere name http addresses of this machine. */
  | 'insecureLoopback';

/** What the host does next. A stop is not here: see `Stop`. */
export type NextStep =
  /** Open the browser; the callback goes to `completeSignIn`. */
  | {
  kind: 'open-browser';
  /** The authorization URL. */
  url: string;
  /** The host, with its port, to show before the browser opens (RFC 9728 §7.8). */
  authorizationHost: string;
  /** The scopes that are asked for; empty means that the server decides. */
  scopes: string[];
  /** Where the callback comes. */
  redirectUri: string;
  /** What completes the sign-in; secret. */
  pending: Pending;
  /** When it ends, in ms since the epoch. */
  expiresAt: number;
}
  /** Show a code that the person types in elsewhere (RFC 8628 §3.3). */
  | {
  kind: 'show-code';
  /** The code. */
  userCode: string;
  /** Where to type it. */
  verificationUri: string;
  /** The same with the code in it. */
  verificationUriComplete?: string | undefined;
  /** Seconds between two questions. */
  intervalSeconds: number;
  /** When the code ends, in ms since the epoch. */
  expiresAt: number;
  /** What completes the sign-in; secret. */
  pending: Pending;
}
  /** Signed in. */
  | {
  kind: 'signed-in';
  /** The tokens; secret. */
  tokens: Tokens;
  /** Whether the server was seen to accept them. */
  proof: Proof;
  /** What the store said, where it did not keep them: they are good, and only here. */
  notKept?: string | undefined;
}
  /** The server wants no credential: there is nothing to sign in to. */
  | {
  kind: 'not-needed';
  /** The MCP server's address, raw. */
  server: string;
};

/** One deviation from the strict path of the specification. */
export type Deviation =
  /** The `issuer` of a 2025-03-26 server differs from its address by the slash behind the host alone (RFC 8414 §3.3 wants the same text). */
  | {
  kind: 'issuer-slash';
  /** What the address makes it. */
  expected: string;
  /** What the document says, and what is used. */
  received: string;
}
  /**
   * The server answered the first request with neither success nor 401, and its metadata was looked for anyway (RFC 9728 §5: a
   * client starts on a 401).
   */
  | {
  kind: 'not-challenged';
  /** The status of the answer. */
  status: number;
}
  /** The server publishes no resource metadata: its own origin was used as its authorization server, as 2025-03-26 has it. */
  | {
  kind: 'without-resource-metadata';
  /** The issuer that was taken. */
  issuer: string;
}
  /** Nothing is published: the endpoints that 2025-03-26 takes for granted were used. */
  | {
  kind: 'default-endpoints';
  /** The origin that has them. */
  issuer: string;
}
  /** The challenge's `resource_metadata` gave no document; the one at the well-known location was used. */
  | {
  kind: 'challenge-metadata-passed-over';
  /** What the challenge names. */
  url: string;
  /** What it answers. */
  status: number;
}
  /** The challenge's `resource_metadata` is not an absolute URL (RFC 9728 §5.1); the well-known locations were asked instead. */
  | {
  kind: 'relative-metadata-url';
  /** What the challenge names, raw. */
  received: string;
}
  /** An address redirects to another origin, which clients that compare origins don't follow. Nothing secret was sent there. */
  | {
  kind: 'redirected';
  /** What was asked for: `resource_metadata`, `authorization_server_metadata` or `registration_endpoint`. */
  what: string;
  /** Where it was asked for. */
  from: string;
  /** Where it is. */
  to: string;
}
  /** The server registered the client with `none`, and then wanted the secret that it had issued along with it. */
  | {
  kind: 'issued-secret';
  /** The client. */
  clientId: string;
}
  /** The host named an authorization server that the MCP server does not name: a token from there is sent here. */
  | {
  kind: 'named-authorization-server';
  /** Who issues the token. */
  issuer: string;
  /** Where it is sent. */
  server: string;
}
  /** The host named the issuer, and the document at the place of the one that the MCP server names says it. */
  | {
  kind: 'named-issuer';
  /** What the MCP server names. */
  expected: string;
  /** What the document and the host say. */
  received: string;
}
  /** The host gave the metadata, or endpoints, of the authorization server. */
  | {
  kind: 'named-metadata';
  /** The issuer. */
  issuer: string;
}
  /** Something that the person allowed by name was needed. */
  | {
  kind: 'allowed';
  /** The opt-out. */
  name: Allowed;
}
  /** The token endpoint wanted `scope` repeated when the token was renewed. */
  | { kind: 'refreshed-with-scope' }
  /** The token endpoint did not want `resource` when the token was renewed. */
  | { kind: 'refreshed-without-resource' };

/** What came of the pair of requests. */
export interface Proof {
  /** What is known. */
  status: ProofStatus;
  /** How many tools the server listed; nothing where it listed none to us. */
  tools?: number | undefined;
  /** The status of the answer that decided nothing, such as 500; 0 where none came. */
  undecided?: number | undefined;
}

/** What is known of a credential. */
export type ProofStatus =
  /** The request was refused without the credential and accepted with it. */
  | 'proven'
  /** It was accepted with it and without it: it proves nothing. */
  | 'not-enforced'
  /** It was not tried, or no answer decided it. */
  | 'not-tried';

/** An access token with what it is bound to: issuer, resource and client (MCP 2026-07-28, Authorization Server Location). Secret. */
export interface Tokens {
  /** `VERSION`. */
  v: 1;
  /** The issuer, raw; empty for a credential that the person brought. */
  issuer: string;
  /** The identifier of the protected resource, raw. */
  resource: string;
  /** The MCP server's address, raw: the token goes to its origin and nowhere else. */
  server: string;
  /** The client id; empty for a credential that the person brought. */
  clientId: string;
  /** `Bearer`, `DPoP`, `Basic`, or `Header` for a credential in a header of its own. */
  tokenType: string;
  /** The name of that header. */
  header?: string | undefined;
  /** The scopes granted, separated by spaces; empty where the server decided without a word. */
  scope: string;
  /** The scopes asked for: a step-up asks for these and more (MCP 2026-07-28, Step-Up Authorization Flow). */
  requestedScope: string;
  /** The token. */
  accessToken: string;
  /** The refresh token, if one was issued. */
  refreshToken?: string | undefined;
  /** In ms since the epoch; nothing where the server did not say. */
  expiresAt: number | null;
  /** In ms since the epoch. */
  issuedAt: number;
  /** The key that the token is bound to (RFC 9449); the key itself stays in the store. */
  keyId?: string | undefined;
  /** Names the sign-in that these tokens go back to. */
  signIn?: string | undefined;
  /** How often they were renewed since: tells which of two is newer, whatever the clock did meanwhile. */
  renewals: number;
  /** Where the token is renewed. */
  tokenEndpoint?: string | undefined;
  /** Whether `resource` is sent when it is renewed. */
  omitResource?: boolean | undefined;
}

/** The host as it describes itself. Everything may be left out: then advice is for a desktop app with this package's own ports. */
export interface HostInfo {
  /** What kind of program. */
  kind?: HostKind | undefined;
  /** The redirect URI that it will use, raw; wins over anything planned. */
  redirectUri?: string | undefined;
  /** Its loopback ports, in the order in which it tries them; empty for this package's own. 0 stands for a random one. */
  ports?: number[] | undefined;
  /** Identity of an extension: `publisher.name` of VS Code, the 32 letters of Chrome, the host part of Firefox. */
  extensionId?: string | undefined;
  /** Address of the https page where the browser comes back, for hosts that have one. */
  redirectPage?: string | undefined;
  /** Address of its client ID metadata document. */
  clientMetadataUrl?: string | undefined;
}

/** Kinds of programs, told apart by where a browser can be sent back to. */
export type HostKind =
  /** An extension in VS Code on the desktop. */
  | 'vscode-desktop'
  /** An extension in VS Code in the browser, such as vscode.dev. */
  | 'vscode-web'
  /** A Chrome extension. */
  | 'chrome-extension'
  /** A Firefox extension. */
  | 'firefox-extension'
  /** A Node program, a command line or a desktop app. */
  | 'desktop'
  /** A web page. */
  | 'page';

/** The plan. Strings are raw: register exactly these characters. */
export interface RedirectPlan {
  /** The provider it was made for; nothing where it isn't known: then every character has to match. */
  provider: string | null;
  /** Register these, the best first. */
  register: PlannedRedirect[];
  /** These can't work. */
  cannot: PlannedRedirect[];
  /**
   * `application_type` of a registration that has the first of them: `native` for loopback and private-use schemes, else `web`
   * (OpenID Connect Registration §2). Kinds can't be mixed in one registration.
   */
  applicationType: 'native' | 'web';
  /** What to know before clicking. */
  notes: string[];
}

/** One redirect URI. */
export interface PlannedRedirect {
  /** The URI, or a pattern with `<…>` where a part isn't known. */
  uri: string;
  /** What the sign-in sends, where that differs: the port, which this provider leaves free if none is registered. */
  send?: string | undefined;
  /** Why. */
  why: string;
}

/** What the document says. */
export interface ClientMetadataWanted {
  /** The address where it will stand; it is the client id. */
  url: string;
  /** Name that people see on the consent page. */
  clientName: string;
  /** Redirect URIs, raw. */
  redirectUris: string[];
  /** Home page of the client. */
  clientUri?: string | undefined;
  /** Scopes, separated by spaces. */
  scope?: string | undefined;
  /** Where its public keys are, for `private_key_jwt`; nothing for a public client. */
  jwksUri?: string | undefined;
  /** The public keys themselves, a key set (RFC 7517 §5), instead of where they are. */
  jwks?: unknown | undefined;
}

/** The document and what to do with it. */
export interface ClientMetadataMade {
  /** The text to host, byte for byte. */
  document: string;
  /** What to host where. */
  steps: string[];
  /** What is legal and still worth knowing. */
  warnings: string[];
}

/** One thing about a document. */
export interface ClientMetadataFlaw {
  /** Header or member. */
  member: string;
  /** What is wrong, with the value. */
  what: string;
  /** Whether an authorization server refuses it for that. */
  fatal: boolean;
}

