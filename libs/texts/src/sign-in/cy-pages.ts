import type { signInEn } from './en-pages.ts';

/** The pages on which people sign in, in Welsh. */
export const signInCy: typeof signInEn = {
  title: (service) => `Mewngofnodi i ${service}`,
  email: 'Cyfeiriad e-bost',
  emailHint: 'Byddwn yn anfon e-bost gyda chod i’r cyfeiriad hwn',
  continue: 'Parhau',
  or: 'Neu mewngofnodwch mewn ffordd arall',
  failed:
    'Nid oedd modd eich mewngofnodi felly. Rhowch eich cyfeiriad e-bost ac fe anfonwn god atoch yn ei le.',
  with: (provider) => `Mewngofnodi gyda ${provider}`,
  goBack: (service) => `Mynd yn ôl i ${service} heb fewngofnodi`,
  help: (address) => `Os oes angen cymorth arnoch i fewngofnodi, ysgrifennwch at ${address}.`,
  code: {
    title: 'Gwiriwch eich e-bost',
    sent: (address) => `Rydym wedi anfon e-bost i ${address}.`,
    wait: 'Gall gymryd ychydig funudau i gyrraedd. Os na allwch ei weld, edrychwch yn eich ffolder sbam neu sothach.',
    delayed:
      'Mae oedi gyda negeseuon e-bost ar hyn o bryd. Caiff eich un chi ei anfon cyn gynted â phosibl: gadewch y dudalen hon ar agor, neu dewch yn ôl ati.',
    label: 'Cod o’r e-bost',
    hint: 'Yr 8 digid ar frig yr e-bost, er enghraifft 0123 4567',
    until: (time) => `Mae’r cod yn gweithio tan ${time}.`,
    again: 'Ei anfon eto',
    other: 'Defnyddio cyfeiriad e-bost arall',
  },
  names: {
    title: 'Beth yw eich enw?',
    why: (address) =>
      `Nid oes cyfrif gyda ${address} eto. Dywedwch eich enw wrthym, a byddwn yn creu un i chi.`,
    invitedOne: 'Mae’n dod gyda’r hyn y cawsoch wahoddiad iddo:',
    create: 'Creu cyfrif a mewngofnodi',
  },
  wait: {
    title: 'Rydym yn creu eich cyfrif',
    how: 'Mae hyn fel arfer yn cymryd ychydig eiliadau. Mae’r dudalen hon yn edrych eto ar ei phen ei hun.',
    look: 'Edrych eto nawr',
  },
  proved: {
    title: 'Roedd eich cod yn gywir',
    how: (service) => `Parhewch i ${service}.`,
  },
  organisation: {
    title: 'Dewiswch sefydliad',
    legend: (service) => `Ar gyfer pa sefydliad rydych am ddefnyddio ${service}?`,
    signedInAs: (who) => `Rydych wedi mewngofnodi fel ${who}.`,
    another: 'Mewngofnodi fel rhywun arall',
    urn: 'Rhif URN',
    ukprn: 'Rhif UKPRN',
  },
  noOrganisation: {
    title: (service) => `Ni allwch ddefnyddio ${service} eto`,
    why: (service) => `Nid ydych wedi cael mynediad i ${service} ar gyfer unrhyw sefydliad.`,
    how: 'Gofynnwch i’r person sy’n rheoli mynediad yn eich sefydliad ei roi i chi. Yna mewngofnodwch eto.',
  },
  codeOver: {
    expired: 'Mae eich cod wedi dod i ben',
    expiredHow: 'Mae cod yn gweithio am 15 munud.',
    wrongCodes: 'Rydych wedi rhoi cod anghywir ormod o weithiau',
    wrongCodesHow: 'I gadw eich cyfrif yn ddiogel, nid yw’r cod hwnnw’n gweithio mwyach.',
    replaced: 'Mae eich cod wedi’i ddisodli',
    replacedHow: 'Rhoddwyd cyfeiriad e-bost arall ar ôl iddo gael ei anfon.',
    send: 'Anfon cod newydd ataf',
  },
  refused: {
    deactivated: 'Mae eich cyfrif wedi’i ddadactifadu',
    deactivatedHow: 'Gofynnwch i’r person sy’n rheoli mynediad yn eich sefydliad am gael ei actifadu eto.',
    noAccount: 'Nid oes cyfrif gyda’r cyfeiriad hwn',
    noAccountHow: 'I gael un, gofynnwch i’r person sy’n rheoli mynediad yn eich sefydliad eich gwahodd.',
  },
  tooMany: {
    title: 'Gormod o godau',
    heading: 'Rydych wedi gofyn am ormod o godau',
    until: (time) => `Gallwch ofyn am god eto ar ôl ${time}.`,
    notLocked: 'Nid yw eich cyfrif wedi’i gloi. Mae cod a anfonwyd atoch eisoes yn dal i weithio.',
    back: 'Mynd yn ôl',
  },
  tooSoon: {
    title: 'Arhoswch funud',
    until: (seconds) => `Gallwch gael yr e-bost wedi’i anfon eto ymhen ${seconds} eiliad.`,
    arrive: 'Efallai ei fod yn dal ar ei ffordd.',
    back: 'Mynd yn ôl i roi’r cod',
  },
  over: {
    title: 'Mae’r dudalen hon wedi dod i ben',
    how: 'Er eich diogelwch mae gennych 30 munud i fewngofnodi, ac mae pob tudalen yn dda ar gyfer un mewngofnodiad.',
    elsewhere: 'Mae’r dudalen hon yn perthyn i fewngofnodiad arall',
    elsewhereHow: 'Rydych wedi dechrau mewngofnodi eto ers hynny, neu mewn porwr arall.',
    again: 'Ewch i’r gwasanaeth rydych am ei ddefnyddio, a mewngofnodwch oddi yno.',
    goTo: (service) => `Mynd i ${service}`,
    noCookies: 'Nid yw eich porwr yn derbyn cwcis',
    noCookiesHow:
      'Mae angen cwci arnom i gadw eich mewngofnodiad yn ddiogel. Caniatewch gwcis ar gyfer y wefan hon yng ngosodiadau eich porwr, a dechreuwch eto.',
  },
  refusedForm: {
    title: 'Ni wnaed dim',
    how: 'Ni ddaeth yr hyn a anfonwyd o dudalen o’r mewngofnodiad hwn. Ewch yn ôl i’r dudalen, a rhowch gynnig arall arni.',
    back: 'Mynd yn ôl i fewngofnodi',
  },
  faults: {
    emailMissing: 'Rhowch eich cyfeiriad e-bost',
    emailWrong: 'Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@enghraifft.com',
    codeMissing: 'Rhowch y cod o’r e-bost',
    codeWrong: 'Nid yw’r cod yn gywir: edrychwch ar yr e-bost diweddaraf a anfonwyd atoch',
    organisationMissing: 'Dewiswch sefydliad',
  },
  problem: {
    failedHow: 'Aeth rhywbeth o’i le ar ein hochr ni. Rhowch gynnig arall arni ymhen munud.',
    toStart: 'Mynd i’r dudalen gychwyn',
  },
};
