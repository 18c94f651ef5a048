// What users import. Each export of the wasm modules as a function whose flow is driven, whose stop has its report, and whose errors are
// `AuthDoctorError`s.
import * as core from 'core:sign-in';
import { authenticated } from './authenticated-fetch.ts';
import type { Running } from './core.ts';
import { here, loaded, memoryOfDiagnosis } from './diagnosis.ts';
import { drive } from './drive.ts';
import { guarded, requireKnown, type Options } from './errors.ts';
import { meansOf } from './means.ts';
import { member } from './member.ts';
import * as names from './options.ts';
import { outcomeOf, reported } from './reported.ts';

export { AuthDoctorError } from './errors.ts';
export { memoryStore } from './memory-store.ts';

type Any = (...args: never[]) => unknown;

/** A function that runs a flow of the sign-in; the options are its last parameter. */
function flow(call: (...args: never[]) => Running, known: string, ...more: Options[]): Any {
  const place = call.length - 1;
  return guarded(async (...args: unknown[]) => {
    requireKnown(args, [[place, known], ...more]);
    await core.ready();
    return signedIn(call(...(args as never[])), args[place]);
  });
}

async function signedIn(running: Running, options: unknown): Promise<unknown> {
  return reported(await drive(core, running, meansOf(options)), options);
}

/** A function that returns at once. */
function piece<A extends unknown[], R>(call: (...args: A) => R, ...options: Options[]): (...args: A) => R {
  return guarded((...args: A) => {
    requireKnown(args, options);
    return call(...args);
  });
}

/** A function of the diagnosis that returns at once. */
function judging(name: string, ...options: Options[]): Any {
  return piece((...args: unknown[]) => (here(name) as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args), ...options);
}

/** A function of the diagnosis that asks a server. */
function asking(name: 'diagnose' | 'gatherEvidence'): Any {
  return guarded(async (server: unknown, options?: unknown) => {
    requireKnown([options], [[0, names.DIAGNOSE_OPTIONS]]);
    const diagnosis = await loaded();
    return drive(diagnosis, diagnosis[name](server, options), meansOf(options));
  });
}

/** What goes on may be given the options that it began with. */
const CONTINUE = /* @__PURE__ */ together(names.SIGN_IN_OPTIONS, names.CONTINUE_OPTIONS);

function together(...lists: string[]): string {
  return lists.join(' ');
}

export const abandonSignIn = /* @__PURE__ */ flow(core.abandonSignIn, CONTINUE);
export const beginSignIn = /* @__PURE__ */ flow(core.beginSignIn, names.SIGN_IN_OPTIONS);
export const clientCredentials = /* @__PURE__ */ flow(core.clientCredentials, names.SIGN_IN_OPTIONS);
export const completeSignIn = /* @__PURE__ */ flow(core.completeSignIn, CONTINUE);
export const deleteClient = /* @__PURE__ */ flow(core.deleteClient, names.DELETE_CLIENT_OPTIONS);
export const enterpriseManaged = /* @__PURE__ */ flow(core.enterpriseManaged, names.SIGN_IN_OPTIONS, [0, names.IDENTITY_PROVIDER]);
export const forgetTokens = /* @__PURE__ */ flow(core.forgetTokens, CONTINUE);
export const refresh = /* @__PURE__ */ flow(core.refresh, CONTINUE);
export const revoke = /* @__PURE__ */ flow(core.revoke, CONTINUE);
export const stepUp = /* @__PURE__ */ flow(core.stepUp, names.SIGN_IN_OPTIONS);
export const tokensInUse = /* @__PURE__ */ flow(core.tokensInUse, CONTINUE);
export const workloadIdentity = /* @__PURE__ */ flow(core.workloadIdentity, names.SIGN_IN_OPTIONS);

export const authorizationServerMetadataUrls = /* @__PURE__ */ guarded(core.authorizationServerMetadataUrls);
export const authorizationUrl = /* @__PURE__ */ piece(core.authorizationUrl, [1, names.AUTHORIZATION_REQUEST]);
export const canonicalResource = /* @__PURE__ */ guarded(core.canonicalResource);
export const createPkce = /* @__PURE__ */ guarded(core.createPkce);
export const parseChallenges = /* @__PURE__ */ guarded(core.parseChallenges);
export const pendingId = /* @__PURE__ */ guarded(core.pendingId);
export const readCallback = /* @__PURE__ */ guarded(core.readCallback);
export const readTokenResponse = /* @__PURE__ */ guarded(core.readTokenResponse);
export const resourceMetadataUrls = /* @__PURE__ */ guarded(core.resourceMetadataUrls);
export const selectScopes = /* @__PURE__ */ piece(core.selectScopes, [0, names.SCOPE_SOURCES]);
export const tokenRequest = /* @__PURE__ */ piece(core.tokenRequest, [1, names.TOKEN_REQUEST_OPTIONS]);
export const version = /* @__PURE__ */ guarded(core.version);

export const diagnose = /* @__PURE__ */ asking('diagnose');
export const gatherEvidence = /* @__PURE__ */ asking('gatherEvidence');

export const analyze = /* @__PURE__ */ judging('analyze', [1, names.ANALYZE_OPTIONS]);
export const applyPatch = /* @__PURE__ */ judging('applyPatch');
export const checkClientMetadata = /* @__PURE__ */ judging('checkClientMetadata');
export const clientMatrix = /* @__PURE__ */ judging('clientMatrix');
export const createClientMetadata = /* @__PURE__ */ judging('createClientMetadata', [0, names.CLIENT_METADATA_WANTED]);
export const directoryReadiness = /* @__PURE__ */ judging('directoryReadiness');
export const exitStatus = /* @__PURE__ */ judging('exitStatus');
export const explain = /* @__PURE__ */ judging('explain');
export const foreignToken = /* @__PURE__ */ judging('foreignToken');
export const patches = /* @__PURE__ */ judging('patches');
export const planRedirects = /* @__PURE__ */ judging('planRedirects', [0, names.HOST_INFO]);
export const readEvidence = /* @__PURE__ */ judging('readEvidence');
export const redactEvidence = /* @__PURE__ */ judging('redactEvidence');
export const renderReport = /* @__PURE__ */ judging('renderReport', [2, names.LAYOUT]);
export const revisionLens = /* @__PURE__ */ judging('revisionLens');
export const rules = /* @__PURE__ */ judging('rules');
export const toHar = /* @__PURE__ */ judging('toHar');

/** Loads the diagnosis, where it is a file of its own. */
export const loadDiagnosis = /* @__PURE__ */ guarded(async (): Promise<void> => {
  await loaded();
});

export const applyAction = /* @__PURE__ */ guarded(async (report: unknown, action: unknown, values: unknown, options: unknown) => {
  requireKnown([options], [[0, names.SIGN_IN_OPTIONS]]);
  const diagnosis = await loaded();
  await core.ready();
  const chosen = diagnosis.__applied(report, action, values, options);
  return signedIn(core.__goOn(chosen, options), options);
});

export const proveCredential = /* @__PURE__ */ guarded(async (server: unknown, credential: unknown, options?: unknown) => {
  requireKnown([options], [[0, CONTINUE]]);
  const diagnosis = await loaded();
  diagnosis.__requireOwn(server, credential, Boolean(member(options, 'confirmForeign')));
  await core.ready();
  return signedIn(core.__prove(server, credential, options), options);
});

export const authenticatedFetch = /* @__PURE__ */ piece(authenticated, [0, names.AUTHENTICATED_FETCH_OPTIONS]);

/** Discovery for hosts with a transport of their own. */
export class Discovery {
  readonly #discovery: InstanceType<typeof core.Discovery>;
  readonly #options: unknown;

  constructor(options: unknown) {
    this.#options = options;
    this.#discovery = guarded((given: unknown) => {
      requireKnown([given], [[0, names.SIGN_IN_OPTIONS]]);
      return new core.Discovery(given);
    })(options);
  }

  next(): unknown {
    return guarded(() => {
      const step = this.#discovery.next() as { kind: string };
      // The diagnosis has to be there: what is synchronous can't wait for it.
      return step.kind === 'stopped' ? outcomeOf(here('Discovery.next'), step, this.#options) : step;
    })();
  }

  receive(exchanges: unknown): void {
    guarded(() => this.#discovery.receive(exchanges))();
  }

  free(): void {
    this.#discovery.free();
  }
}

/** Bytes of memory that the running modules hold. */
export function memoryBytes(): number {
  return core.memoryBytes() + memoryOfDiagnosis();
}
