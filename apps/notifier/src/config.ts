import type { Logo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';

const { NOTIFIER_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY } = variables;
const { EMAIL_URL, EMAIL_FROM, AUDIENCE, DELIVERY_SCHEDULE } = variables;
const { ALLOW_PRIVATE_CALLBACKS, AUDIT_DAYS, METRICS_TOKEN, LOG_LEVEL } = variables;
const { WEBHOOK_DISABLE_DAYS, OPERATOR_EMAIL, ISSUER } = variables;
const { SUBSCRIPTIONS_URL, SUBSCRIPTIONS_TOKEN } = variables;

/** What the notifier reads of the environment. Throws ConfigurationError with all faults at once. */
export function readConfig(env: EnvironmentTexts) {
  const known = {
    ...{ NOTIFIER_PORT, GATEWAY_PORT, HOST, PUBLIC_URL, TLS_CERT, MASTER_KEY, INTERNAL_KEY },
    ...{ EMAIL_URL, EMAIL_FROM, AUDIENCE, DELIVERY_SCHEDULE },
    ...{ ALLOW_PRIVATE_CALLBACKS, AUDIT_DAYS, METRICS_TOKEN, LOG_LEVEL },
    ...{ WEBHOOK_DISABLE_DAYS, OPERATOR_EMAIL, ISSUER, SUBSCRIPTIONS_URL, SUBSCRIPTIONS_TOKEN },
    ...engineVariables,
    ...identityVariables,
  };
  return readEnvironment(known, env);
}

/** What of it the app itself needs, once engines and keys are open. */
export type NotifierConfig = Pick<
  ReturnType<typeof readConfig>,
  | 'NOTIFIER_PORT'
  | 'HOST'
  | 'METRICS_TOKEN'
  | 'EMAIL_URL'
  | 'EMAIL_FROM'
  | 'AUDIENCE'
  | 'ISSUER'
  | 'DELIVERY_SCHEDULE'
  | 'ALLOW_PRIVATE_CALLBACKS'
  | 'AUDIT_DAYS'
  | 'WEBHOOK_DISABLE_DAYS'
  | 'OPERATOR_EMAIL'
  | 'SUBSCRIPTIONS_URL'
  | 'SUBSCRIPTIONS_TOKEN'
  | 'PLATFORM_NAME'
  | 'SUPPORT_URL'
  | 'SUPPORT_EMAIL'
  | 'PRIVACY_URL'
  | 'ACCESSIBILITY_URL'
  /** Whether other instances may work on the same store. */
  | 'distributed'
> & {
  /** The platform's, for the mailbox's pages. */
  logo?: Logo | undefined;
};
