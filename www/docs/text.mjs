// Texts as HTML.

/** @param {string} text */
export function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** With what stands between backticks as code. */
export function prose(text) {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** An identifier as words. */
export function words(identifier) {
  const text = identifier.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A block of code that can be scrolled by keyboard. */
export function block(text, label) {
  return `<pre tabindex="0" role="group" aria-label="${escape(label)}">${escape(text)}</pre>`;
}
