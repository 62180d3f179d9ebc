import { type EmailData, emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, type Texts, textsIn, ukTime } from '@gatehouse/texts';
import { z } from 'zod';
import {
  type EmailPart,
  paragraph,
  type RenderedEmail,
  RULE,
  renderEmail,
  type Sender,
} from './rendered-email.ts';
import type { Template } from './template.ts';

const CODE_PLACE = '((VERIFICATION CODE))';

/** The token and code of a registration, once opened. */
const linkSecrets = z.object({ token: z.string().min(1), code: z.string().min(1) });
type Data = EmailData<'registration'>;

export const registrationTemplate: Template = {
  schedule: 'default',
  render: (data, secrets, sender) =>
    registrationEmail(emailTemplates.registration.parse(data), linkSecrets.parse(secrets), sender),
};

/**
 * The email by which a person registers: who invites them, the link and the code. A service may word subject and
 * content itself: its words stand above a line; link, code and whose platform sends always stand below.
 */
export function registrationEmail(
  content: Data,
  { token, code }: z.output<typeof linkSecrets>,
  { identity, publicUrl }: Sender,
): RenderedEmail {
  const { serviceName, subject, body, expiresAt, language = DEFAULT_LANGUAGE } = content;
  const { email } = textsIn(language);
  const query = language === DEFAULT_LANGUAGE ? '' : `?lang=${language}`;
  const href = `${publicUrl}/register/${encodeURIComponent(token)}${query}`;
  const invitation: EmailPart[] = [
    { kind: 'link', label: email.accept, href, otherwise: email.noButton(href) },
    paragraph(email.codeFollows),
    { kind: 'code', text: code },
    paragraph(email.until(ukTime(expiresAt, language))),
  ];
  const words =
    body === undefined
      ? invitingWords(content, email)
      : [{ kind: 'service-words' as const, text: body }, RULE];
  return renderEmail(
    {
      language,
      subject: subject?.replaceAll(CODE_PLACE, () => code) ?? email.invitedSubject(serviceName),
      parts: [...words, ...invitation],
      onBehalfOf: serviceName,
    },
    identity,
  );
}

function invitingWords(
  { givenName, serviceName, organisationName }: Data,
  email: Texts['email'],
): EmailPart[] {
  return [email.hello(givenName), email.invited(serviceName, organisationName), email.toAccept].map(
    paragraph,
  );
}
