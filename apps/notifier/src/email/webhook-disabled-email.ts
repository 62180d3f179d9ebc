import { type EmailData, emailTemplates } from '@gatehouse/contracts';
import { DEFAULT_LANGUAGE, type PlatformIdentity, ukTime } from '@gatehouse/texts';
import { paragraph, type RenderedEmail, renderEmail } from './rendered-email.ts';
import type { Template } from './template.ts';

export const webhookDisabledTemplate: Template = {
  schedule: 'default',
  render: (data, _secrets, { identity }) =>
    webhookDisabledEmail(emailTemplates['webhook-disabled'].parse(data), identity),
};

/** Tells the operator that a service is told of no changes any more. In English, as the operator's console is. */
export function webhookDisabledEmail(
  { serviceName, reason, since }: EmailData<'webhook-disabled'>,
  identity: PlatformIdentity,
): RenderedEmail {
  const why = {
    gone: 'It answered that it is gone for good (410).',
    failing: `It has failed since ${ukTime(since, DEFAULT_LANGUAGE)}.`,
  };
  const texts = [
    `The webhook of ${serviceName} has been disabled. ${why[reason]}`,
    'What was waiting for it is not sent any more, and nothing more is.',
    'Ask the service to mend its address. Once its webhook is enabled again, it is told since when it missed changes.',
  ];
  const subject = `The webhook of ${serviceName} has been disabled`;
  const parts = texts.map(paragraph);
  return renderEmail({ language: DEFAULT_LANGUAGE, subject, parts }, identity);
}
