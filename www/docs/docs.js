// Search over the titles and texts of all pages, in the browser.
const up = document.documentElement.dataset.docs;
const form = document.getElementById('search');
const query = document.getElementById('query');
const found = document.getElementById('found');
const MOST = 30;
let pages;

form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
query.addEventListener('input', async () => {
  pages ??= fetch(`${up}search.json`).then((answer) => answer.json());
  show(await pages);
});

/** The pages that have every word, those with all of them in the title first. */
function show(all) {
  const words = plain(query.value).split(' ').filter(Boolean);
  found.hidden = words.length === 0;
  if (words.length === 0) return;
  const scored = all.map((page) => ({ page, score: score(page, words) })).filter(({ score: points }) => points > 0);
  scored.sort((one, other) => other.score - one.score);
  const heading = document.createElement('h2');
  heading.textContent = scored.length === 0 ? 'Nothing found' : `${scored.length} ${scored.length === 1 ? 'page' : 'pages'}`;
  const list = document.createElement('ul');
  list.className = 'list';
  for (const { page } of scored.slice(0, MOST)) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = up + page.path;
    link.textContent = page.title.replaceAll('`', '');
    const kind = document.createElement('span');
    kind.className = 'hint';
    kind.textContent = ` ${page.kind}`;
    item.append(link, kind);
    list.append(item);
  }
  found.replaceChildren(heading, list);
}

function score({ title, path, text = '' }, words) {
  const [inTitle, inAll] = [plain(title), plain(`${title} ${path} ${text}`)];
  if (words.every((word) => inTitle.includes(word))) return 2;
  return words.every((word) => inAll.includes(word)) ? 1 : 0;
}

function plain(text) {
  return text.toLowerCase().replace(/[^a-z0-9_]+/g, ' ').trim();
}
