// For Node, and for bundles that are made for it: the wasm is in the file, and what the first calls don't need is compressed.
import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import { compile, provideModule, provideTexts } from 'core:glue';
import first from 'core:first';
import rest from 'core:rest';
import texts from 'core:texts';

/** Loaded when it is needed, because zlib takes as long to load as the first half to compile; of the path only the form matters. */
const zlib = () => createRequire('file:///C:/')('node:zlib');

provideModule(() => compile(Buffer.from(first, 'base64')), () => compile(zlib().brotliDecompressSync(Buffer.from(rest(), 'base64'))));
provideTexts(() => JSON.parse(texts()));

export * from 'core:api';
