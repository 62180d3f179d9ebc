import jwt from 'jsonwebtoken';
import type { DemoState } from './demo-state.ts';

/** The demo client's credentials, and a command to try them with. */
export function demoLinesOf({
  publicUrl,
  audience,
  demo,
}: {
  publicUrl: string;
  audience: string;
  demo: Extract<DemoState, { loaded: true }>;
}): string[] {
  const token = jwt.sign({ iss: demo.clientId, aud: audience }, demo.apiSecret, { noTimestamp: true });
  return [
    'The demo client:',
    `  client id      ${demo.clientId}`,
    `  API secret     ${demo.apiSecret}`,
    ...(demo.clientSecret === undefined ? [] : [`  client secret  ${demo.clientSecret}`]),
    `  a school       ${demo.organisationId}`,
    '',
    'Try it:',
    `  curl -H 'Authorization: Bearer ${token}' ${publicUrl}/services/${demo.clientId}/roles`,
  ];
}
