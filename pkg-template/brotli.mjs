// Prints a file by brotli in base64: node pkg-template/brotli.mjs FILE QUALITY
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const [file, quality] = process.argv.slice(2);
const bytes = readFileSync(file);
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
process.stdout.write(brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: Number(quality), [BROTLI_PARAM_SIZE_HINT]: bytes.length } }).toString('base64'));
