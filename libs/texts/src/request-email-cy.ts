import type { AskedFor, Failure, requestEmailEn } from './request-email-en.ts';

const what = ({ organisation, service }: AskedFor) =>
  service === undefined ? organisation : `${service} yn ${organisation}`;

const FAILURES: Readonly<Record<Failure, string>> = {
  policy: 'Nid yw’r gwasanaeth ar eich cyfer chi yno, neu nid yw mwyach.',
  'no room': 'Rydych yn aelod o gynifer o sefydliadau ag y gall un person fod.',
  'organisation closed': 'Mae’r sefydliad wedi cau.',
  'person removed': 'Cafodd eich cyfrif ei ddileu.',
};

/** The emails about requests for access, in Welsh. */
export const requestEmailCy: typeof requestEmailEn = {
  doneSubject: (asked) => `Mae gennych fynediad nawr: ${what(asked)}`,
  done: (asked) => `Cymeradwywyd eich cais. Mae gennych fynediad nawr: ${what(asked)}.`,
  start: (url) => `Dechreuwch yma: ${url}`,
  rejectedSubject: (asked) => `Ni chymeradwywyd eich cais: ${what(asked)}`,
  rejected: (asked) => `Ni chymeradwywyd eich cais am fynediad: ${what(asked)}.`,
  reason: (text) => `Y rheswm a roddwyd: ${text}`,
  failedSubject: (asked) => `Ni ellid rhoi mynediad i chi: ${what(asked)}`,
  failed: (asked) => `Cymeradwywyd eich cais am fynediad, ond ni ellid ei gyflawni: ${what(asked)}.`,
  failures: FAILURES,
  expiredSubject: (asked) => `Ni phenderfynodd neb ar eich cais: ${what(asked)}`,
  expired: (asked) =>
    `Ni phenderfynodd neb ar eich cais am fynediad mewn pryd, felly mae ar ben: ${what(asked)}. Gallwch ofyn eto.`,
};
