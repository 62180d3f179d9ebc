import { emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, textsIn, ukTime } from '@gatehouse/texts';
import { paragraph, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

/** Tells the old and the new address of an account that the one has taken the place of the other. It names neither. */
export const addressChangedTemplate: Template = {
  schedule: 'default',
  render(data, _secrets, { identity }) {
    const {
      givenName,
      address,
      at,
      language = DEFAULT_LANGUAGE,
    } = emailTemplates['address-changed'].parse(data);
    const { email, signInEmail: texts } = textsIn(language);
    const time = ukTime(at, language);
    const what = address === 'old' ? texts.addressOld(time) : texts.addressNew(time);
    const sentences = [email.hello(givenName), what, texts.signedOut, texts.addressUnexpected];
    const parts = sentences.map(paragraph);
    return renderEmail({ language, subject: texts.addressSubject, parts }, identity);
  },
};
