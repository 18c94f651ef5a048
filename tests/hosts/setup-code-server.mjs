// node tests/hosts/setup-code-server.mjs
// Installs a real VS Code (code-server, from npm) under target/tools/code-server, once: later runs return at once.
// It needs the npm registry, a C++ compiler and make; nothing is downloaded from anywhere else. About a minute the first time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CODE_SERVER_VERSION = '4.139.1'; // VS Code 1.139.1
const NODE_VERSION = '24.9.0'; // the Node that this VS Code is built for; its npm package carries the headers

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const directory = path.join(root, 'target/tools/code-server');
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const stamp = path.join(directory, `installed-${CODE_SERVER_VERSION}-${NODE_VERSION}`);

/** Where the installed parts are: `node` runs `entry`. */
export const codeServer = {
  directory,
  node: path.join(directory, `node_modules/${nodePackage}/bin/node`),
  entry: path.join(directory, 'node_modules/code-server/out/node/entry.js'),
};

/** Installs what is missing. Throws with the failed command's output. */
export function setUpCodeServer(progress = () => {}) {
  if (existsSync(stamp)) return codeServer;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ name: 'code-server-for-tests', private: true }));

  progress(`node ${NODE_VERSION} and code-server ${CODE_SERVER_VERSION} from npm`);
  npm(directory, 'install', '--ignore-scripts', '--save-exact', `${nodePackage}@${NODE_VERSION}`, `code-server@${CODE_SERVER_VERSION}`);
  const vscode = path.join(directory, 'node_modules/code-server/lib/vscode');
  progress("VS Code's own modules");
  npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  npm(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  progress('native modules');
  // Without these the server does not start. Left out: ripgrep (search), kerberos (proxies), node-pty (terminal).
  npm(vscode, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '@parcel/watcher');
  npm(directory, 'rebuild', 'argon2');
  link('node_modules', path.join(vscode, 'node_modules.asar'));
  link('code-linux.sh', path.join(vscode, 'bin/remote-cli/code-server'));
  link('browser-linux.sh', path.join(vscode, 'bin/helpers/browser.sh'));
  writeFileSync(stamp, '');
  return codeServer;
}

function npm(cwd, ...args) {
  const nodeDirectory = path.join(directory, `node_modules/${nodePackage}`);
  const ran = spawnSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    timeout: 600_000,
    env: { ...process.env, PATH: `${nodeDirectory}/bin${path.delimiter}${process.env.PATH}`, npm_config_nodedir: nodeDirectory },
  });
  if (ran.status !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} failed:\n${ran.stdout ?? ''}${ran.stderr ?? ran.error}`);
}

function link(target, name) {
  if (!existsSync(name)) symlinkSync(target, name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUpCodeServer((what) => console.log(`code-server: ${what}`));
  console.log('code-server: ready');
}
