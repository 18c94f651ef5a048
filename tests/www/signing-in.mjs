// What a person does on the page to sign in, in Chromium but for `proved`.
import { logInAndAllow } from '../servers/account.mjs';

/** Opens the window that the page offers, logs in there, and waits until the page is signed in. */
export async function signInByWindow(page) {
  const opening = page.waitForEvent('popup');
  await page.click('#leave');
  await logInAndAllow(await opening);
  await page.locator('#signed-in').waitFor();
}

/** The card of an action, by its title. */
export function cardOf(page, title) {
  return page.locator('.card').filter({ has: page.locator('summary', { hasText: title }) }).first();
}

/** Unfolds it. */
export async function openCard(card) {
  if ((await card.getAttribute('open')) === null) await card.locator('summary').click();
}

/** Calls the server with the token, and waits for the report of that call: another one may stand there before. In both browsers. */
export async function proved(page) {
  await page.click('#prove');
  await page.waitForFunction(() => /tools\/list/.test(document.querySelector('.exchanges')?.textContent ?? ''));
}
