// The frame of every page: head, contents, search.
import { escape } from './text.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const CONTENTS = [
  ['messages/', 'Error messages'],
  ['rules/', 'Rules'],
  ['hosts/', 'Hosts'],
  ['api/', 'API'],
  ['cli/', 'Command line'],
  ['architecture/', 'Architecture'],
  ['host/', 'Hosting'],
];

/** A page as HTML. Its own links are relative, so that the folder can stand anywhere. */
export function layout({ path, title, body, description = '' }, api) {
  const up = '../'.repeat(path.split('/').length - 1) || './';
  const current = (address) => (path.startsWith(address) ? ' aria-current="true"' : '');
  const contents = CONTENTS.filter(([address]) => api || address !== 'api/').map(([address, name]) => `<li><a href="${up}${address}"${current(address)}>${name}</a></li>`).join('\n      ');
  return `<!doctype html>
<html lang="en" data-docs="${up}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title.replaceAll('`', ''))} · mcp-auth-doctor</title>
<meta name="description" content="${escape((description || `${title}: documentation of mcp-auth-doctor, which finds out why signing in to an MCP server fails.`).replaceAll('`', ''))}">
<meta property="og:title" content="${escape(title.replaceAll('`', ''))}">
<meta property="og:type" content="article">
<link rel="icon" href="${up}../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${up}../style.css">
<link rel="stylesheet" href="${up}docs.css">
<script type="module" src="${up}docs.js"></script>
</head>
<body class="docs">
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead">
  <a class="brand" href="${up}../"><img src="${up}../icon.svg" alt="" width="28" height="28"><span>mcp-auth-doctor</span></a>
  <nav aria-label="Pages"><a href="${up}../">Diagnose a server</a><a href="${up}"${path === '' ? ' aria-current="page"' : ''}>Docs</a></nav>
</header>
<div class="columns">
  <nav class="contents" aria-label="Contents">
    <form id="search" role="search" hidden><label class="visually-hidden" for="query">Search the docs</label><input id="query" type="search" placeholder="Search" autocomplete="off" spellcheck="false"></form>
    <ul>
      ${contents}
    </ul>
  </nav>
  <main id="content" tabindex="-1">
    <section id="found" aria-live="polite" hidden></section>
    <article>
    <h1>${escape(title).replace(/`([^`]+)`/g, '<code>$1</code>')}</h1>
${body}
    </article>
  </main>
</div>
</body>
</html>
`;
}
