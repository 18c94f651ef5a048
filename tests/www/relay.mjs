// Asks the relay of a served page, as the page does or as somebody else would.
import http from 'node:http';

/** Sends an order with all that the page's own request has; `headers` replace some of it, `undefined` leaves one out. */
export async function relayBy(page, { signal, ...order }, headers = {}) {
  const all = { Origin: page.origin, 'X-Relay-Token': page.token, 'Content-Type': 'application/json', ...headers };
  const answer = await sendTo(page, { path: '/relay', method: 'POST', headers: all, body: JSON.stringify({ method: 'GET', headers: [], ...order }), signal });
  return { ...answer, body: JSON.parse(answer.text) };
}

/** By `http`, which lets a test say `Host` and `Origin` as an attacker's tool would. */
export function sendTo(page, { path, method, headers = {}, body, signal }) {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: new URL(page.origin).port, path, method, headers: given, signal }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, headers: response.headers, text });
    });
    request.on('error', reject);
    request.end(body);
  });
}
