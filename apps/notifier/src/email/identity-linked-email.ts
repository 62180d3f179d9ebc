import { emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, textsIn, ukTime } from '@gatehouse/texts';
import { paragraph, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

/** Tells a user that an account elsewhere signs them in from now on. */
export const identityLinkedTemplate: Template = {
  schedule: 'default',
  render(data, _secrets, { identity }) {
    const {
      givenName,
      providerName,
      at,
      language = DEFAULT_LANGUAGE,
    } = emailTemplates['identity-linked'].parse(data);
    const { email, signInEmail: texts } = textsIn(language);
    const sentences = [
      email.hello(givenName),
      texts.linked(providerName, ukTime(at, language)),
      texts.linkedNotYou,
    ];
    const subject = texts.linkedSubject(providerName);
    const parts = sentences.map(paragraph);
    return renderEmail({ language, subject, parts }, identity);
  },
};
