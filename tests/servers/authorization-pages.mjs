// The pages of the authorization server: a login form and a consent form, as a person meets them.

/**
 * @param {{ action: string, account?: string, failed?: boolean }} values
 * @returns {string} HTML with one form: `login`, `password`
 */
export function loginPage({ action, account = '', failed = false }) {
  return page(
    'Log in',
    `<h1>Log in</h1>
${failed ? '<p role="alert">Wrong name or password.</p>' : ''}
<form method="post" action="${escape(action)}">
  <label>Name <input name="login" autocomplete="username" required value="${escape(account)}"></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button type="submit" name="answer" value="login">Log in</button>
</form>`,
  );
}

/**
 * @param {{ action: string, client: string, scopes: string[], redirectUri?: string }} values
 * @returns {string} HTML with one form and two buttons: `answer=allow`, `answer=deny`
 */
export function consentPage({ action, client, scopes, redirectUri }) {
  return page(
    'Allow access',
    `<h1>Allow access</h1>
<p><strong>${escape(client)}</strong> asks for:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
${redirectUri ? `<p>You will be sent to <code>${escape(redirectUri)}</code>.</p>` : ''}
<form method="post" action="${escape(action)}">
  <button type="submit" name="answer" value="allow">Allow</button>
  <button type="submit" name="answer" value="deny">Deny</button>
</form>`,
  );
}

/** The pages of the device flow (RFC 8628): enter the code, confirm it, done. The provider makes the forms. */
export const devicePages = {
  userCodeInputSource(context, form) {
    context.body = page('Enter the code', `<h1>Enter the code</h1>${form}<button type="submit" form="op.deviceInputForm">Continue</button>`);
  },
  userCodeConfirmSource(context, form, client, _device, userCode) {
    context.body = page(
      'Confirm the device',
      `<h1>${escape(client.clientName ?? client.clientId)}</h1><p>${escape(userCode)}</p>${form}<button type="submit" form="op.deviceConfirmForm">Continue</button>`,
    );
  },
  successSource(context) {
    context.body = page('Signed in', '<h1>Signed in</h1><p>Go back to your device.</p>');
  },
};

/**
 * @param {string} title
 * @param {string} body HTML
 */
export function page(title, body) {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:1rem/1.5 system-ui;max-width:28rem;margin:4rem auto}label{display:block;margin:.5rem 0}</style>
</head><body>${body}</body></html>`;
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
