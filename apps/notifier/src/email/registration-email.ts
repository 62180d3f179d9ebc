import type { RegistrationContent, SealedParts } from '../content.ts';
import { type EmailPart, type RenderedEmail, renderEmail } from './rendered-email.ts';
import { ukTime } from './uk-time.ts';

const CODE_PLACE = '((VERIFICATION CODE))';

/**
 * The email by which a person registers: who invites them, the link and the code. A service may word subject and
 * content itself; link and code follow whatever it says. `publicUrl` has no slash at its end.
 */
export function registrationEmail(
  content: RegistrationContent,
  { token, code }: SealedParts,
  publicUrl: string,
): RenderedEmail {
  const { serviceName, subjectOverride, bodyOverride, expiresAt } = content;
  const subject = subjectOverride?.replaceAll(CODE_PLACE, () => code);
  const parts: EmailPart[] = [
    ...(bodyOverride === undefined ? invitingWords(content) : [paragraph(bodyOverride)]),
    {
      kind: 'link',
      label: 'Accept the invitation',
      href: `${publicUrl}/register/${encodeURIComponent(token)}`,
    },
    paragraph('You will be asked for this verification code:'),
    { kind: 'code', text: code },
    paragraph(`The link works until ${ukTime(expiresAt)} (UK time). Do not give the code to anybody else.`),
  ];
  return renderEmail(subject ?? `${serviceName} has invited you`, parts);
}

function invitingWords({ givenName, serviceName, organisationName }: RegistrationContent): EmailPart[] {
  const behalf = organisationName === undefined ? '' : ` for ${organisationName}`;
  return [
    paragraph(givenName === undefined ? 'Hello,' : `Hello ${givenName},`),
    paragraph(`${serviceName} has invited you to use its service${behalf}.`),
    paragraph('To accept, follow the link. If you did not expect this, you can ignore this email.'),
  ];
}

function paragraph(text: string): EmailPart {
  return { kind: 'paragraph', text };
}
