/** The one account of the authorization server: what its login page accepts. */
export const ACCOUNT = { login: 'alice', password: 'wonderland' };

/** Logs in and allows access, on the page where the sign-in went. The page may close at the end. */
export async function logInAndAllow(page) {
  await page.fill('input[name=login]', ACCOUNT.login);
  await page.fill('input[name=password]', ACCOUNT.password);
  await page.click('button[value=login]');
  await page.click('button[value=allow]', { noWaitAfter: true });
}
