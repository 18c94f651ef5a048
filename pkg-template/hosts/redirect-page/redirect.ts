// The script of the redirect page: hands the browser's return to whoever waits for it, and sends nothing anywhere else.
import { handBack, stateOf } from '../page/hand-back.js';
import { isAllowed, onward, targetOf } from './target.js';

const element = (id: string) => document.getElementById(id) as HTMLElement;

async function start(): Promise<void> {
  const url = location.href;
  if (!stateOf(url)) return say('Nothing to see here', 'This page is where a sign-in comes back to.');
  const target = targetOf(stateOf(url));
  if (target !== undefined && URL.canParse(target)) return goOn(target, url);
  if (await handBack()) return say('Done', 'You can close this tab and go back to the application.');
  say('Go back to the application', 'This page does not know where it is.');
  byHand(url);
}

function goOn(target: string, url: string): void {
  const list = document.querySelector<HTMLMetaElement>('meta[name=mcp-auth-doctor-targets]')?.content ?? '';
  if (!isAllowed(target, list)) {
    say('This page does not know that application', `It is asked to hand the sign-in to ${new URL(target).origin}, which its owner did not list.`);
    return byHand(url);
  }
  const next = onward(target, location.search);
  element('link').setAttribute('href', next);
  element('onward').hidden = false;
  say('Going back to the application', 'If nothing happens, use the link.');
  location.assign(next);
}

function byHand(url: string): void {
  (element('address') as HTMLTextAreaElement).value = url;
  element('by-hand').hidden = false;
}

function say(title: string, text: string): void {
  element('title').textContent = title;
  element('text').textContent = text;
}

void start();
