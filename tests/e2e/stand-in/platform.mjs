// Preloaded into a process: makes it look like one on the platform PRETEND (`darwin`, `win32`, `linux` or `wsl`), and prints the command
// that would open the browser instead of running it.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { access } from 'node:fs/promises';
import promises from 'node:fs/promises';
import os from 'node:os';

const { PRETEND } = process.env;
Object.defineProperty(process, 'platform', { value: PRETEND === 'wsl' ? 'linux' : PRETEND });
os.release = () => (PRETEND === 'wsl' ? '5.15.0-microsoft-standard-WSL2' : '1.0');

// A container is not what is tested, though the tests may run in one.
const inContainer = (path) => /dockerenv|containerenv|cgroup|mountinfo/.test(String(path));
const { existsSync, readFileSync, statSync } = fs;
fs.existsSync = (path) => !inContainer(path) && existsSync(path);
fs.readFileSync = (path, ...rest) => (inContainer(path) ? '' : readFileSync(path, ...rest));
fs.statSync = (path, ...rest) => statSync(inContainer(path) ? '/nowhere' : path, ...rest);
promises.access = async (path, ...rest) => (/powershell/i.test(String(path)) ? undefined : access(path, ...rest));

const { spawn } = childProcess;
childProcess.spawn = (command, args) => {
  console.log(JSON.stringify([command, ...args]));
  return spawn(process.execPath, ['--version'], { stdio: 'ignore' });
};
