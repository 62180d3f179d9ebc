import { type EmailData, emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, textsIn, ukTime } from '@gatehouse/texts';
import { z } from 'zod';
import { paragraph, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

const codeSecrets = z.object({ code: z.string().regex(/^\d{8}$/) });

function wordsFor({ serviceName, askedAt, language = DEFAULT_LANGUAGE }: EmailData<'sign-in-no-account'>) {
  const { signInEmail: texts } = textsIn(language);
  const time = (at: string) => ukTime(at, language);
  return { texts, time, asked: time(askedAt), serviceName, frame: { language, onBehalfOf: serviceName } };
}

/**
 * The email with a code to sign in: first, on a line of its own, in two groups that are easy to read and type. It has no
 * link that signs anybody in: mail scanners follow links.
 */
export const codeTemplate: Template = {
  schedule: 'code',
  render(data, secrets, { identity }) {
    const given = emailTemplates['sign-in-code'].parse(data);
    const { code } = codeSecrets.parse(secrets);
    const { texts, time, asked, serviceName, frame } = wordsFor(given);
    const sentences = [
      texts.codeFor(serviceName, asked),
      texts.codeWorks(time(given.expiresAt)),
      texts.codeSecret,
    ];
    const grouped = { kind: 'code' as const, text: `${code.slice(0, 4)} ${code.slice(4)}` };
    const parts = [grouped, ...sentences.map(paragraph)];
    return renderEmail({ ...frame, subject: texts.codeSubject(serviceName), parts }, identity);
  },
};

/** Instead of a code: there is no account, and how to come by one. */
export const noAccountTemplate: Template = {
  schedule: 'default',
  render(data, _secrets, { identity }) {
    const { texts, asked, serviceName, frame } = wordsFor(emailTemplates['sign-in-no-account'].parse(data));
    const sentences = [
      texts.somebodyAsked(serviceName, asked),
      texts.noAccount,
      texts.otherAddress,
      texts.comeBy(serviceName),
      texts.notYou,
    ];
    const subject = texts.noAccountSubject(serviceName);
    return renderEmail({ ...frame, subject, parts: sentences.map(paragraph) }, identity);
  },
};

/** Instead of a code: the account is deactivated, and whom to ask. */
export const deactivatedTemplate: Template = {
  schedule: 'default',
  render(data, _secrets, { identity }) {
    const { texts, asked, serviceName, frame } = wordsFor(emailTemplates['sign-in-deactivated'].parse(data));
    const sentences = [
      texts.somebodyAsked(serviceName, asked),
      texts.deactivated,
      texts.whomToAsk(identity, serviceName),
      texts.notYou,
    ];
    const subject = texts.deactivatedSubject(serviceName);
    return renderEmail({ ...frame, subject, parts: sentences.map(paragraph) }, identity);
  },
};
