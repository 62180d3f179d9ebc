import type { InformingContent } from '../content.ts';
import { type RenderedEmail, renderEmail } from './rendered-email.ts';

/** The email that tells a known user what they were given access to, and by whom. There is nothing in it to accept. */
export function informingEmail({
  givenName,
  serviceName,
  organisationName,
}: InformingContent): RenderedEmail {
  const behalf = organisationName === undefined ? '' : ` for ${organisationName}`;
  const texts = [
    givenName === undefined ? 'Hello,' : `Hello ${givenName},`,
    `You have been given access to ${serviceName}${behalf}. ${serviceName} asked for this.`,
    'There is nothing that you need to do: sign in as you always do.',
    `If you did not expect this, please tell ${serviceName}.`,
  ];
  return renderEmail(
    `You have been given access to ${serviceName}`,
    texts.map((text) => ({ kind: 'paragraph', text })),
  );
}
