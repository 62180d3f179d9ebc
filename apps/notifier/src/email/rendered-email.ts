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
  /** Words that a service wrote, whatever they are. */
  | { kind: 'service-words'; text: string }
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

/** What one email says, and for whom it is sent. */
export interface EmailWords {
  language: Language;
  subject: string;
  parts: readonly EmailPart[];
  /** The name of the service or organisation on whose behalf it is sent; absent where the platform speaks for itself. */
  onBehalfOf?: string;
}

const templates = createTemplates({ views: [join(import.meta.dirname, 'views')], globals: { lines } });

/**
 * Renders an email as text and HTML. Every one ends, below a line, with who sends it, on whose behalf, and where help is, as far as that is known:
 * no template can leave that out, and no words take it away. The subject becomes one line, so that nothing in it can begin
 * another header.
 */
export function renderEmail(words: EmailWords, identity: PlatformIdentity): RenderedEmail {
  const { language, onBehalfOf } = words;
  const { email } = textsIn(language);
  const [sentBy, help] = [email.sentBy(identity.name, onBehalfOf), email.help(identity, onBehalfOf)];
  const end = [RULE, paragraph(sentBy), ...(help === undefined ? [] : [paragraph(help)])];
  const parts = [...words.parts, ...end].map(withoutReordering);
  const subject = inOrder(words.subject)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  return {
    subject,
    text: `${parts.map(asText).join('\n\n')}\n`,
    html: templates.render('email', { language, subject, parts }),
  };
}

function withoutReordering(part: EmailPart): EmailPart {
  return 'text' in part ? { ...part, text: inOrder(part.text) } : part;
}

/**
 * Without the characters that reorder what follows them (explicit directional formatting, UAX 9): one that is not closed
 * would turn the platform's words around. Texts of right-to-left scripts are readable without.
 */
function inOrder(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').toWellFormed();
}

function asText(part: EmailPart): string {
  switch (part.kind) {
    case 'paragraph':
      return lines(part.text).join('\n');
    case 'service-words':
      // Mail programs fold away what follows a line of two dashes and a space, as a signature.
      return lines(part.text)
        .join('\n')
        .replace(/^--[ \t]+$/gm, '--');
    case 'link':
      return `${part.label}:\n${part.href}`;
    case 'code':
      return part.text;
    case 'rule':
      return '-'.repeat(40);
  }
}

function lines(text: string): string[] {
  return text.split(/\r\n|[\r\n\u2028\u2029]/);
}
