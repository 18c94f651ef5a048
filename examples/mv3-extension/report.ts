import type { Action, Field, Report } from 'mcp-auth-doctor';
import { requestAccess, type Choice } from 'mcp-auth-doctor/web-extension';

/** Shows a report, its actions as forms; the result is the one that the person sends. Texts of a report are foreign: they are never HTML. */
export function showReport(place: Element, report: Report): Promise<Choice> {
  const { cause } = report;
  return new Promise((resolve) => {
    place.replaceChildren(
      element('h2', cause?.title ?? `Sign-in: ${report.verdict}`),
      element('p', cause?.why ?? ''),
      element('p', cause?.fix ?? ''),
      ...report.actions.map((action) =>
        form(action, async (values) => {
          if (action.by === 'person') return navigator.clipboard.writeText(action.message);
          // The authorization server is known by now. Where access is withheld, what it shows to pages (CORS) has to do.
          await requestAccess(addresses(report)).catch(() => false);
          resolve({ report, action, values });
        }),
      ),
    );
  });
}

/** What was looked at: the server, and the authorization server where it got that far. */
function addresses(report: Report): string[] {
  return report.exchanges.map(({ request }) => request.url);
}

function form(action: Action, send: (values: Record<string, string>) => Promise<void>): HTMLFormElement {
  const made = element('form');
  made.append(element('h3', action.title), element('p', action.why), ...action.steps.map((step) => element('p', step)), ...action.fields.map(field));
  made.append(element('button', action.submit));
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = [...new FormData(made)].map(([name, value]) => [name, String(value)]).filter(([, value]) => value !== '');
    made.reset();
    void send(Object.fromEntries(values));
  });
  return made;
}

function field({ name, label, type, required, secret, value = '' }: Field): HTMLLabelElement {
  const input = element('input');
  const box = type === 'checkbox';
  Object.assign(input, { name, required, value: box ? 'true' : value, type: box ? 'checkbox' : secret ? 'password' : 'text', autocomplete: 'off' });
  const made = element('label', label);
  made.append(input);
  return made;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text = ''): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), { textContent: text });
}
