// A real Firefox over WebDriver BiDi, and what a person does in it on the pages of the authorization server.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { ACCOUNT } from '../servers/account.mjs';

const executablePath = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((each) => existsSync(each));

/** Why a test that needs it is left out, where it is not installed (Debian: firefox-esr). */
export const skip = executablePath ? false : 'no Firefox is installed';

/**
 * Starts it with a fresh profile.
 *
 * @param {Record<string, unknown>} [preferences] of about:config
 */
export function startFirefox(preferences = {}) {
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: preferences });
}

/** The page that opens next. */
export function opened(browser) {
  return new Promise((resolve) => browser.once('targetcreated', (target) => resolve(target.page())));
}

/** Logs in and allows access, on the page where the sign-in went. The page may close at the end. */
export async function logInAndAllow(page) {
  await page.waitForSelector('input[name=login]', { timeout: 30_000 });
  await page.type('input[name=login]', ACCOUNT.login);
  await page.type('input[name=password]', ACCOUNT.password);
  await page.click('button[value=login]');
  await page.waitForSelector('button[value=allow]', { timeout: 30_000 });
  await page.click('button[value=allow]').catch(() => {});
}
