// What a person does on the page in Firefox, and what is read there.

/** Puts a text into the box, and waits for the report. Gives the verdict's badge and its sentence. */
export async function findOut(page, text) {
  await page.locator('#given').fill(text);
  await page.locator('#start').click();
  return verdict(page);
}

/** The verdict that is shown. */
export async function verdict(page) {
  await page.waitForSelector('#result .verdict');
  return { badge: await textOf(page, '#result .verdict .badge'), sentence: await textOf(page, '#result .verdict h2') };
}

/** The text of the first element that a selector finds. */
export function textOf(page, selector) {
  return page.$eval(selector, ({ textContent }) => textContent.trim());
}

/** The texts of all of them. */
export function textsOf(page, selector) {
  return page.$$eval(selector, (all) => all.map(({ textContent }) => textContent.trim()));
}
