// What is wrong with an entry of an `mcp.json` before anything is asked of its server.
import { modify, type FormattingOptions } from 'jsonc-parser';
import * as vscode from 'vscode';
import { entries, type Entry, type Place } from './configuration.js';

const { t } = vscode.l10n;

/** What is wrong, where, and the edit that corrects it. */
export interface Flaw {
  at: Place;
  severity: vscode.DiagnosticSeverity;
  code: 'not-a-url' | 'plain-http' | 'credential-in-file';
  message: string;
  fix?: { title: string; edits: { at: Place; text: string }[] };
}

/** All flaws of a configuration. */
export function flaws(text: string): Flaw[] {
  return entries(text).flatMap((each) => [...addressFlaws(each), ...headerFlaws(text, each)]);
}

function addressFlaws({ url, urlAt, name }: Entry): Flaw[] {
  if (url.includes('${')) return [];
  if (!URL.canParse(url)) {
    const message = t('{0} is not a valid URL: expected one such as https://host/mcp.', url);
    return [{ at: urlAt, severity: vscode.DiagnosticSeverity.Error, code: 'not-a-url', message }];
  }
  const { protocol, hostname } = new URL(url);
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== 'http:' || local) return [];
  const message = t('Requests to {0} are not encrypted: anyone on the network path can read the credentials. Use https.', name);
  const secure = JSON.stringify(url.replace(/^http:/i, 'https:'));
  const fix = { title: t('Use https for {0}', name), edits: [{ at: urlAt, text: secure }] };
  return [{ at: urlAt, severity: vscode.DiagnosticSeverity.Warning, code: 'plain-http', message, fix }];
}

const CREDENTIAL = /^(authorization|.*(key|token|secret).*)$/i;

function headerFlaws(text: string, entry: Entry): Flaw[] {
  return entry.headers
    .filter(({ name, value }) => CREDENTIAL.test(name) && value !== '' && !value.includes('${'))
    .map(({ name, at }) => ({
      at,
      severity: vscode.DiagnosticSeverity.Warning,
      code: 'credential-in-file' as const,
      message: t('The credential in {0} stands in this file, for everyone who reads it. Let VS Code ask for it and keep it.', name),
      // Only VS Code's own format has inputs.
      ...(entry.path[0] === 'servers' && { fix: { title: t('Ask for the credential instead'), edits: asInput(text, entry, name) } }),
    }));
}

const FORMAT: FormattingOptions = { insertSpaces: true, tabSize: 2 };

/** The value becomes `${input:…}`, and the input is declared. */
function asInput(text: string, { path, name, headers }: Entry, header: string): { at: Place; text: string }[] {
  const id = `${name}-credential`;
  const scheme = /^(Bearer|Basic) /i.exec(headers.find((each) => each.name === header)?.value ?? '')?.[0] ?? '';
  const input = { type: 'promptString', id, description: t('Credential for {0}', name), password: true };
  const changes = [
    ...modify(text, [...path, 'headers', header], `${scheme}\${input:${id}}`, { formattingOptions: FORMAT }),
    ...modify(text, ['inputs', -1], input, { formattingOptions: FORMAT, isArrayInsertion: true }),
  ];
  return changes.map(({ offset, length, content }) => ({ at: { offset, length }, text: content }));
}
