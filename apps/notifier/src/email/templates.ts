import type { EmailMessage } from '@gatehouse/contracts';
import type { ScheduleName } from '../delivery/schedule.domain.ts';
import { informingTemplate } from './informing-email.ts';
import { registrationTemplate } from './registration-email.ts';
import type { Template } from './template.ts';

/** Every template, by name. */
const templates: Readonly<Record<string, Template>> = {
  registration: registrationTemplate,
  informing: informingTemplate,
};

/** Undefined for a name that this release does not know. */
export function templateOf({ template }: Pick<EmailMessage, 'template'>): Template | undefined {
  return Object.hasOwn(templates, template) ? templates[template] : undefined;
}

export function scheduleOf(message: Pick<EmailMessage, 'template'>): ScheduleName {
  return templateOf(message)?.schedule ?? 'default';
}
