// The words of the page for the closed lists of a report.
import type { Finding, Report } from '../core.js';

/** Who has to act. */
export const PARTY: Record<Finding['party'], string> = {
  server: 'Server operator',
  'authorization-server': 'Authorization server operator',
  client: 'Client developer',
  user: 'You',
};

/** The answer in one line, for the badge. */
const VERDICT: Record<Report['verdict'], string> = {
  ok: 'No problem found',
  needs: 'Needs you',
  blocked: 'Blocked',
  undetermined: 'Not certain',
  nothing: 'No sign-in here',
};

/** A verdict in words. */
export function verdictName(verdict: Report['verdict']): string {
  return VERDICT[verdict];
}

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

/** The host of the party that has to act; nothing where no address tells it. */
export function hostOf({ server }: Pick<Report, 'server'>, { party, where }: Finding): string | undefined {
  const address = party === 'server' ? server : where?.url;
  return address && URL.canParse(address) ? new URL(address).host || undefined : undefined;
}
