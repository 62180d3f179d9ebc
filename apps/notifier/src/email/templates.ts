import type { EmailMessage } from '@gatehouse/contracts';
import { accessRequestTemplate } from './access-request-email.ts';
import { addressChangedTemplate } from './address-changed-email.ts';
import { identityLinkedTemplate } from './identity-linked-email.ts';
import { informingTemplate } from './informing-email.ts';
import { registrationTemplate } from './registration-email.ts';
import { codeTemplate, deactivatedTemplate, noAccountTemplate } from './sign-in-emails.ts';
import type { Template } from './template.ts';
import { webhookDisabledTemplate } from './webhook-disabled-email.ts';

/** Templates, by name. */
export type Templates = Readonly<Record<string, Template>>;

/** Every template of the platform. */
export const templates: Templates = {
  registration: registrationTemplate,
  informing: informingTemplate,
  'webhook-disabled': webhookDisabledTemplate,
  'sign-in-code': codeTemplate,
  'sign-in-no-account': noAccountTemplate,
  'sign-in-deactivated': deactivatedTemplate,
  'identity-linked': identityLinkedTemplate,
  'address-changed': addressChangedTemplate,
  'access-request': accessRequestTemplate,
};

/** Undefined for a name that this release does not know. */
export function templateOf(
  known: Templates,
  { template }: Pick<EmailMessage, 'template'>,
): Template | undefined {
  return Object.hasOwn(known, template) ? known[template] : undefined;
}
