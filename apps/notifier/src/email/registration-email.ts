import { DEFAULT_LANGUAGE, type PlatformIdentity, type Texts, textsIn, ukTime } from '@gatehouse/texts';
import type { RegistrationContent } from '../delivery/content.domain.ts';
import {
  type EmailPart,
  paragraph,
  type RenderedEmail,
  RULE,
  renderEmail,
  signature,
} from './rendered-email.ts';

const CODE_PLACE = '((VERIFICATION CODE))';

/** The token and code of a registration, once opened. */
export interface LinkSecrets {
  token: string;
  code: string;
}

/** The platform that sends, and what its links begin with: without a slash at the end. */
export interface Sender {
  identity: PlatformIdentity;
  publicUrl: string;
}

/**
 * The email by which a person registers: who invites them, the link and the code. A service may word subject and
 * content itself: its words stand above a line; link, code and whose platform sends always stand below.
 */
export function registrationEmail(
  content: RegistrationContent,
  { token, code }: LinkSecrets,
  { identity, publicUrl }: Sender,
): RenderedEmail {
  const { serviceName, subjectOverride, bodyOverride, expiresAt, language = DEFAULT_LANGUAGE } = content;
  const { email } = textsIn(language);
  const query = language === DEFAULT_LANGUAGE ? '' : `?lang=${language}`;
  const href = `${publicUrl}/register/${encodeURIComponent(token)}${query}`;
  const invitation: EmailPart[] = [
    { kind: 'link', label: email.accept, href, otherwise: email.noButton(href) },
    paragraph(email.codeFollows),
    { kind: 'code', text: code },
    paragraph(email.until(ukTime(expiresAt, language))),
  ];
  const words = bodyOverride === undefined ? invitingWords(content, email) : [paragraph(bodyOverride), RULE];
  return renderEmail({
    language,
    subject: subjectOverride?.replaceAll(CODE_PLACE, () => code) ?? email.invitedSubject(serviceName),
    parts: [...words, ...invitation, ...signature(language, identity, serviceName)],
  });
}

function invitingWords(
  { givenName, serviceName, organisationName }: RegistrationContent,
  email: Texts['email'],
): EmailPart[] {
  return [email.hello(givenName), email.invited(serviceName, organisationName), email.toAccept].map(
    paragraph,
  );
}
