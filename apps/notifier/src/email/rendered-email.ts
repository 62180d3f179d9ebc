import { join } from 'node:path';
import { createTemplates } from '@gatehouse/pages';
import { type Language, type PlatformIdentity, textsIn } from '@gatehouse/texts';

/** An email, ready to be sent or kept. */
export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** The platform that sends, and what its links begin with: without a slash at the end. */
export interface Sender {
  identity: PlatformIdentity;
  publicUrl: string;
}

/** One part of an email, written once for text and HTML. Texts are plain: nothing in them is markup. */
export type EmailPart =
  | { kind: 'paragraph'; text: string }
  /** A button in HTML, with words for those who cannot use it; an address on a line of its own in text. */
  | { kind: 'link'; label: string; href: string; otherwise: string }
  /** Stands on a line of its own. */
  | { kind: 'code'; text: string }
  /** A line across. */
  | { kind: 'rule' };

export const RULE: EmailPart = { kind: 'rule' };

export function paragraph(text: string): EmailPart {
  return { kind: 'paragraph', text };
}

/** The end of every email: who sends it, on whose behalf, and where to get help. */
export function signature(language: Language, identity: PlatformIdentity, serviceName: string): EmailPart[] {
  const { email } = textsIn(language);
  return [
    RULE,
    paragraph(email.sentBy(identity.name, serviceName)),
    paragraph(email.help(identity, serviceName)),
  ];
}

const templates = createTemplates({ views: [join(import.meta.dirname, 'views')], globals: { lines } });

/** Renders an email as text and HTML. The subject becomes one line, so that nothing in it can begin another header. */
export function renderEmail(email: {
  language: Language;
  subject: string;
  parts: readonly EmailPart[];
}): RenderedEmail {
  const subject = email.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return {
    subject,
    text: `${email.parts.map(asText).join('\n\n')}\n`,
    html: templates.render('email', { ...email, subject }),
  };
}

function asText(part: EmailPart): string {
  switch (part.kind) {
    case 'paragraph':
      return lines(part.text).join('\n');
    case 'link':
      return `${part.label}:\n${part.href}`;
    case 'code':
      return part.text;
    case 'rule':
      return '-'.repeat(40);
  }
}

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
