import type { Route } from '@gatehouse/http';
import type { Example } from './example.ts';
import {
  CLIENT_ID,
  MESSAGE_ID,
  ORGANISATION_ID,
  POLICY_ID,
  PROVIDER_ID,
  READ_MODEL,
  ROLE_CODE,
  SCHOOL,
  SERVICE_ID,
  USER_ID,
} from './example-values.ts';
import { operatorExamples } from './operator-examples.ts';
import { peopleExamples } from './people-examples.ts';
import { publicExamples } from './public-examples.ts';
import { requestExamples } from './request-examples.ts';

const EXAMPLES: Readonly<Record<string, Example>> = {
  ...publicExamples,
  ...peopleExamples,
  ...requestExamples,
  ...operatorExamples,
};

/** The example of each path parameter where an operation has none of its own. What the demo set lacks has no example. */
const PARAMETERS: Readonly<Record<string, unknown>> = {
  serviceId: SERVICE_ID,
  organisationId: ORGANISATION_ID,
  userId: USER_ID,
  roleCode: ROLE_CODE,
  policyId: POLICY_ID,
  messageId: MESSAGE_ID,
  providerId: PROVIDER_ID,
  readModel: READ_MODEL,
  attributeName: 'local_attribute',
  ukprnOrUpin: SCHOOL.ukprn,
};

/** The names of the operations that have examples. */
export const exampledOperations = Object.keys(EXAMPLES);

/** An operation's example; empty where it has none. */
export function exampleOf(operationId: string, part: 'request' | number): { example?: unknown } {
  const example = EXAMPLES[operationId]?.[part as number];
  return example === undefined ? {} : { example };
}

/** The example of a parameter; empty where it has none. */
export function parameterExampleOf(
  { operationId = '', access }: Route,
  name: string,
  location: 'path' | 'query' | 'header',
): { example?: unknown } {
  const own = EXAMPLES[operationId]?.parameters?.[name];
  const shared = name === 'serviceId' && access !== 'operator' ? CLIENT_ID : PARAMETERS[name];
  const example = own ?? (location === 'path' ? shared : undefined);
  return example === undefined ? {} : { example };
}
