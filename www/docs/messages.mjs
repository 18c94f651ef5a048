// A page for each error message that clients and providers are known to show: what it means, its causes in order, how to tell them apart.
import { escape, prose } from './text.mjs';

/** @returns {{ list: { slug: string, title: string, causes: string[] }[], pages: { path: string, title: string, kind: string, body: string, text?: string }[] }} */
export function messagePages(messages, rules, doctor) {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const taken = new Set();
  const list = messages
    .map((message) => ({ ...message, causes: message.causes.filter((id) => byId.has(id)) }))
    .filter(({ causes }) => causes.length > 0)
    .map((message) => ({ ...message, slug: slugOf(message.title, taken) }));
  const origins = new Map();
  for (const message of list) {
    const heading = TOPICS.get(topicOf(message.who))?.heading ?? message.who;
    origins.set(heading, [...(origins.get(heading) ?? []), message]);
  }
  return { list, pages: [contents(origins), ...list.map((message) => page(message, byId, doctor))] };
}

function contents(origins) {
  const parts = [...origins].map(
    ([who, messages]) => `<section><h2>${escape(who)}</h2><ul class="list">${messages.map(({ slug, title }) => `<li><a href="${slug}/">${escape(title)}</a></li>`).join('\n')}</ul></section>`,
  );
  return { path: 'messages/', title: 'Error messages', kind: 'contents', body: `<p class="lead">What clients and authorization servers say when signing in fails. Search for a part of the sentence you were shown.</p>\n${parts.join('\n')}` };
}

function page({ slug, title, says, who, source, causes }, byId, doctor) {
  const report = doctor.analyze({ symptom: title, exchanges: [] });
  const apart = new Map(report.candidates.map(({ finding, tellApart }) => [finding.rule, tellApart]));
  const items = causes.map((id) => {
    const rule = byId.get(id);
    const how = apart.get(id);
    return `<li><h3><a href="../../rules/${id}/">${prose(rule.title)}</a></h3><p>${prose(rule.why)}</p><p><strong>Fix:</strong> ${prose(rule.fix)}</p>${how ? `<p><strong>How to tell:</strong> ${prose(how)}</p>` : ''}</li>`;
  });
  const others = says.filter((one) => !title.toLowerCase().includes(one));
  // A wording with gaps is good to search by, and hard to read.
  const whole = others.filter((one) => !one.includes('…'));
  const body = [
    `<p class="lead">${escape(saidBy(who))}${causes.length > 1 ? ` ${causes.length} causes are known, the most likely first.` : ''}</p>`,
    whole.length > 0 ? `<p>Also found by the words ${whole.map((one) => `“${escape(one)}”`).join(', ')}</p>` : '',
    `<h2 id="causes">${causes.length > 1 ? 'Causes' : 'Cause'}</h2><ol class="causes">${items.join('\n')}</ol>`,
    `<p><a href="../../../">Diagnose your server</a> to see which it is: enter its address, or paste the whole message.</p>`,
    source.startsWith('https://') ? `<p class="hint"><a href="${escape(source)}" rel="noreferrer noopener">Source of this wording</a></p>` : '',
  ];
  return { path: `messages/${slug}/`, title: `“${title}”`, kind: 'message', text: others.join(' ').slice(0, 200), body: body.filter(Boolean).join('\n') };
}

/** Origins in the table that are no program: how they are headed, and who says it. */
const TOPICS = new Map([
  ['Special before general', { heading: 'Several clients and servers', says: 'Several clients and servers say this.' }],
  ['Plain words', { heading: 'In people’s own words', says: 'This is how people describe it.' }],
  ['Stored registrations', { heading: 'Stored registrations', says: 'This is how people describe it.' }],
  ['OAuth error codes', { heading: 'OAuth error codes', says: 'Authorization servers answer with this.' }],
  ['Tokens at the server', { heading: 'Tokens at the server', says: 'MCP servers answer with this.' }],
  ['Browsers', { heading: 'Browsers', says: 'Browsers show this.' }],
  ['Networks and TLS', { heading: 'Networks and TLS', says: 'Clients show this for a failed connection.' }],
]);

const topicOf = (who) => who.split(':')[0];
const saidBy = (who) => TOPICS.get(topicOf(who))?.says ?? `Shown by ${who}.`;

/** Words of the message, short enough for an address; a number where two begin alike. */
function slugOf(text, taken) {
  const stem = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 70).replace(/-$/, '') || 'message';
  let slug = stem;
  for (let number = 2; taken.has(slug); number += 1) slug = `${stem}-${number}`;
  taken.add(slug);
  return slug;
}
