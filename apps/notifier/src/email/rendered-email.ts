import { type Language, type PlatformIdentity, textsIn } from '@gatehouse/texts';

/** An email, ready to be sent or kept. */
export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** One part of an email, written once for text and html. Texts are plain: nothing in them is markup. */
export type EmailPart =
  | { kind: 'paragraph'; text: string }
  /** A button in html, with words for who cannot use it; an address on a line of its own in text. */
  | { kind: 'link'; label: string; href: string; otherwise: string }
  /** Stands on a line of its own. */
  | { kind: 'code'; text: string }
  /** A line across. */
  | { kind: 'rule' };

export const RULE: EmailPart = { kind: 'rule' };

export function paragraph(text: string): EmailPart {
  return { kind: 'paragraph', text };
}

/** What every email ends with: who sends it, on whose behalf, and where to get help. */
export function signature(language: Language, identity: PlatformIdentity, serviceName: string): EmailPart[] {
  const { email } = textsIn(language);
  return [
    RULE,
    paragraph(email.sentBy(identity.name, serviceName)),
    paragraph(email.help(identity, serviceName)),
  ];
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it stands in html, between tags or in a quoted attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Makes both parts of an email. The subject becomes one line, so that nothing in it can begin another header. */
export function renderEmail({
  language,
  subject,
  parts,
}: {
  language: Language;
  subject: string;
  parts: readonly EmailPart[];
}): RenderedEmail {
  const oneLine = subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return {
    subject: oneLine,
    text: `${parts.map(asText).join('\n\n')}\n`,
    html: pageOf(language, oneLine, parts.map(asHtml).join('\n')),
  };
}

const TEXT_RULE = '-'.repeat(40);

function asText(part: EmailPart): string {
  switch (part.kind) {
    case 'paragraph':
      return lines(part.text).join('\n');
    case 'link':
      return `${part.label}:\n${part.href}`;
    case 'code':
      return part.text;
    case 'rule':
      return TEXT_RULE;
  }
}

const P = 'style="margin:0 0 20px;font-size:19px;line-height:1.32"';
const BUTTON =
  'style="display:inline-block;padding:10px 16px;background:#00703c;color:#ffffff;font-weight:bold;font-size:19px;text-decoration:none"';
const CODE =
  'style="margin:0 0 20px;font-family:monospace;font-size:28px;font-weight:bold;letter-spacing:2px"';

function asHtml(part: EmailPart): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p ${P}>${lines(part.text).map(escaped).join('<br>')}</p>`;
    case 'link':
      return `<p ${P}><a href="${escaped(part.href)}" ${BUTTON}>${escaped(part.label)}</a></p>
<p style="margin:0 0 20px;font-size:16px;line-height:1.32;word-break:break-all">${escaped(part.otherwise)}</p>`;
    case 'code':
      return `<p ${CODE}>${escaped(part.text)}</p>`;
    case 'rule':
      return '<hr style="border:0;border-top:1px solid #b1b4b6;margin:30px 0 20px">';
  }
}

function pageOf(language: Language, title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff;color:#0b0c0c;font-family:Helvetica,Arial,sans-serif">
<main style="max-width:580px;margin:0 auto;padding:30px 20px">
${content}
</main>
</body>
</html>
`;
}

function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
