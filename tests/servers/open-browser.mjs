#!/usr/bin/env node
// The scripted browser as a command, for the environment variable BROWSER: open-browser.mjs URL.
// ANSWER=deny says no on the consent page; PASSWORD is another password than the right one.
import { ACCOUNT } from './account.mjs';
import { browse } from './browser.mjs';

await browse(process.argv[2], {
  answer: process.env.ANSWER ?? 'allow',
  account: { ...ACCOUNT, password: process.env.PASSWORD ?? ACCOUNT.password },
});
