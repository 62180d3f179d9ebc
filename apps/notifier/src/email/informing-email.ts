import { DEFAULT_LANGUAGE, type PlatformIdentity, type Texts, textsIn } from '@gatehouse/texts';
import type { InformingContent } from '../delivery/content.domain.ts';
import { paragraph, type RenderedEmail, renderEmail, signature } from './rendered-email.ts';

/** The email that informs a known user of what they were given access to, and by whom. There is nothing to accept. */
export function informingEmail(content: InformingContent, identity: PlatformIdentity): RenderedEmail {
  const { givenName, serviceName, language = DEFAULT_LANGUAGE } = content;
  const { email } = textsIn(language);
  const { subject, texts } = content.granted === false ? notGiven(content, email) : given(content, email);
  const all = [email.hello(givenName), ...texts, email.unexpected(serviceName)];
  return renderEmail({
    language,
    subject,
    parts: [...all.map(paragraph), ...signature(language, identity, serviceName)],
  });
}

function given({ serviceName, organisationName }: InformingContent, email: Texts['email']) {
  return {
    subject: email.givenSubject(serviceName),
    texts: [email.given(serviceName, organisationName), email.nothingToAccept(serviceName)],
  };
}

function notGiven({ serviceName, organisationName }: InformingContent, email: Texts['email']) {
  return {
    subject: email.notGivenSubject(serviceName),
    texts: [email.notGiven(serviceName, organisationName), email.shouldHave(serviceName)],
  };
}
