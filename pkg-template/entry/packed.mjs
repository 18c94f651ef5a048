// node packed.mjs base64|brotli FILE prints the file as entry/node.mjs unpacks it.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const [form, file] = process.argv.slice(2);
const bytes = readFileSync(file);
process.stdout.write((form === 'brotli' ? brotliCompressSync(bytes) : bytes).toString('base64'));
