import { type EmailData, emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, type PlatformIdentity, type Texts, textsIn } from '@gatehouse/texts';
import { paragraph, type RenderedEmail, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

type Data = EmailData<'informing'>;

export const informingTemplate: Template = {
  schedule: 'default',
  render: (data, _secrets, { identity }) => informingEmail(emailTemplates.informing.parse(data), identity),
};

/** The email that informs a known user of what they were given access to, and by whom. There is nothing to accept. */
export function informingEmail(content: Data, identity: PlatformIdentity): RenderedEmail {
  const { givenName, serviceName, language = DEFAULT_LANGUAGE } = content;
  const { email } = textsIn(language);
  const { subject, texts } = content.granted === false ? notGiven(content, email) : given(content, email);
  const all = [email.hello(givenName), ...texts, email.unexpected(serviceName)];
  return renderEmail({ language, subject, parts: all.map(paragraph), onBehalfOf: serviceName }, identity);
}

function given({ serviceName, organisationName }: Data, email: Texts['email']) {
  return {
    subject: email.givenSubject(serviceName),
    texts: [email.given(serviceName, organisationName), email.nothingToAccept(serviceName)],
  };
}

function notGiven({ serviceName, organisationName }: Data, email: Texts['email']) {
  return {
    subject: email.notGivenSubject(serviceName),
    texts: [email.notGiven(serviceName, organisationName), email.shouldHave(serviceName)],
  };
}
