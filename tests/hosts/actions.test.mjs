// Every action of every rule's report, in each place that shows reports: what a program carries out goes on, what a person carries
// out is copied.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { startChromium } from './chromium.mjs';
import { packageDirectory, root } from './example.mjs';
import { become } from './stand-in/vscode.mjs';

const ofPackage = (name) => path.join(packageDirectory, name);

/** Bundles a source file of the project, with files in the place of what it imports by a bare name. */
async function bundled(contents, name, { instead, platform = 'node' }) {
  const outfile = path.join(root, `target/tests/hosts/actions-${name}-${process.pid}.mjs`);
  const plugin = {
    name: 'instead',
    setup: (bundle) => bundle.onResolve({ filter: /^(vscode|mcp-auth-doctor.*)$/ }, ({ path: wanted }) => ({ path: instead[wanted], external: platform === 'node' })),
  };
  await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, outfile, bundle: true, format: 'esm', platform, plugins: [plugin], logLevel: 'silent' });
  return outfile;
}

/** What a person fills in; each field has a value that its pattern accepts. */
const FILLED = {
  server: 'https://mcp.example.com/mcp',
  port: '41938',
  allow: 'true',
  redirectUri: 'http://127.0.0.1:41937/callback',
  clientId: 'https://client.example.com/client.json',
  header: 'X-API-Key',
};
const filled = ({ name }) => FILLED[name] ?? 'something';

let reports;
before(async () => {
  const { analyze, loadDiagnosis } = await import(pathToFileURL(ofPackage('index.mjs')).href);
  await loadDiagnosis();
  const { examples } = await import(pathToFileURL(ofPackage('examples.mjs')).href);
  const seen = new Set();
  const unseen = (report) => {
    const shape = JSON.stringify(report.actions.map(({ kind, by, fields }) => [kind, by, fields.map(({ name, required }) => [name, required])]));
    return !seen.has(shape) && seen.add(shape);
  };
  // Reports with the same actions and forms are shown alike.
  reports = Object.values(examples).flatMap(({ fails }) => fails.map((evidence) => analyze(evidence))).filter(unseen);
  const actions = reports.flatMap((report) => report.actions);
  for (const by of ['program', 'person']) assert.ok(actions.filter((action) => action.by === by).length > 50, by);
});

const count = (by) => reports.flatMap(({ actions }) => actions).filter((action) => action.by === by).length;

test('VS Code goes on with a program’s action, and copies a person’s', async () => {
  const standIn = pathToFileURL(path.join(root, 'tests/hosts/stand-in/vscode.mjs')).href;
  const file = await bundled("export { ReportPanels } from './pkg-template/hosts/vscode/report-panel.ts'", 'vscode', {
    instead: { vscode: standIn, 'mcp-auth-doctor': pathToFileURL(ofPackage('index.mjs')).href },
  });
  const { ReportPanels } = await import(pathToFileURL(file).href);
  const done = { program: 0, person: 0 };
  for (const report of reports) {
    for (const [index, action] of report.actions.entries()) {
      const desktop = become({ press: index, type: () => 'something', pick: ([first]) => first });
      const panels = new ReportPanels();
      const chosen = panels.choose(report);
      if (action.by === 'person') {
        await new Promise((resolve) => setTimeout(resolve, 2));
        assert.deepEqual(desktop.copied, [action.message]);
        panels.dispose();
        assert.equal(await chosen, undefined);
      } else {
        assert.equal((await chosen).action, action);
        assert.deepEqual(desktop.copied, []);
      }
      done[action.by] += 1;
    }
  }
  assert.deepEqual(done, { program: count('program'), person: count('person') });
});

test('the command line goes on with a program’s action, and says that another is a person’s', async () => {
  const file = await bundled("export { chooseAction } from './pkg-template/cli/choose.ts'", 'cli', {
    instead: { 'mcp-auth-doctor': pathToFileURL(ofPackage('index.mjs')).href },
  });
  const { chooseAction } = await import(pathToFileURL(file).href);
  const terminal = { stdin: {}, stdout: {}, stderr: {}, env: { VARIABLE: 'something' } };
  for (const report of reports) {
    for (const action of report.actions) {
      const open = action.fields.filter(({ secret }) => !secret).map((field) => `${field.name}=${filled(field)}`);
      const secret = action.fields.filter((field) => field.secret).map(({ name }) => `${name}=VARIABLE`);
      const choice = chooseAction(report, { action: action.kind, set: open, 'set-env': secret }, terminal);
      if (action.by === 'program') assert.equal((await choice).action, action);
      else await assert.rejects(choice, /is for a person to do elsewhere/);
    }
  }
});

test('the page and the browser extensions give a program’s action a form, and a person’s a text to copy', async (t) => {
  const permissions = path.join(root, 'target/tests/hosts/actions-permissions.mjs');
  await build({ stdin: { contents: 'export const requestAccess = async () => true;' }, outfile: permissions, logLevel: 'silent' });
  const script = await bundled(
    `import { actions } from './www/src/report/actions.ts';
    import { showReport } from './examples/mv3-extension/report.ts';
    import { showReport as showInPanel } from './extensions/browser/src/report.ts';
    Object.assign(globalThis, { actions, showReport, showInPanel });`,
    'page',
    { platform: 'browser', instead: { 'mcp-auth-doctor/web-extension': permissions, 'mcp-auth-doctor/slim': ofPackage('slim.mjs'), 'mcp-auth-doctor': ofPackage('slim.mjs') } },
  );
  const page = await (await startChromium(t)).newPage();
  await page.addScriptTag({ path: script, type: 'module' });
  await page.waitForFunction(() => 'showReport' in globalThis);
  const wrong = await page.evaluate(showAll, [reports, FILLED]);
  assert.deepEqual(wrong, []);
});

/** In the page: presses the button of every action. What went wrong, in words. */
async function showAll([reports, filled]) {
  const wrong = [];
  let copied = [];
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void copied.push(text) } });
  const fill = (form) => {
    for (const input of form.querySelectorAll('input[name]')) {
      if (input.type === 'radio') continue;
      if (input.type === 'checkbox') input.checked = true;
      else input.value = filled[input.name] ?? 'something';
    }
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  for (const report of reports) {
    for (const [index, action] of report.actions.entries()) {
      const say = (text) => wrong.push(`${report.cause?.rule}, ${action.kind}: ${text}`);
      copied = [];
      let taken;
      let shown;
      const offer = { take: { run: async (action) => void (taken = action), byCode: true }, message: async (action) => ((shown = action), []) };
      document.body.replaceChildren(actions(report, offer) ?? '');
      const card = document.getElementById(`action-${index + 1}`);
      const isEmpty = action.by === 'person' && action.steps.length === 0 && !action.sends;
      if ((card === null) !== isEmpty) say('the page has a card without anything to do, or none for an action');
      if (card) card.open = true;
      await settle();
      const form = card?.querySelector('form') ?? null;
      if ((form !== null) !== (action.by === 'program')) say('the page has a form for a person’s action, or none for a program’s');
      if (form) {
        const button = form.querySelector('button[type=submit]');
        if (button.textContent !== action.submit) say(`the page’s button says ${button.textContent}`);
        fill(form);
        form.requestSubmit(button);
        await settle();
        if (taken !== action) say('the page’s button did something else');
      } else if (shown !== action && action.steps.length > 0) {
        [...card.querySelectorAll('button')].find(({ textContent }) => textContent === action.submit)?.click();
        await settle();
        if (copied[0] !== action.message) say('the page copied something else');
      }

      copied = [];
      const place = document.createElement('div');
      document.body.replaceChildren(place);
      let chosen;
      showReport(place, report).then((choice) => (chosen = choice));
      const own = place.querySelectorAll('form')[index];
      fill(own);
      own.requestSubmit();
      await settle();
      if (action.by === 'program' ? chosen?.action !== action : copied[0] !== action.message || chosen) say('the example’s button did something else');

      copied = [];
      let gone;
      showInPanel(place, report, (choice) => (gone = choice));
      const part = place.querySelector('.part').children[index + 1];
      if (part.matches('form')) fill(part), part.requestSubmit();
      else part.querySelector('button').click();
      await settle();
      if (action.by === 'program' ? gone?.action !== action : copied[0] !== action.message || gone) say('the panel’s button did something else');
    }
  }
  return wrong;
}
