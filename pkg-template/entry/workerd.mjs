// For workerd, which compiles no wasm while it serves: the file is imported as a compiled module.
import { provideModule } from 'core:glue';
import module from './core.wasm';

provideModule(() => module);

export * from 'core:api';
