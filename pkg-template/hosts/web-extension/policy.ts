import { AuthDoctorError } from 'mcp-auth-doctor';

/** What a manifest needs for WebAssembly to run in its pages and its background. */
export const CONTENT_SECURITY_POLICY = { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" };

/**
 * Runs what uses the core, and says what to add to the manifest where its policy forbids WebAssembly.
 *
 * @throws {AuthDoctorError} `wasm-blocked`
 */
export async function explainMissingPolicy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError) && !/wasm|WebAssembly/.test(String((error as Error)?.message))) throw error;
    throw new AuthDoctorError(
      'wasm-blocked',
      `This extension's content security policy forbids WebAssembly. Add to manifest.json: "content_security_policy": ${JSON.stringify(CONTENT_SECURITY_POLICY)}`,
      { cause: error },
    );
  }
}
