// The words of the page for the closed lists of a report.
import type { Finding, Report } from '../core.js';

/** Who must fix it. */
export const PARTY: Record<Finding['party'], string> = {
  server: 'the MCP server’s operator',
  'authorization-server': 'the authorization server’s operator',
  client: 'the client’s author',
  user: 'you',
};

/** The answer in one line, for the badge. */
export const VERDICT: Record<Report['verdict'], string> = {
  ok: 'Ready to sign in',
  needs: 'You have to bring something',
  blocked: 'Blocked',
  undetermined: 'Not certain',
  nothing: 'No sign-in here',
};

export const SEVERITY: Record<Finding['severity'], string> = { error: 'Error', warning: 'Warning', info: 'Note' };

/** A step's identifier as words. */
export function stepName(step: string): string {
  if (step === 'pkce') return 'PKCE';
  const words = step.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The place as a short text: the member, and the URL it was in. */
export function placeName(place: Finding['where']): string {
  if (!place) return '';
  return [place.member, place.url].filter(Boolean).join(' in ');
}
