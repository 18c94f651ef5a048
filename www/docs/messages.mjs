// A page for each error message that clients and providers are known to show: what it means, its causes in order, how to tell them apart.
import { escape, prose } from './text.mjs';

/** @returns {{ list: { slug: string, title: string, causes: string[] }[], pages: { path: string, title: string, kind: string, body: string, text?: string }[] }} */
export function messagePages(messages, rules, doctor) {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const taken = new Set();
  const list = messages
    .map((message) => ({ ...message, causes: message.causes.filter((id) => byId.has(id)) }))
    .filter(({ says, causes }) => says[0] && causes.length > 0)
    .map((message) => ({ ...message, title: titleOf(message.says), slug: slugOf(message.says[0], taken) }));
  const origins = new Map();
  for (const message of list) origins.set(message.who, [...(origins.get(message.who) ?? []), message]);
  return { list, pages: [contents(origins), ...list.map((message) => page(message, byId, doctor))] };
}

function contents(origins) {
  const parts = [...origins].map(
    ([who, messages]) => `<section><h2>${escape(who)}</h2><ul class="list">${messages.map(({ slug, title }) => `<li><a href="${slug}/">${escape(title)}</a></li>`).join('\n')}</ul></section>`,
  );
  return { path: 'messages/', title: 'Error messages', kind: 'contents', body: `<p class="lead">What clients and authorization servers say when signing in fails. Search for a part of the sentence you were shown.</p>\n${parts.join('\n')}` };
}

function page({ slug, title, says, who, source, causes }, byId, doctor) {
  const report = doctor.analyze({ symptom: says[0].replaceAll(' … ', ' '), exchanges: [] });
  const apart = new Map(report.candidates.map(({ finding, tellApart }) => [finding.rule, tellApart]));
  const items = causes.map((id) => {
    const rule = byId.get(id);
    const how = apart.get(id);
    return `<li><h3><a href="../../rules/${id}/">${prose(rule.title)}</a></h3><p>${prose(rule.why)}</p><p><strong>Fix:</strong> ${prose(rule.fix)}</p>${how ? `<p><strong>How to tell:</strong> ${prose(how)}</p>` : ''}</li>`;
  });
  const others = says.filter((one) => one !== title && titleOf([one]) !== title);
  const body = [
    `<p class="lead">Shown by ${escape(who)}.${causes.length > 1 ? ` ${causes.length} causes are known, the most likely first.` : ''}</p>`,
    others.length > 0 ? `<p>Also as: ${others.map((one) => `“${escape(one)}”`).join(', ')}</p>` : '',
    `<h2 id="causes">${causes.length > 1 ? 'Causes' : 'Cause'}</h2><ol class="causes">${items.join('\n')}</ol>`,
    `<p><a href="../../../">Diagnose your server</a> to see which it is: enter its address, or paste the whole message.</p>`,
    source.startsWith('https://') ? `<p class="hint"><a href="${escape(source)}" rel="noreferrer noopener">Source of this wording</a></p>` : '',
  ];
  return { path: `messages/${slug}/`, title: `“${title}”`, kind: 'message', text: others.join(' ').slice(0, 200), body: body.filter(Boolean).join('\n') };
}

/** The names that messages spell with capitals; the table of wordings is in lower case. */
const NAMES = [
  [/\baadsts(\d+)/g, 'AADSTS$1'],
  [/\bwww authenticate\b/g, 'WWW-Authenticate'],
  [/\boauth\b/g, 'OAuth'],
  [/\b(api|cimd|cors|csrf|dcr|dns|http|https|json|jwt|mcp|pkce|sdk|tls|uri|url)\b/g, (name) => name.toUpperCase()],
  [/\b(urls|uris)\b/g, (name) => `${name.slice(0, 3).toUpperCase()}s`],
];

/** The first wording that is a sentence (three words, no gap), else the one with the most words. */
function titleOf(says) {
  const words = (text) => text.split(' ').length;
  const whole = says.filter((text) => !text.includes('…') && text.length <= 70);
  const [most] = [...(whole.length > 0 ? whole : says)].sort((one, other) => words(other) - words(one));
  const best = whole.find((text) => words(text) >= 3) ?? most;
  const named = NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), best);
  return /^[a-z]+ /.test(named) ? named.charAt(0).toUpperCase() + named.slice(1) : named;
}

/** Words of the message, short enough for an address; a number where two begin alike. */
function slugOf(text, taken) {
  const stem = text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 70).replace(/-$/, '') || 'message';
  let slug = stem;
  for (let number = 2; taken.has(slug); number += 1) slug = `${stem}-${number}`;
  taken.add(slug);
  return slug;
}
