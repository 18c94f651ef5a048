// A browser without a window: follows redirects, keeps cookies, fills the login and consent forms, delivers the callback.
import { parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';
import { ACCOUNT } from './account.mjs';

const MOST_STEPS = 20;

/**
 * Opens a page as a person would, and goes on until a page without a form to fill, or until `stopAt`.
 *
 * @param {string} url
 * @param {{ account?: { login: string, password: string }, answer?: 'allow' | 'deny', userCode?: string, stopAt?: string, jar?: CookieJar }} [options]
 *   `stopAt`: a URL that starts so is not opened but returned (a callback that the test delivers itself)
 * @returns {Promise<{ url: string, status: number | null, text: string, visited: string[], jar: CookieJar }>}
 */
export async function browse(url, { account = ACCOUNT, answer = 'allow', userCode, stopAt, jar = new CookieJar() } = {}) {
  const visited = [];
  let request = { url, method: 'GET' };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (stopAt && request.url.startsWith(stopAt)) return { url: request.url, status: null, text: '', visited, jar };
    visited.push(request.url);
    const response = await send(request, jar);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      request = { url: new URL(location, request.url).href, method: 'GET' };
      continue;
    }
    const text = await response.text();
    const next = fill(parse(text), request.url, { account, answer, userCode, attempted: visited });
    if (!next) return { url: request.url, status: response.status, text, visited, jar };
    request = next;
  }
  throw new Error(`still not at the end after ${MOST_STEPS} pages: ${visited.map((each) => new URL(each).pathname).join(' → ')}`);
}

/**
 * A browser in the form of a function that opens a URL and does not wait: what a host takes for the system browser.
 *
 * @param {Parameters<typeof browse>[1]} [options]
 * @returns {((url: string) => Promise<void>) & { pages: Promise<Awaited<ReturnType<typeof browse>>>[] }}
 *   `pages` has where each opened URL ended
 */
export function scriptedBrowser(options = {}) {
  const jar = new CookieJar();
  const pages = [];
  const open = async (url) => {
    const page = browse(url, { jar, ...options });
    page.catch(() => {});
    pages.push(page);
  };
  return Object.assign(open, { pages });
}

async function send({ url, method, body }, jar) {
  const cookie = await jar.getCookieString(url);
  const response = await fetch(url, { method, body, redirect: 'manual', headers: cookie ? { cookie } : {} });
  for (const each of response.headers.getSetCookie()) await jar.setCookie(each, url, { ignoreError: true });
  return response;
}

/** The request that submitting the page's form makes; nothing where there is no form, or where the form came back. */
function fill(document, url, { account, answer, userCode, attempted }) {
  const form = document.querySelector('form');
  if (!form || document.querySelector('[role=alert]')) return undefined;
  const values = new URLSearchParams();
  for (const input of form.querySelectorAll('input[name]')) values.set(input.getAttribute('name'), input.getAttribute('value') ?? '');
  if (values.has('login')) values.set('login', account.login);
  if (values.has('password')) values.set('password', account.password);
  if (values.has('user_code') && !values.get('user_code')) {
    if (!userCode || attempted.filter((each) => each === url).length > 1) return undefined;
    values.set('user_code', userCode);
  }
  if (form.querySelector(`button[name=answer][value=${answer}]`)) values.set('answer', answer);
  return { url: new URL(form.getAttribute('action') || url, url).href, method: 'POST', body: values };
}
