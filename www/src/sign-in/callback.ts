// The page that the authorization server sends the browser back to. The address with the code is taken out of the address bar and the
// history before anything else; then it is handed to the page that waits, or taken along to the main page in this tab.
import { handBack } from 'mcp-auth-doctor/page';
import { RETURNED } from './returned.js';

const url = location.href;
history.replaceState(null, '', location.pathname);

async function goOn(): Promise<void> {
  if (await handBack(url)) {
    say('You can close this window', 'The page where you started shows the result.');
    return;
  }
  sessionStorage.setItem(RETURNED, url);
  location.replace('./');
}

/** The answer can come before the page is there to say it in. */
function say(title: string, detail: string): void {
  if (document.readyState === 'loading') return addEventListener('DOMContentLoaded', () => say(title, detail), { once: true });
  const [heading, text] = [document.getElementById('title'), document.getElementById('detail')];
  if (heading) heading.textContent = title;
  if (text) text.textContent = detail;
}

if (new URL(url).search || new URL(url).hash) {
  void goOn();
} else {
  say('Nothing to do here', 'Authorization servers send the browser to this page. It was opened without a response.');
}
