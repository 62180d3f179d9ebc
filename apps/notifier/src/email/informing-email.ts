import type { InformingContent } from '../content.ts';
import { type RenderedEmail, renderEmail } from './rendered-email.ts';

/** The email that tells a known user what they were given access to, and by whom. There is nothing in it to accept. */
export function informingEmail(content: InformingContent): RenderedEmail {
  const { givenName, serviceName } = content;
  const { subject, texts } = content.granted === false ? notGiven(content) : given(content);
  const all = [
    givenName === undefined ? 'Hello,' : `Hello ${givenName},`,
    ...texts,
    `If you did not expect this, please tell ${serviceName}.`,
  ];
  return renderEmail(
    subject,
    all.map((text) => ({ kind: 'paragraph', text })),
  );
}

function given({ serviceName, organisationName }: InformingContent) {
  const behalf = organisationName === undefined ? '' : ` for ${organisationName}`;
  return {
    subject: `You have been given access to ${serviceName}`,
    texts: [
      `You have been given access to ${serviceName}${behalf}. ${serviceName} asked for this.`,
      'There is nothing that you need to do: sign in as you always do.',
    ],
  };
}

function notGiven({ serviceName, organisationName = 'your organisation' }: InformingContent) {
  return {
    subject: `You have been invited to ${serviceName}`,
    texts: [
      `${serviceName} asked for you to be given access to it for ${organisationName}. The rules for who may use it there do not allow that at the moment, so you have not been given access.`,
      `If you think that you should have it, please ask ${serviceName}.`,
    ],
  };
}
