// Completion scripts of the shells, and the man page.
import { actionKinds } from './choose.js';
import { clientNames, directoryNames } from './clients.js';
import { EXPECTED } from './expect.js';
import { DIAGNOSE, GENERAL, SECRETS, SECTIONS, STATUSES, SUMMARY, listedOf, nameOf, optionsOf, type Entry, type Section } from './reference.js';

/** The shells that have a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const NAME = 'mcp-auth-doctor';
const SERVERS = '--servers';
const COMMANDS = SECTIONS.filter(({ command }) => /^[a-z]/.test(command));
/** The first words of the commands, and those that have a second one. */
const FIRST = [...new Set(COMMANDS.map(({ command }) => command.replace(/ .*/, '')))];
const VERBS = COMMANDS.flatMap(({ command }) => (command.includes(' ') ? [command.split(' ') as [string, string]] : []));
/** Options whose value is a file. */
const FILES = ['servers', 'baseline', 'capture', 'key'];

/** The values of an option, where they are a list: those of `--format` are the command's own. */
function valuesOf(): Readonly<Record<string, readonly string[]>> {
  return { as: [...clientNames(), 'all'], directory: directoryNames(), action: actionKinds(), expect: EXPECTED, 'fail-on': ['warning'] };
}

/** The script of a shell: commands, each command's options, and the ids of rules behind `rules`. */
export function completion(shell: (typeof SHELLS)[number]): string {
  return { bash, zsh: () => `autoload -U +X bashcompinit && bashcompinit\n${bash()}`, fish }[shell]();
}

function bash(): string {
  const values = Object.entries(valuesOf()).map(([name, each]) => `    --${name}) COMPREPLY=($(compgen -W "${each.join(' ')}" -- "$current")); return ;;`);
  return `_mcp_auth_doctor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" line=" \${COMP_WORDS[*]:0:COMP_CWORD} " words formats
  COMPREPLY=()
  case "\${COMP_WORDS[1]}\${COMP_WORDS[2]:+ \${COMP_WORDS[2]}} " in
${COMMANDS.map((section) => `    "${section.command} "*) ${bashWords(section)} ;;`).join('\n')}
${VERBS.length > 0 ? `    ${[...new Set(VERBS.map(([first]) => `"${first} "*`))].join('|')}) words="${VERBS.map(([, verb]) => verb).join(' ')}" ;;\n` : ''}    *) case "$line" in
${SECTIONS.filter(({ command }) => command === SERVERS).map((section) => `      *" ${SERVERS} "*) ${bashWords(section)} ;;`).join('\n')}
${SECTIONS.filter(({ command }) => command === DIAGNOSE).map((section) => `      *) ${bashWords(section)} ;;`).join('\n')}
    esac ;;
  esac
  case "$previous" in
    --format) COMPREPLY=($(compgen -W "$formats" -- "$current")); return ;;
${values.join('\n')}
    ${[...FILES.map((name) => `--${name}`), 'analyze'].join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    rules) COMPREPLY=($(compgen -W "$(${NAME} rules 2>/dev/null | cut -d ' ' -f 1)" -- "$current")); return ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$current")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="$words ${SERVERS} ${FIRST.join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _mcp_auth_doctor ${NAME}
`;
}

/** What bash does for a command: its options, its formats, and the options that go beside one that is there. */
function bashWords({ command, formats = [] }: Section): string {
  const all = optionsOf(command);
  const names = (entries: Entry[]) => entries.map((entry) => `--${nameOf(entry)}`).join(' ');
  const others = [...new Set(all.flatMap(({ beside }) => beside ?? []))];
  const more = others.map((other) => ` case "$line" in *" --${other} "*) words="$words ${names(all.filter(({ beside }) => beside === other))}" ;; esac;`);
  return `words="${names(all.filter(({ beside }) => !beside))}"; formats="${formats.join(' ')}";${more.join('')}`;
}

function fish(): string {
  const values = valuesOf();
  const complete = (when: string, more: string) => `complete -c ${NAME} -n '${when}' ${more}`;
  const value = (entry: Entry, { formats = [] }: Section) => {
    const name = nameOf(entry);
    const list = name === 'format' ? formats : values[name];
    if (list) return ` -x -a '${list.join(' ')}'`;
    return entry.use.includes(' ') ? (FILES.includes(name) ? ' -r' : ' -x') : '';
  };
  const option = (section: Section) =>
    optionsOf(section.command).map((entry) => {
      const when = entry.beside ? `${inFish(section.command)}; and __fish_contains_opt ${entry.beside}` : inFish(section.command);
      return complete(when, `-l ${nameOf(entry)} -d ${quoted(entry.what)}${value(entry, section)}`);
    });
  return `${[
    ...FIRST.map((first) => complete('__fish_use_subcommand', `-f -a ${first} -d ${quoted(COMMANDS.find(({ command }) => command.split(' ')[0] === first)?.what ?? '')}`)),
    ...VERBS.map(([first, verb]) => complete(`__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${VERBS.map(([, each]) => each).join(' ')}`, `-f -a ${verb}`)),
    complete(inFish(DIAGNOSE), `-l servers -r -d ${quoted(SECTIONS.find(({ command }) => command === SERVERS)?.what ?? '')}`),
    ...SECTIONS.flatMap(option),
    complete('__fish_seen_subcommand_from rules', `-f -a '(${NAME} rules 2>/dev/null | string split -f 1 " ")'`),
    complete('__fish_seen_subcommand_from completion', `-f -a '${SHELLS.join(' ')}'`),
  ].join('\n')}\n`;
}

/** When fish is in a command: its words are there, or none of any where the command is an address or a list. */
function inFish(command: string): string {
  const none = `not __fish_seen_subcommand_from ${FIRST.join(' ')}`;
  if (command === DIAGNOSE) return `${none}; and not __fish_contains_opt servers`;
  if (command === SERVERS) return `${none}; and __fish_contains_opt servers`;
  // `serve` is a command, and a word of another one.
  const others = VERBS.filter(([, verb]) => verb === command).map(([first]) => `; and not __fish_seen_subcommand_from ${first}`);
  return `${command.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')}${others.join('')}`;
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
${SECTIONS.map((section) => `.SS ${roff(section.use)}\n${roff(section.what)}\n${entries(listedOf(section))}`).join('')}.SH OPTIONS
${entries(GENERAL)}.SH EXIT STATUS
${entries(STATUSES)}.SH SECURITY
${roff(SECRETS)}
`;
}

/** A text of one line: no character of it is a request of roff. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('’', "'").replace(/^(['.])/, '\\&$1');
}
