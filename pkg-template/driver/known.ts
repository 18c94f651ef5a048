// Options that nobody reads are refused: a misspelled one would do nothing, and nobody would see it.

/** What is wrong with the names of an options object; nothing where each is one of `names` (separated by blanks). */
export function unknownOption(options: unknown, names: string): string | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return undefined;
  const known = names.split(' ');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const shown = /^[\w-]{1,40}$/.test(unknown) ? `\`${unknown}\`` : 'A name with other characters than letters';
  const meant = nearest(unknown, known);
  return `${shown} is not an option here. ${meant ? `Did you mean \`${meant}\`?` : `The options are: ${known.join(', ')}.`}`;
}

/** The name that was probably meant: the same letters in another case, or few letters away. */
function nearest(name: string, known: string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[_-]/g, '');
  const far = (one: string) => distance(plain(name), plain(one));
  const [first] = [...known].sort((one, other) => far(one) - far(other));
  return first !== undefined && far(first) <= Math.max(1, Math.floor(name.length / 3)) ? first : undefined;
}

/** How many letters have to be written, deleted or replaced (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const letter of one) {
    const above = row;
    row = [(above[0] ?? 0) + 1];
    for (let place = 1; place <= other.length; place += 1) {
      const replaced = (above[place - 1] ?? 0) + (letter === other[place - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[place] ?? 0) + 1, (row[place - 1] ?? 0) + 1));
    }
  }
  return row[other.length] ?? 0;
}
