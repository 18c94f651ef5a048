const FEATURES = 'popup,width=520,height=720';

/**
 * Opens a window of its own; call it directly in a click. It has no `window.opener`, so that what it shows can't send this page to a
 * look-alike. Not by `noopener`: that would hide whether the browser let it open.
 *
 * @param url where it goes; without it, it stays empty for now
 * @returns nothing where the browser blocked it
 */
export function openWindow(url?: string): Window | null {
  const opened = window.open('about:blank', '_blank', FEATURES);
  if (!opened) return null;
  opened.opener = null;
  if (url !== undefined) opened.location.replace(url);
  return opened;
}
