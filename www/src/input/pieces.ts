// Several pieces that belong together: what was added, as a row of chips that can be taken away again.
import { announce, el } from '../dom.js';
import { MOST_READ } from './given.js';
import { fileText } from '../../../pkg-template/cli/file-text.js';

/** One thing that the person added. */
export interface Piece {
  name: string;
  text: string;
}

/** The pieces under the box. */
export class Pieces {
  readonly #list: HTMLUListElement;
  #all: Piece[] = [];

  constructor(list: HTMLUListElement) {
    this.#list = list;
  }

  get texts(): string[] {
    return this.#all.map((piece) => piece.text);
  }

  add(piece: Piece): void {
    this.#all.push(piece);
    announce(`Added: ${piece.name}`);
    this.#render();
  }

  clear(): void {
    this.#all = [];
    this.#render();
  }

  #render(): void {
    this.#list.hidden = this.#all.length === 0;
    this.#list.replaceChildren(
      ...this.#all.map((piece) =>
        el(
          'li',
          {},
          el('span', {}, piece.name),
          el('button', { type: 'button', 'aria-label': `Remove ${piece.name}`, click: () => this.#remove(piece) }, '×'),
        ),
      ),
    );
  }

  #remove(piece: Piece): void {
    this.#all = this.#all.filter((each) => each !== piece);
    announce(`Removed: ${piece.name}`);
    this.#render();
  }
}

/** Reads files as text. Throws an `Error` that names the file which is too large or can't be read. */
export async function readFiles(files: Iterable<File>): Promise<Piece[]> {
  return Promise.all(
    [...files].map(async (file) => {
      if (file.size > MOST_READ) throw new Error(`${file.name} is ${Math.ceil(file.size / 1_048_576)} MB; the limit is ${MOST_READ / 1_048_576} MB.`);
      try {
        return { name: file.name, text: await fileText(new Uint8Array(await file.arrayBuffer()), MOST_READ) };
      } catch (error) {
        if (error instanceof RangeError) throw new Error(`${file.name} unpacks to more than ${MOST_READ / 1_048_576} MB.`);
        throw new Error(`${file.name} could not be read.`);
      }
    }),
  );
}

/** A name for what was typed or pasted: its first words. */
export function nameOf(text: string): string {
  const words = text.trim().replace(/\s+/g, ' ');
  return words.length > 40 ? `${words.slice(0, 39)}…` : words;
}
