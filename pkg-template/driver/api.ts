// What users import. Each export of the wasm modules as a function whose flow is driven, whose stop has its report, and whose errors are
// `AuthDoctorError`s.
import * as core from 'core:sign-in';
import { authenticated } from './authenticated-fetch.ts';
import type { Running } from './core.ts';
import { here, loaded, memoryOfDiagnosis } from './diagnosis.ts';
import { drive } from './drive.ts';
import { guarded } from './errors.ts';
import { meansOf } from './means.ts';
import { member } from './member.ts';
import { outcomeOf, reported } from './reported.ts';

export { AuthDoctorError } from './errors.ts';
export { memoryStore } from './memory-store.ts';

type Any = (...args: never[]) => unknown;

/** A function that runs a flow of the sign-in; the options are its last parameter. */
function flow(call: (...args: never[]) => Running): Any {
  const place = call.length - 1;
  return guarded(async (...args: unknown[]) => {
    await core.ready();
    return signedIn(call(...(args as never[])), args[place]);
  });
}

async function signedIn(running: Running, options: unknown): Promise<unknown> {
  return reported(await drive(core, running, meansOf(options)), options);
}

/** A function of the diagnosis that returns at once. */
function judging(name: string): Any {
  return guarded((...args: unknown[]) => (here(name) as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args));
}

/** A function of the diagnosis that asks a server. */
function asking(name: 'diagnose' | 'gatherEvidence'): Any {
  return guarded(async (server: unknown, options?: unknown) => {
    const diagnosis = await loaded();
    return drive(diagnosis, diagnosis[name](server, options), meansOf(options));
  });
}

export const abandonSignIn = /* @__PURE__ */ flow(core.abandonSignIn);
export const beginSignIn = /* @__PURE__ */ flow(core.beginSignIn);
export const clientCredentials = /* @__PURE__ */ flow(core.clientCredentials);
export const completeSignIn = /* @__PURE__ */ flow(core.completeSignIn);
export const deleteClient = /* @__PURE__ */ flow(core.deleteClient);
export const enterpriseManaged = /* @__PURE__ */ flow(core.enterpriseManaged);
export const forgetTokens = /* @__PURE__ */ flow(core.forgetTokens);
export const refresh = /* @__PURE__ */ flow(core.refresh);
export const revoke = /* @__PURE__ */ flow(core.revoke);
export const stepUp = /* @__PURE__ */ flow(core.stepUp);
export const tokensInUse = /* @__PURE__ */ flow(core.tokensInUse);
export const workloadIdentity = /* @__PURE__ */ flow(core.workloadIdentity);

export const authorizationServerMetadataUrls = /* @__PURE__ */ guarded(core.authorizationServerMetadataUrls);
export const authorizationUrl = /* @__PURE__ */ guarded(core.authorizationUrl);
export const canonicalResource = /* @__PURE__ */ guarded(core.canonicalResource);
export const createPkce = /* @__PURE__ */ guarded(core.createPkce);
export const parseChallenges = /* @__PURE__ */ guarded(core.parseChallenges);
export const pendingId = /* @__PURE__ */ guarded(core.pendingId);
export const readCallback = /* @__PURE__ */ guarded(core.readCallback);
export const readTokenResponse = /* @__PURE__ */ guarded(core.readTokenResponse);
export const resourceMetadataUrls = /* @__PURE__ */ guarded(core.resourceMetadataUrls);
export const selectScopes = /* @__PURE__ */ guarded(core.selectScopes);
export const tokenRequest = /* @__PURE__ */ guarded(core.tokenRequest);
export const version = /* @__PURE__ */ guarded(core.version);

export const diagnose = /* @__PURE__ */ asking('diagnose');
export const gatherEvidence = /* @__PURE__ */ asking('gatherEvidence');

export const analyze = /* @__PURE__ */ judging('analyze');
export const applyPatch = /* @__PURE__ */ judging('applyPatch');
export const checkClientMetadata = /* @__PURE__ */ judging('checkClientMetadata');
export const clientMatrix = /* @__PURE__ */ judging('clientMatrix');
export const createClientMetadata = /* @__PURE__ */ judging('createClientMetadata');
export const directoryReadiness = /* @__PURE__ */ judging('directoryReadiness');
export const exitStatus = /* @__PURE__ */ judging('exitStatus');
export const explain = /* @__PURE__ */ judging('explain');
export const foreignToken = /* @__PURE__ */ judging('foreignToken');
export const patches = /* @__PURE__ */ judging('patches');
export const planRedirects = /* @__PURE__ */ judging('planRedirects');
export const readEvidence = /* @__PURE__ */ judging('readEvidence');
export const redactEvidence = /* @__PURE__ */ judging('redactEvidence');
export const renderReport = /* @__PURE__ */ judging('renderReport');
export const revisionLens = /* @__PURE__ */ judging('revisionLens');
export const rules = /* @__PURE__ */ judging('rules');
export const toHar = /* @__PURE__ */ judging('toHar');

/** Loads the diagnosis, where it is a file of its own. */
export const loadDiagnosis = /* @__PURE__ */ guarded(async (): Promise<void> => {
  await loaded();
});

export const applyAction = /* @__PURE__ */ guarded(async (report: unknown, action: unknown, values: unknown, options: unknown) => {
  const diagnosis = await loaded();
  await core.ready();
  const chosen = diagnosis.__applied(report, action, values, options);
  return signedIn(core.__goOn(chosen, options), options);
});

export const proveCredential = /* @__PURE__ */ guarded(async (server: unknown, credential: unknown, options?: unknown) => {
  const diagnosis = await loaded();
  diagnosis.__requireOwn(server, credential, Boolean(member(options, 'confirmForeign')));
  await core.ready();
  return signedIn(core.__prove(server, credential, options), options);
});

export const authenticatedFetch = /* @__PURE__ */ guarded(authenticated);

/** Discovery for hosts with a transport of their own. */
export class Discovery {
  readonly #discovery: InstanceType<typeof core.Discovery>;
  readonly #options: unknown;

  constructor(options: unknown) {
    this.#options = options;
    this.#discovery = guarded(() => new core.Discovery(options))();
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
