import type { PlatformIdentity } from '../platform-identity.ts';
import type { signInEmailEn } from './en-email.ts';

/** The emails about signing in, in Welsh. */
export const signInEmailCy: typeof signInEmailEn = {
  codeSubject: (service) => `Eich cod i fewngofnodi i ${service}`,
  codeFor: (service, askedAt) =>
    `Dyma eich cod i fewngofnodi i ${service}. Gofynasoch amdano am ${askedAt} (amser y DU).`,
  codeWorks: (until) =>
    `Mae’n gweithio unwaith, tan ${until} (amser y DU), yn y porwr lle gofynasoch amdano.`,
  codeSecret:
    'Peidiwch â’i roi i neb arall. Os na wnaethoch ofyn amdano, anwybyddwch yr e-bost hwn: ni all neb fewngofnodi heb y cod.',
  somebodyAsked: (service, askedAt) =>
    `Am ${askedAt} (amser y DU) gofynnodd rhywun am gael mewngofnodi i ${service} gyda’r cyfeiriad e-bost hwn.`,
  noAccountSubject: (service) => `Ni allwch fewngofnodi i ${service} gyda’r cyfeiriad hwn eto`,
  noAccount: 'Nid oes cyfrif gyda’r cyfeiriad hwn, felly nid oes cod i fewngofnodi.',
  otherAddress: 'Os oes gennych gyfrif gyda chyfeiriad arall, mewngofnodwch gyda hwnnw.',
  comeBy: (service) =>
    `I gael cyfrif, gofynnwch i’r person sy’n rheoli mynediad yn eich sefydliad eich gwahodd, neu gofynnwch i ${service}. Defnyddiwch y ddolen yn y gwahoddiad.`,
  notYou: 'Os na wnaethoch ofyn am gael mewngofnodi, anwybyddwch yr e-bost hwn.',
  deactivatedSubject: (service) => `Ni ellir defnyddio eich cyfrif i fewngofnodi i ${service}`,
  deactivated: 'Mae’r cyfrif gyda’r cyfeiriad hwn wedi’i ddadactifadu, felly nid oes cod i fewngofnodi.',
  whomToAsk: ({ supportUrl, supportEmail }: PlatformIdentity, service) => {
    if (supportEmail !== undefined) return `I’w actifadu eto, ysgrifennwch at ${supportEmail}.`;
    if (supportUrl !== undefined) return `I’w actifadu eto, gofynnwch am gymorth yn ${supportUrl}.`;
    return `I’w actifadu eto, gofynnwch i’r person sy’n rheoli mynediad yn eich sefydliad, neu i ${service}.`;
  },
  linkedSubject: (provider) => `Gallwch nawr fewngofnodi gyda ${provider}`,
  linked: (provider, at) =>
    `Am ${at} (amser y DU) defnyddiwyd cyfrif yn ${provider} i fewngofnodi fel chi. O hyn ymlaen mae’n eich mewngofnodi.`,
  linkedNotYou:
    'Os nad chi oedd hynny, rhowch wybod ar unwaith i’r bobl sy’n eich helpu gyda’r platfform hwn: efallai bod rhywun arall yn defnyddio eich cyfrif.',
  addressSubject: 'Mae cyfeiriad e-bost eich cyfrif wedi’i newid',
  addressOld: (at) =>
    `Am ${at} (amser y DU) newidiwyd cyfeiriad e-bost eich cyfrif. Nid yw’r cyfeiriad hwn yn eich mewngofnodi mwyach.`,
  addressNew: (at) =>
    `Am ${at} (amser y DU) newidiwyd cyfeiriad e-bost eich cyfrif i’r un hwn. Defnyddiwch ef i fewngofnodi.`,
  signedOut: 'Rydych wedi cael eich allgofnodi ym mhobman.',
  addressUnexpected: 'Os nad oeddech yn disgwyl hyn, gofynnwch am gymorth ar unwaith.',
};
