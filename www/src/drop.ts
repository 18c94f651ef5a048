// Files and text dropped anywhere on the page.

/** Takes drops on `target`; `box` shows that they are welcome. */
export function acceptDrops(target: HTMLElement, box: Element | null, files: (files: FileList) => void, text: (text: string) => void): void {
  target.addEventListener('dragover', (event) => {
    event.preventDefault();
    box?.classList.add('dropping');
  });
  target.addEventListener('dragleave', () => box?.classList.remove('dropping'));
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    box?.classList.remove('dropping');
    const { files: dropped } = event.dataTransfer ?? {};
    if (dropped && dropped.length > 0) return files(dropped);
    const said = event.dataTransfer?.getData('text');
    if (said) text(said);
  });
}
