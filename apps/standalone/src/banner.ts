import { standardOutput } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import type { DemoState } from './demo/demo-state.ts';

export interface BannerFacts {
  publicUrl: string;
  /** Undefined where the engines are elsewhere. */
  dataDir: string | undefined;
  /** Where it is found; it is never shown. */
  operatorSecretIn: string;
  audience: string;
  emailUrl: string;
  demo: DemoState | undefined;
}

/** The demo client's credentials, and one line to try them with. */
export function demoLinesOf({
  publicUrl,
  audience,
  demo,
}: Pick<BannerFacts, 'publicUrl' | 'audience'> & { demo: Extract<DemoState, { loaded: true }> }): string[] {
  const token = jwt.sign({ iss: demo.clientId, aud: audience }, demo.apiSecret, { noTimestamp: true });
  return [
    'The demo client:',
    `  client id   ${demo.clientId}`,
    `  API secret  ${demo.apiSecret}`,
    `  a school    ${demo.organisationId}`,
    '',
    'Try it:',
    `  curl -H 'Authorization: Bearer ${token}' ${publicUrl}/services/${demo.clientId}/roles`,
  ];
}

/** Everything that someone who just started the platform wants to know, and one line to try it with. */
export function bannerOf(facts: BannerFacts): string {
  const { publicUrl, dataDir, operatorSecretIn, audience, emailUrl, demo } = facts;
  const lines = [
    'Gatehouse is ready.',
    '',
    `  API       ${publicUrl}`,
    `  Docs      ${publicUrl}/docs`,
    emailUrl === 'mailbox:' ? `  Mailbox   ${publicUrl}/mailbox` : '  Emails    go out by SMTP',
    `  Data      ${dataDir ?? 'in the engines of STORE_URL and EVENTS_URL'}`,
    `  Operator  the secret is in ${operatorSecretIn}`,
  ];
  if (demo?.loaded === true) lines.push('', ...demoLinesOf({ publicUrl, audience, demo }));
  return `${lines.join('\n')}\n`;
}

export function printBanner(facts: BannerFacts): void {
  standardOutput().write(`\n${bannerOf(facts)}\n`);
}
