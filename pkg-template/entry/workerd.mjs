// For workerd, which compiles no wasm while it serves: both files are imported as compiled modules.
import { provideModule } from 'core:sign-in';
import * as diagnosis from 'core:diagnosis';
import { provideDiagnosis } from '../driver/diagnosis.ts';
import diagnosisModule from './diagnosis.wasm';
import module from './sign-in.wasm';

provideModule(() => module);
diagnosis.provideModule(() => diagnosisModule);
provideDiagnosis(() => diagnosis);

export * from '../driver/api.ts';
