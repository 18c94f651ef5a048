#!/usr/bin/env node
// The person with the browser, for peers in other languages: browse.mjs URL prints the address at which the browser came back.
import { browse } from '../servers/browser.mjs';

const url = new URL(process.argv[2]);
const { url: end, text } = await browse(url.href, { stopAt: url.searchParams.get('redirect_uri') ?? undefined });
if (!end.startsWith(url.searchParams.get('redirect_uri') ?? '\0')) throw new Error(`the browser stays at ${end}: ${text.replace(/<[^>]*>/g, ' ').trim().slice(0, 200)}`);
process.stdout.write(end);
