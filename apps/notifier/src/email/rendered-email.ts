/** An email, ready to be sent or kept. */
export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** One part of an email, written once for text and html. Texts are plain: nothing in them is markup. */
export type EmailPart =
  | { kind: 'paragraph'; text: string }
  /** A button in html, an address on a line of its own in text. */
  | { kind: 'link'; label: string; href: string }
  /** Stands on a line of its own. */
  | { kind: 'code'; text: string };

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
export function renderEmail(subject: string, parts: readonly EmailPart[]): RenderedEmail {
  const oneLine = subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return {
    subject: oneLine,
    text: `${parts.map(asText).join('\n\n')}\n`,
    html: pageOf(oneLine, parts.map(asHtml).join('\n')),
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
<p style="margin:0 0 20px;font-size:16px;line-height:1.32;word-break:break-all">If the button does not work, copy this address into your browser: ${escaped(part.href)}</p>`;
    case 'code':
      return `<p ${CODE}>${escaped(part.text)}</p>`;
  }
}

function pageOf(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
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
