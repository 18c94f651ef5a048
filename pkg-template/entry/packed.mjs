// node packed.mjs HALF FILE prints the file as entry/node.mjs unpacks it: `first` as it is, `rest` compressed.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const [half, file] = process.argv.slice(2);
const bytes = readFileSync(file);
process.stdout.write((half === 'rest' ? brotliCompressSync(bytes) : bytes).toString('base64'));
