// What a person does on the page, in Chromium, to sign in.
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
