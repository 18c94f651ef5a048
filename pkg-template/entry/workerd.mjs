// For workerd, which compiles no wasm while it serves: the file is imported as a compiled module.
import { provideModule, provideTexts } from 'core:glue';
import texts from 'core:texts';
import module from './core.wasm';

provideModule(() => module);
provideTexts(() => JSON.parse(texts()));

export * from 'core:api';
