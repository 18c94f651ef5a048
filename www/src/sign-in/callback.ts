// The page that the authorization server sends the browser back to. The address with the code is taken out of the address bar and the
// history before anything else; then it is handed to the page that waits, or taken along to the main page in this tab.
import { handBack } from 'mcp-auth-doctor/page';
import { RETURNED } from './returned.js';

const url = location.href;
history.replaceState(null, '', location.pathname);

async function goOn(): Promise<void> {
  if (await handBack(url)) {
    say('The answer has arrived', 'You can go back to the page where you began: it says how the sign-in ended. Close this window.');
    return;
  }
  sessionStorage.setItem(RETURNED, url);
  location.replace('./');
}

function say(title: string, detail: string): void {
  const [heading, text] = [document.getElementById('title'), document.getElementById('detail')];
  if (heading) heading.textContent = title;
  if (text) text.textContent = detail;
}

if (new URL(url).search || new URL(url).hash) {
  void goOn();
} else {
  addEventListener('DOMContentLoaded', () => say('Nothing came back', 'This page is where an authorization server sends the browser. It was opened without an answer.'));
}
