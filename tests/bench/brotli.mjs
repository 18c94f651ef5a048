import { brotliCompressSync, constants } from 'node:zlib';

/** The bytes that are left of `bytes`, as a server would send them. */
export const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
