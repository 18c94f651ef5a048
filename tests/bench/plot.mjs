// Three small bar charts in one SVG.
const width = 720;
const bar = 22;
const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function plot({ size, starts, trips }) {
  const charts = [
    { title: 'Import and first sign-in up to the URL, ms of CPU', rows: starts.filter(({ platform }) => platform === 'node').map((row) => [row.id, row.cpu]) },
    { title: 'A bundle for it, KB brotli', rows: [size.entries[0], ...size.peers].map((row) => [row.id, row.brotli / 1000]) },
    { title: 'Round trips to the token', rows: trips.map((row) => [row.id, row.toToken]) },
  ];
  let top = 10;
  const parts = charts.map(({ title, rows }) => {
    const most = Math.max(...rows.map(([, value]) => value));
    const lines = rows.map(([id, value], at) => {
      const y = top + 30 + at * bar;
      const colour = id.startsWith('mcp-auth-doctor') ? '#0b6e4f' : '#9aa5b1';
      return `<text x="0" y="${y + 13}">${escape(id)}</text><rect x="250" y="${y + 2}" width="${Math.max(1, (value / most) * 400).toFixed(1)}" height="15" fill="${colour}"/><text x="${258 + (value / most) * 400}" y="${y + 13}">${Number.isInteger(value) ? value : value.toFixed(1)}</text>`;
    });
    const chart = `<text x="0" y="${top + 16}" font-weight="600">${title}</text>${lines.join('')}`;
    top += 50 + rows.length * bar;
    return chart;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><g transform="translate(10 0)">${parts.join('')}</g></svg>\n`;
}
