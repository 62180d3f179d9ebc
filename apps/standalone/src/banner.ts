import { standardOutput } from '@gatehouse/runtime';
import { demoLinesOf } from './demo/demo-lines.ts';
import type { DemoState } from './demo/demo-state.ts';

export interface BannerFacts {
  publicUrl: string;
  /** Undefined where the engines are elsewhere. */
  dataDir: string | undefined;
  /** Its location; the secret itself is never shown. */
  operatorSecretIn: string;
  audience: string;
  emailUrl: string;
  /** Whether the operator's pages are served. */
  operatorConsole: boolean;
  demo: DemoState | undefined;
}

/** What a person who has just started the platform needs to know, and a command to try it with. */
export function bannerOf(facts: BannerFacts): string {
  const { publicUrl, dataDir, operatorSecretIn, audience, emailUrl, operatorConsole, demo } = facts;
  const lines = [
    'Gatehouse is ready.',
    '',
    `  API       ${publicUrl}`,
    `  Docs      ${publicUrl}/docs`,
    emailUrl === 'mailbox:'
      ? `  Mailbox   ${publicUrl}/mailbox`
      : `  Emails    go out by ${carrierOf(emailUrl)}`,
    `  Data      ${dataDir ?? 'in the engines of STORE_URL and EVENTS_URL'}`,
    ...(operatorConsole ? [`  Console   ${publicUrl}/operator`] : []),
    `  Operator  the secret is in ${operatorSecretIn}`,
  ];
  if (demo?.loaded === true) lines.push('', ...demoLinesOf({ publicUrl, audience, demo }));
  return `${lines.join('\n')}\n`;
}

function carrierOf(emailUrl: string): string {
  return /^notify:/i.test(emailUrl) ? 'GOV.UK Notify' : 'SMTP';
}

export function printBanner(facts: BannerFacts): void {
  standardOutput().write(`\n${bannerOf(facts)}\n`);
}
