// Completion scripts of the shells, and the man page.
import { EVERYWHERE, SECRETS, SECTIONS, STATUSES, SUMMARY, optionsIn, type Entry } from './reference.js';

/** The shells that have a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const NAME = 'mcp-auth-doctor';
const FORMATS = 'text json markdown sarif junit';
const COMMANDS = SECTIONS.filter(({ command }) => /^[a-z]/.test(command));

/** The script of a shell: commands, each command's options, and the ids of rules behind `rules`. */
export function completion(shell: (typeof SHELLS)[number]): string {
  return { bash, zsh: () => `autoload -U +X bashcompinit && bashcompinit\n${bash()}`, fish }[shell]();
}

function bash(): string {
  const cases = COMMANDS.map(({ command, options }) => `    ${command}) words="${names([...options, ...EVERYWHERE])}" ;;`);
  return `_mcp_auth_doctor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  COMPREPLY=()
  case "$previous" in
    --format) COMPREPLY=($(compgen -W "${FORMATS}" -- "$current")); return ;;
    --expect) COMPREPLY=($(compgen -W "protected public registration" -- "$current")); return ;;
    --servers|--baseline|--capture|--key|analyze) COMPREPLY=($(compgen -f -- "$current")); return ;;
    rules) COMPREPLY=($(compgen -W "$(${NAME} rules 2>/dev/null | cut -d ' ' -f 1)" -- "$current")); return ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$current")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${names([...unnamed(), ...EVERYWHERE])}" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="$words ${COMMANDS.map(({ command }) => command).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _mcp_auth_doctor ${NAME}
`;
}

function fish(): string {
  const at = (command: string) => (command ? `__fish_seen_subcommand_from ${command}` : '__fish_use_subcommand');
  const option = (command: string, entry: Entry) =>
    optionsIn(entry).map((name) => `complete -c ${NAME} -n '${at(command)}' -l ${name.slice(2)} -d ${quoted(entry.what)}${/[= ][A-Z]/.test(entry.use) ? ' -r' : ''}`);
  return `${[
    ...COMMANDS.map(({ command, what }) => `complete -c ${NAME} -f -n __fish_use_subcommand -a ${command} -d ${quoted(what)}`),
    ...unnamed().flatMap((entry) => option('', entry)),
    ...COMMANDS.flatMap(({ command, options }) => options.flatMap((entry) => option(command, entry))),
    ...EVERYWHERE.flatMap((entry) => optionsIn(entry).map((name) => `complete -c ${NAME} -l ${name.slice(2)} -d ${quoted(entry.what)}`)),
    `complete -c ${NAME} -f -n '__fish_seen_subcommand_from rules' -a '(${NAME} rules 2>/dev/null | string split -f 1 " ")'`,
    `complete -c ${NAME} -f -n '__fish_seen_subcommand_from completion' -a '${SHELLS.join(' ')}'`,
  ].join('\n')}\n`;
}

/** The options without a command: those of one address, and those of a list. */
function unnamed(): Entry[] {
  return SECTIONS.filter(({ command }) => !/^[a-z]/.test(command)).flatMap(({ command, use, what, options }) => (command ? [{ use, what }, ...options] : options));
}

function names(entries: Entry[]): string {
  return [...new Set(entries.flatMap(optionsIn))].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

/** The man page, as roff. */
export function manPage(version: string): string {
  const entries = (all: readonly Entry[]) => all.map(({ use, what }) => `.TP\n.B ${roff(use)}\n${roff(what)}\n`).join('');
  return `.TH MCP-AUTH-DOCTOR 1 "" "mcp-auth-doctor ${version}"
.SH NAME
mcp-auth-doctor \\- ${roff(SUMMARY)}
.SH SYNOPSIS
${SECTIONS.map(({ use }) => `.B mcp-auth-doctor ${roff(use)}\n.br\n`).join('')}.SH DESCRIPTION
Diagnoses the sign-in of an MCP (Model Context Protocol) server: names the first cause, who has to fix it, and what to do now.
${SECTIONS.map((section) => `.SS ${roff(section.use)}\n${roff(section.what)}\n${entries(section.options)}`).join('')}.SH OPTIONS
${entries(EVERYWHERE)}.SH EXIT STATUS
${entries(STATUSES)}.SH SECURITY
${roff(SECRETS)}
`;
}

/** A text of one line: no character of it is a request of roff. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', "'").replace(/^(['.])/, '\\&$1');
}
