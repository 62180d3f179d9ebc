import { type EmailData, emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, type Texts, textsIn } from '@gatehouse/texts';
import { paragraph, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

type Data = EmailData<'access-request'>;

/** Tells a person what came of their request for access. */
export const accessRequestTemplate: Template = {
  schedule: 'default',
  render(data, _secrets, { identity }) {
    const content = emailTemplates['access-request'].parse(data);
    const { language = DEFAULT_LANGUAGE, organisationName } = content;
    const { email, requestEmail } = textsIn(language);
    const { subject, sentences } = wordsOf(content, requestEmail);
    const parts = [email.hello(undefined), ...sentences].map(paragraph);
    return renderEmail({ language, subject, parts, onBehalfOf: organisationName }, identity);
  },
};

function wordsOf(
  { outcome, organisationName, serviceName, reason, failure, startUrl }: Data,
  texts: Texts['requestEmail'],
): { subject: string; sentences: string[] } {
  const asked = { organisation: organisationName, service: serviceName };
  const more = {
    done: startUrl === undefined ? [] : [texts.start(startUrl)],
    rejected: reason === undefined ? [] : [texts.reason(reason)],
    failed: failure === undefined ? [] : [texts.failures[failure]],
    expired: [],
  };
  return { subject: texts[`${outcome}Subject`](asked), sentences: [texts[outcome](asked), ...more[outcome]] };
}
